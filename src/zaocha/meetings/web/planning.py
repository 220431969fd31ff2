"""Pages: meetings, one meeting, plan, suggestions of whom to invite."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.meetings import access, labels, reasons
from zaocha.meetings.actions import invitations, planning
from zaocha.meetings.forms import FilterForm, MeetingForm, blame
from zaocha.meetings.models import Invitation, Meeting
from zaocha.meetings.queries import overview, suggestions
from zaocha.meetings.queries import table as table_queries
from zaocha.promises import queries as promise_queries

TONES = {"planned": "blue", "open": "amber", "read_back": "amber", "closed": "grey"}
ANSWER_TONES = {"open": "grey", "coming": "green", "not_coming": "red"}
GROUP_TITLES = {
    "demands": lazy("Open demands on the theme"),
    "chain": lazy("On the same chain"),
    "never": lazy("Never heard yet"),
    "long": lazy("Not heard for long"),
}


@require_GET
@signed_in("meetings.read")
def meetings(request: HttpRequest) -> HttpResponse:
    """Upcoming or past meetings, narrowed and paged."""
    by, at = actor_of(request), clock.now()
    form = FilterForm(request.GET or None, tenant=by.tenant)
    data = form.cleaned_data if form.is_valid() else {}
    when = "past" if data.get("when") == "past" else "upcoming"
    filters = overview.Filters(
        when=when,
        text=data.get("q", "").strip(),
        category=data.get("category", ""),
        chain=data.get("chain", ""),
    )
    page = Paginator(overview.page(by=by, filters=filters, at=at), 25).get_page(request.GET.get("page"))
    chains = labels.chains(by.tenant)
    rows = [
        {
            "meeting": meeting,
            "about": _about(meeting, chains),
            "tone": TONES[meeting.state],
            "state": labels.meeting_state(meeting.state),
        }
        for meeting in page.object_list
    ]
    narrowed = bool(filters.text or filters.category or filters.chain)
    context = {"form": form, "page": page, "rows": rows, "when": when, "narrowed": narrowed}
    return render(request, "meetings/meetings.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("meetings.write")
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    by = actor_of(request)
    form = MeetingForm(request.POST or None, initial={"host": by.name}, tenant=by.tenant)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = planning.plan(new=form.new_meeting(), by=by, at=clock.now())
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Planned. Now choose whom to invite."))
            return redirect("meeting-invite", pk=meeting.pk)
    status = 422 if form.errors else 200
    return render(request, "meetings/plan.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@signed_in("meetings.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan."""
    by = actor_of(request)
    meeting = access.meeting(by=by, pk=pk)
    form = MeetingForm(request.POST or None, initial=MeetingForm.values_of(meeting), tenant=by.tenant)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change(meeting_id=pk, new=form.new_meeting(), by=by, at=clock.now())
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Changed. Send the calendar file again if time or place are new."))
            return redirect("meeting", pk=pk)
    context = {"form": form, "meeting": meeting}
    return render(request, "meetings/plan.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in("meetings.read")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: earlier promises, guests, what was said, and the papers afterwards."""
    by, at = actor_of(request), clock.now()
    found = access.meeting(by=by, pk=pk)
    chains = labels.chains(by.tenant)
    guests = [
        {"one": one, "why": reasons.words(one.reason, chains=chains), "tone": ANSWER_TONES[one.answer]}
        for one in overview.guests(found)
    ]
    context = {
        "meeting": found,
        "about": _about(found, chains),
        "tone": TONES[found.state],
        "state": labels.meeting_state(found.state),
        "agenda": _standing(overview.agenda(by=by, meeting=found), at),
        "guests": guests,
        "coming": sum(guest["one"].answer == Invitation.Answer.COMING for guest in guests),  # type: ignore[attr-defined]
        "lines": [
            {"line": line, "standing": table_queries.standing(line, at=at)}
            for line in table_queries.kept(by=by, meeting=found)
        ],
        "promises": _standing(overview.promises(by=by, meeting=found), at),
        "unsettled": overview.unsettled(found),
        "may_write": by.may("meetings.write"),
    }
    return render(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "POST"])
@signed_in("meetings.write")
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggestions with their reasons; the ticked ones are invited."""
    by, at = actor_of(request), clock.now()
    found = access.meeting(by=by, pk=pk)
    if request.method == "POST":
        return _invite(request, found, by)
    chains = labels.chains(by.tenant)
    groups = [
        {"title": GROUP_TITLES[group.code], "members": _members(group.members, chains)}
        for group in suggestions.companies(by=by, meeting=found, at=at)
        if group.members
    ]
    context = {
        "meeting": found,
        "about": _about(found, chains),
        "groups": groups,
        "units": _members(suggestions.units(by=by, meeting=found), chains),
        "others": suggestions.other_units(by=by, meeting=found),
        "extra": _picked(by, request.GET.get("add", "")),
    }
    return render(request, "meetings/invite.html", context)


@require_GET
@signed_in("meetings.write")
def lookup(request: HttpRequest) -> HttpResponse:
    """Companies by name, pinyin, initials or credit code, as JSON for the small finder."""
    by = actor_of(request)
    rows = company_queries.lookup(tenant_id=by.tenant_id, text=request.GET.get("q", ""))
    return JsonResponse({"items": [{"id": one.pk, "name": str(one), "full": one.name} for one in rows]})


def _invite(request: HttpRequest, meeting: Meeting, by: Actor) -> HttpResponse:
    companies, units = _ticked(request, "company"), _ticked(request, "unit")
    made = invitations.invite(meeting_id=meeting.pk, companies=companies, units=units, by=by, at=clock.now())
    n = len(made)
    if n:
        said = ngettext("%(n)d guest added to the list.", "%(n)d guests added to the list.", n) % {"n": n}
        messages.success(request, said)
    else:
        messages.warning(request, _("Nobody was ticked."))
    return redirect("meeting", pk=meeting.pk)


def _ticked(request: HttpRequest, name: str) -> dict[int, str]:
    """Ids of ticked boxes with the reason that stood beside each."""
    ids = [int(value) for value in request.POST.getlist(name) if value.isascii() and value.isdigit()]
    return {pk: request.POST.get(f"{name}-{pk}-reason", "added") for pk in ids}


def _members(members: list[suggestions.Suggested], chains: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"whom": one.whom, "reason": one.reason, "why": reasons.words(one.reason, chains=chains)}
        for one in members
    ]


def _picked(by: Actor, text: str) -> list[Company]:
    """Companies found by the plain form, for a browser without scripts."""
    return company_queries.lookup(tenant_id=by.tenant_id, text=text) if text else []


def _about(meeting: Meeting, chains: dict[str, str]) -> str:
    parts = [labels.category(meeting.category), chains.get(meeting.chain, meeting.chain)]
    return " · ".join(part for part in parts if part)


def _standing(promises: list[Any], at: Any) -> list[dict[str, Any]]:
    return [{"one": one, "standing": promise_queries.standing(one, at=at)} for one in promises]


urlpatterns = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/new/", new, name="meeting-new"),
    path("meetings/companies/", lookup, name="meeting-companies"),
    path("meetings/<int:pk>/", meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", edit, name="meeting-edit"),
    path("meetings/<int:pk>/invite/", invite, name="meeting-invite"),
]
