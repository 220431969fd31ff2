"""Pages: the table where words are captured, the shared screen, the paper sheet; and their JSON."""

from __future__ import annotations

from datetime import date, datetime
from importlib import resources
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.models import Unit
from zaocha.companies import queries as company_queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.meetings import access, labels
from zaocha.meetings.actions import lines, seats, statements
from zaocha.meetings.models import Line
from zaocha.meetings.queries import overview
from zaocha.meetings.queries import table as table_queries
from zaocha.meetings.web.answers import as_json, body, number, text, text_or_none
from zaocha.meetings.words import TABLE_WORDS

BLANK_LINES = 24
SCRIPTS = [
    f"meetings/{name}.js"
    for name in ("queue", "wire", "chips", "lines", "dialog", "find", "offline", "table")
]


@require_GET
@signed_in("meetings.write")
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The capture page: chips, one big input, what was said, and a drawer with help."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    here = {"meeting": meeting.pk, "state": table_queries.state(by=by, meeting=meeting)}
    context = {
        "meeting": meeting,
        "here": {**here, "words": {name: str(said) for name, said in TABLE_WORDS.items()}},
        "scripts": SCRIPTS,
        "units": Unit.objects.filter(tenant=by.tenant, is_active=True).order_by("name"),
        "categories": labels.category_choices(),
        "outcomes": Line.Outcome.choices,
        "expected": [one for one in overview.guests(meeting) if not one.present],
    }
    return render(request, "meetings/table.html", context)


