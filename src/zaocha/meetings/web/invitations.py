"""Pages: an invitation for the desk, and the page of its link for the guest without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.meetings import access, calendar_files, labels, reasons
from zaocha.meetings.actions import invitations
from zaocha.meetings.forms import ReplyForm, blame
from zaocha.meetings.models import Invitation, Meeting
from zaocha.meetings.queries import briefs

CALENDAR = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "POST"])
@signed_in("meetings.write")
def invitation(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """An invitation: message, link, QR, calendar file, brief; and an answer that came by telephone."""
    by, at = actor_of(request), clock.now()
    found = _of_meeting(by, pk, invitation_pk)
    form = ReplyForm(request.POST or None, initial=_values(found))
    if request.method == "POST" and form.is_valid():
        try:
            invitations.answer(invitation_id=found.pk, reply=_reply(form), by=by, at=at)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Noted."))
            return redirect("meeting-invitation", pk=pk, invitation_pk=invitation_pk)
    url = links.url(invitations.link(invitation=found, by=by, at=at), request=request)
    context = {
        "invitation": found,
        "meeting": found.meeting,
        "url": url,
        "message": message(found, url=url),
        "why": reasons.words(found.reason, chains=labels.chains(by.tenant)),
        "form": form,
    }
    return render(request, "meetings/invitation.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in("meetings.write")
def withdraw(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Take an invitation back."""
    by = actor_of(request)
    found = _of_meeting(by, pk, invitation_pk)
    invitations.withdraw(invitation_id=found.pk, by=by, at=clock.now())
    messages.success(request, _("Taken off the list; the link no longer works."))
    return redirect("meeting", pk=pk)


@require_GET
@signed_in("meetings.read")
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar file of a meeting, for the desk."""
    return _calendar(access.meeting(by=actor_of(request), pk=pk))


@require_GET
@signed_in("meetings.write")
def brief(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """The one-page brief, to print."""
    by = actor_of(request)
    found = _of_meeting(by, pk, invitation_pk)
    context = {"brief": briefs.of(by=by, meeting=found.meeting, unit=found.unit), "invitation": found}
    return render(request, "meetings/brief.html", context)


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The guest answers: come or not, who comes, what they will raise."""
    at = clock.now()
    by, found = _behind(token, at)
    form = ReplyForm(request.POST or None, initial=_values(found))
    if request.method == "POST" and form.is_valid():
        try:
            invitations.answer(invitation_id=found.pk, reply=_reply(form), by=by, at=at)
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Thank you. You can change your answer here until the meeting."))
            return redirect("link-invitation", token=token)
    context = {
        "invitation": found,
        "meeting": found.meeting,
        "tenant": by.tenant,
        "form": form,
        "token": token,
        "over": found.meeting.state == Meeting.State.CLOSED,
    }
    return render(request, "meetings/by_link.html", context, status=422 if form.errors else 200)


@require_GET
def calendar_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file for the guest."""
    _by, found = _behind(token, clock.now())
    link = links.resolve(token=token, at=clock.now(), purpose="invitation")
    return _calendar(found.meeting, url=links.url(link, request=request))


def message(found: Invitation, *, url: str) -> str:
    """The ready text for WeChat."""
    context = {"invitation": found, "meeting": found.meeting, "tenant": found.meeting.tenant, "url": url}
    lines = render_to_string("meetings/message_invitation.txt", context).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _behind(token: str, at: Any) -> tuple[Actor, Invitation]:
    link = links.resolve(token=token, at=at, purpose="invitation")
    by = actors.of_link(link)
    return by, access.invitation(by=by, pk=link.subject_id)


def _of_meeting(by: Actor, pk: int, invitation_pk: int) -> Invitation:
    meeting = access.meeting(by=by, pk=pk)
    found = access.invitation(by=by, pk=invitation_pk)
    if found.meeting_id != meeting.pk:
        raise NotFound()
    return found


def _values(found: Invitation) -> dict[str, str]:
    answer = "" if found.answer == Invitation.Answer.OPEN else found.answer
    return {"answer": answer, "guest": found.guest, "beforehand": found.beforehand}


def _reply(form: ReplyForm) -> invitations.Reply:
    return invitations.Reply(**form.cleaned_data)


def _calendar(meeting: Meeting, *, url: str = "") -> HttpResponse:
    file = calendar_files.of(meeting, at=clock.now(), url=url)
    response = HttpResponse(file, content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    return response


ONE = "meetings/<int:pk>/invitations/<int:invitation_pk>/"
urlpatterns = [
    path("meetings/<int:pk>/calendar.ics", calendar, name="meeting-calendar"),
    path(ONE, invitation, name="meeting-invitation"),
    path(f"{ONE}withdraw/", withdraw, name="meeting-withdraw"),
    path(f"{ONE}brief/", brief, name="meeting-brief"),
    path("i/<str:token>/", by_link, name="link-invitation"),
    path("i/<str:token>/calendar.ics", calendar_by_link, name="link-invitation-calendar"),
]
