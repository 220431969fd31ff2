"""Pages: the three-minute read-back, line by line, and the closing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts import calendars
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.meetings import access, labels
from zaocha.meetings.actions import closing, lines, statement_promises, statements
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.queries import table as table_queries
from zaocha.promises import actions as promise_actions
from zaocha.promises import asking

TONES = {"on_spot": "green", "promised": "blue", "noted": "grey", "": "amber"}


@require_GET
@signed_in("meetings.write")
def read_back(request: HttpRequest, pk: int) -> HttpResponse:
    """One screen: each line with what came of it, and one tap for the usual promise."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    return render(request, "meetings/read_back.html", _context(by, meeting))


@require_POST
@signed_in("meetings.write")
def settle(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Settle one line by `do`; the answer is the line again, or the page for a browser without scripts."""
    by, at = actor_of(request), clock.now()
    line = access.line(by=by, pk=line_pk)
    if line.meeting_id != pk:
        raise NotFound()
    wrong: Refused | None = None
    try:
        closing.begin_read_back(meeting_id=pk, by=by, at=at)
        _settle(request, line, by, at)
    except Refused as refusal:
        wrong = refusal
    if "HX-Request" not in request.headers:
        if wrong is not None:
            messages.error(request, str(wrong))
        return redirect("read-back", pk=pk)
    context = _context(by, line.meeting, only=line.pk)
    [row] = context["rows"] or [None]
    if wrong is not None and row is not None:
        row.update(wrong=str(wrong), open=True, typed=request.POST)
        row["said"] = _typed(request, row["said"])
    context.update(row=row, fragment=True)
    return render(request, "meetings/settle_row.html", context, status=wrong.status if wrong else 200)


@require_POST
@signed_in("meetings.write")
def settle_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the usual promise on every line that is left."""
    by, at = actor_of(request), clock.now()
    meeting = access.meeting(by=by, pk=pk)
    closing.begin_read_back(meeting_id=pk, by=by, at=at)
    rest = table_queries.kept(by=by, meeting=meeting).filter(outcome="", demand=None)
    closing.promise_by_default(line_ids=[line.pk for line in rest], by=by, at=at, with_likely=True)
    return redirect("read-back", pk=pk)


@require_POST
@signed_in("meetings.write")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close: every line becomes a demand with its answer or promise."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    try:
        closed = closing.close(meeting_id=meeting.pk, by=by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("read-back", pk=pk)
    said = _("Closed: %(demands)s demands, %(promises)s promises, %(statements)s statements to be confirmed.")
    messages.success(
        request,
        said % {"demands": closed.demands, "promises": closed.promises, "statements": closed.statements},
    )
    return redirect("meeting", pk=pk)


@require_POST
@signed_in("meetings.write")
def confirm(request: HttpRequest, pk: int, promise_pk: int) -> HttpResponse:
    """The giver has confirmed a statement afterwards: the desk notes it, with the name."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    if not Line.objects.filter(meeting=meeting, statement__promise_id=promise_pk).exists():
        raise NotFound()
    try:
        promise_actions.confirm(
            promise_id=promise_pk,
            by=by,
            at=clock.now(),
            name=request.POST.get("name", "").strip()[:60],
            due_on=_day(request.POST.get("due_on", "")),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed: it is a promise now."))
    return redirect("meeting", pk=pk)


@require_POST
@signed_in("meetings.write")
def ask(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """The message to the giver of a statement, with the link by which they confirm it, before the closing too."""
    by, at = actor_of(request), clock.now()
    if access.line(by=by, pk=line_pk).meeting_id != pk:
        raise NotFound()
    promise = statement_promises.for_its_giver(line_id=line_pk, by=by, at=at)
    made = asking.message(promise_id=promise.pk, by=by, at=at, request=request)
    name = "promises/ask_message.html" if "HX-Request" in request.headers else "promises/ask_page.html"
    return render(request, name, {"made": made, "promise": promise})


def _settle(request: HttpRequest, line: Line, by: Actor, at: datetime) -> None:
    do, given = request.POST.get("do", ""), request.POST
    if "category" in given and given["category"] != line.category:
        lines.change(line_id=line.pk, changes=lines.LineChange(category=given["category"]), by=by, at=at)
    if do == "on_spot":
        answer, answered_by = given.get("answer", line.answer), given.get("answered_by", line.answered_by)
        closing.solve_on_spot(line_id=line.pk, answer=answer, answered_by=answered_by, by=by, at=at)
    elif do == "default":
        closing.promise_by_default(line_ids=[line.pk], by=by, at=at, with_likely=True)
    elif do in ("promise", "confirm"):
        said = _said(request) if do == "promise" else _confirmed(line)
        statements.state(line_id=line.pk, said=said, by=by, at=at)
    elif do == "noted":
        closing.note(line_id=line.pk, by=by, at=at)
    elif do == "open":
        closing.unsettle(line_id=line.pk, by=by, at=at)
    elif do != "category":
        raise Invalid(_("The page sent something unreadable."), remedy=_("Load the page again."))


def _confirmed(line: Line) -> statements.Said:
    said = getattr(line, "statement", None)
    if said is None:
        raise Invalid(_("The page sent something unreadable."), remedy=_("Load the page again."))
    names = ("what", "kind", "giver", "unit_id", "due_on", "trigger")
    return statements.Said(**{name: getattr(said, name) for name in names}, confirmed=True)


def _said(request: HttpRequest) -> statements.Said:
    given = request.POST
    unit = given.get("unit", "")
    if unit and not unit.isdecimal():
        raise Invalid(field="unit")
    trigger, due_on = given.get("trigger", ""), given.get("due_on", "")
    if trigger.strip() and due_on == given.get("usual_day"):
        due_on = ""  # the day that stood there before anybody typed
    return statements.Said(
        what=given.get("what", ""),
        kind=given.get("kind", "answer"),
        giver=given.get("giver", ""),
        unit_id=int(unit) if unit else None,
        due_on=_day(due_on),
        trigger=trigger,
        confirmed="confirmed" in given,
    )


def _typed(request: HttpRequest, before: Any) -> Any:
    """What was typed into a refused promise, to be shown again; an unreadable day is left out."""
    if request.POST.get("do") != "promise":
        return before
    given = request.POST
    unit = given.get("unit", "")
    try:
        due_on = date.fromisoformat(given.get("due_on", ""))
    except ValueError:
        due_on = None
    return {
        **{name: given.get(name, "") for name in ("what", "kind", "giver", "trigger")},
        "unit_id": int(unit) if unit.isdecimal() else None,
        "due_on": due_on,
        "confirmed": "confirmed" in given,
    }


def _context(by: Actor, meeting: Meeting, *, only: int | None = None) -> dict[str, Any]:
    at = clock.now()
    rows = table_queries.kept(by=by, meeting=meeting)
    if only is not None:
        rows = rows.filter(pk=only)
    calendar = calendars.of(by.tenant)
    shown = [_line(line, by, at) for line in rows]
    for row in shown:
        day = row["said"].due_on if row["said"] else row["default_day"]
        row["provisional"] = bool(day) and not calendar.is_known(day)
    return {
        "meeting": meeting,
        "rows": shown,
        "left": sum(not row["line"].outcome and not row["line"].demand_id for row in shown),
        "ready": sum(bool(row["line"].outcome) and not row["line"].demand_id for row in shown),
        "units": Unit.objects.filter(tenant=by.tenant, is_active=True).order_by("name"),
        "categories": labels.category_choices(),
    }


def _line(line: Line, by: Actor, at: datetime) -> dict[str, Any]:
    said = getattr(line, "statement", None)
    settled = line.category or line.outcome or line.demand_id
    likely = "" if settled else closing.likely_category(line.words)
    return {
        "category": line.category or likely,
        "likely": labels.category(likely),
        "line": line,
        "said": said,
        "tone": TONES[line.outcome],
        "standing": table_queries.standing(line, at=at),
        "default_day": closing.default_day(line.category or likely, by=by, at=at),
        "open": False,
        "wrong": "",
    }


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(_("There is no such day: %(day)s") % {"day": given[:20]}, field="due_on") from error


BACK = "meetings/<int:pk>/read-back/"
urlpatterns = [
    path(BACK, read_back, name="read-back"),
    path(f"{BACK}<int:line_pk>/", settle, name="read-back-line"),
    path(f"{BACK}<int:line_pk>/ask/", ask, name="read-back-ask"),
    path(f"{BACK}rest/", settle_rest, name="read-back-rest"),
    path(f"{BACK}close/", close, name="read-back-close"),
    path("meetings/<int:pk>/promises/<int:promise_pk>/confirm/", confirm, name="meeting-confirm"),
]