@require_GET
@as_json("meetings.write")
def newer(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Lines and seats newer than `since`; a fresh CSRF token comes along for pages that stay open."""
    by = actor_of(request)
    since = request.GET.get("since", "-1")
    if not since.lstrip("-").isdecimal() or len(since) > 12:
        raise Invalid(field="since")
    meeting = access.meeting(by=by, pk=pk)
    return {**table_queries.state(by=by, meeting=meeting, since=int(since)), "csrf": get_token(request)}


@require_POST
@as_json("meetings.write")
def capture(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Save words: `words`, `key`, and if known `invitation`, `category`, `said_at`."""
    by, data = actor_of(request), body(request)
    access.meeting(by=by, pk=pk)
    new = lines.NewLine(
        meeting_id=pk,
        words=text(data, "words"),
        client_key=text(data, "key"),
        invitation_id=number(data, "invitation"),
        category=text(data, "category"),
        said_at=_moment(text(data, "said_at")),
    )
    line = lines.capture(new=new, by=by, at=clock.now())
    return _row(by, line)


@require_POST
@as_json("meetings.write")
def line(request: HttpRequest, pk: int, line_pk: int) -> dict[str, Any]:
    """Change, remove or restore a line, by `do`: change, remove, restore."""
    by, data, at = actor_of(request), body(request), clock.now()
    found = _line_of(by, pk, line_pk)
    do = data.get("do", "change")
    if do == "remove":
        found = lines.remove(line_id=found.pk, by=by, at=at)
    elif do == "restore":
        found = lines.restore(line_id=found.pk, by=by, at=at)
    else:
        invitation = (number(data, "invitation") or 0) if "invitation" in data else None
        changes = lines.LineChange(
            invitation_id=invitation,
            words=text_or_none(data, "words"),
            category=text_or_none(data, "category"),
            outcome=text_or_none(data, "outcome"),
            answer=text_or_none(data, "answer"),
            answered_by=text_or_none(data, "answered_by"),
        )
        found = lines.change(line_id=found.pk, changes=changes, by=by, at=at)
    return _row(by, found)


@require_POST
@as_json("meetings.write")
def statement(request: HttpRequest, pk: int, line_pk: int) -> dict[str, Any]:
    """Attach who will do what, by when or as soon as …; `do`: "take_back" removes it."""
    by, data, at = actor_of(request), body(request), clock.now()
    found = _line_of(by, pk, line_pk)
    if data.get("do") == "take_back":
        return _row(by, statements.take_back(line_id=found.pk, by=by, at=at))
    said = statements.Said(
        what=text(data, "what"),
        kind=text(data, "kind") or "answer",
        giver=text(data, "giver"),
        unit_id=number(data, "unit"),
        due_on=_day(text(data, "due_on")),
        trigger=text(data, "trigger"),
    )
    return _row(by, statements.state(line_id=found.pk, said=said, by=by, at=at))


@require_POST
@as_json("meetings.write")
def seat(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Somebody sits down: an invited one, a company, a unit or a name."""
    by, data = actor_of(request), body(request)
    guest = seats.Guest(
        invitation_id=number(data, "invitation"),
        company_id=number(data, "company"),
        unit_id=number(data, "unit"),
        name=text(data, "name"),
    )
    made = seats.seat(meeting_id=pk, guest=guest, by=by, at=clock.now())
    return {"seat": made.pk, **_seats(by, pk)}


@require_POST
@as_json("meetings.write")
def leave(request: HttpRequest, pk: int, invitation_pk: int) -> dict[str, Any]:
    """Somebody leaves the table."""
    by = actor_of(request)
    found = access.invitation(by=by, pk=invitation_pk)
    if found.meeting_id != pk:
        raise NotFound()
    seats.leave(invitation_id=found.pk, by=by, at=clock.now())
    return _seats(by, found.meeting_id)


@require_POST
@as_json("meetings.write")
def order(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The order of the seats: `ids`."""
    by, data = actor_of(request), body(request)
    ids = data.get("ids")
    if not isinstance(ids, list) or not all(type(one) is int for one in ids) or len(ids) > 500:
        raise Invalid(field="ids")
    seats.order(meeting_id=pk, invitation_ids=ids, by=by, at=clock.now())
    return _seats(by, pk)


@require_GET
@as_json("meetings.write")
def who(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Who could sit down: guests on the list first, then companies and units that fit what is typed."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    typed = request.GET.get("q", "").strip()[:60]
    companies = company_queries.lookup(tenant_id=by.tenant_id, text=typed) if typed else []
    units = Unit.objects.filter(tenant_id=by.tenant_id, is_active=True, name__icontains=typed)
    listed = {one.company_id: one.pk for one in meeting.invitations.exclude(company=None)}
    found = [
        {"company": one.pk, "name": str(one), "full": one.name, "listed": one.pk in listed}
        for one in companies
    ]
    found.sort(key=lambda one: not one["listed"])
    return {"items": [*found, *({"unit": one.pk, "name": str(one), "full": one.name} for one in units[:3])]}


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps a table's page openable without network; its scope is that page alone."""
    script = resources.files("zaocha.meetings").joinpath("static/meetings/worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
@signed_in("meetings.read")
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """For the shared screen: today's words only, the latest first; nobody's past, nothing sensitive."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    rows = [
        one
        for one in table_queries.kept(by=by, meeting=meeting)
        if not one.category.startswith(access.SENSITIVE)
    ]
    template = "meetings/screen_lines.html" if "HX-Request" in request.headers else "meetings/screen.html"
    return render(request, template, {"meeting": meeting, "lines": rows[::-1]})


@require_GET
@signed_in("meetings.read")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Paper for the case that nothing works: the guests in seat order, and blank lines."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    guests = list(table_queries.attendees(meeting)) or overview.guests(meeting)
    context = {"meeting": meeting, "guests": guests, "blank": range(BLANK_LINES)}
    return render(request, "meetings/sheet.html", context)


def _line_of(by: Any, pk: int, line_pk: int) -> Line:
    found = access.line(by=by, pk=line_pk)
    if found.meeting_id != pk:
        raise NotFound()
    return found


def _row(by: Any, line: Line) -> dict[str, Any]:
    fresh = table_queries.lines(by=by, meeting=line.meeting).get(pk=line.pk)
    return {"line": table_queries.line_row(fresh), "revision": fresh.revision}


def _seats(by: Any, pk: int) -> dict[str, Any]:
    meeting = access.meeting(by=by, pk=pk)
    return {"seats": [table_queries.seat_row(one) for one in table_queries.attendees(meeting)]}


def _moment(given: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(field="said_at") from error
    return found if found and found.tzinfo else None


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(_("There is no such day: %(day)s") % {"day": given[:20]}, field="due_on") from error


TABLE = "meetings/<int:pk>/table/"
urlpatterns = [
    path(TABLE, table, name="table"),
    path(f"{TABLE}newer/", newer, name="table-newer"),
    path(f"{TABLE}lines/", capture, name="table-capture"),
    path(f"{TABLE}lines/<int:line_pk>/", line, name="table-line"),
    path(f"{TABLE}lines/<int:line_pk>/statement/", statement, name="table-statement"),
    path(f"{TABLE}seats/", seat, name="table-seat"),
    path(f"{TABLE}seats/order/", order, name="table-order"),
    path(f"{TABLE}seats/<int:invitation_pk>/leave/", leave, name="table-leave"),
    path(f"{TABLE}who/", who, name="table-who"),
    path("meetings/table-worker.js", worker, name="table-worker"),
    path("meetings/<int:pk>/screen/", screen, name="table-screen"),
    path("meetings/<int:pk>/sheet/", sheet, name="table-sheet"),
]
