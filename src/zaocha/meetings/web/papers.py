"""Pages: the papers of a meeting, and the messages that go out after it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound
from zaocha.meetings import access, papers
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.queries import afterwards, briefs, overview
from zaocha.meetings.queries import table as table_queries

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@signed_in("meetings.write")
def brief(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """The one-page brief as .docx."""
    by, at = actor_of(request), clock.now()
    found = access.invitation(by=by, pk=invitation_pk)
    if found.meeting_id != pk:
        raise NotFound()
    file = papers.brief(briefs.of(by=by, meeting=found.meeting, unit=found.unit), at=at)
    return _file(file, f"{_('Brief')} {found}.docx", DOCX)


@require_GET
@signed_in("meetings.read")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as .docx; sensitive lines are not in them."""
    by, at = actor_of(request), clock.now()
    meeting = access.meeting(by=by, pk=pk)
    lines = afterwards.public_lines(by=by, meeting=meeting)
    shown = {line.demand_id for line in lines}
    file = papers.record(
        meeting=meeting,
        present=list(table_queries.attendees(meeting)),
        lines=lines,
        promises=[one for one in overview.promises(by=by, meeting=meeting) if one.origin_id in shown],
        at=at,
    )
    return _file(file, f"{_('Minutes')} {meeting.theme}.docx", DOCX)


@require_GET
@signed_in("meetings.write")
def follow_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """Every company that spoke: its ready message and its sheet."""
    by, at = actor_of(request), clock.now()
    meeting = access.meeting(by=by, pk=pk)
    rows = [
        {"company": company, "message": _message(meeting, company, lines, url, at), "url": url}
        for company, lines in afterwards.by_company(by=by, meeting=meeting)
        for url in [_page_of(company, request, by, at)]
    ]
    return render(request, "meetings/follow_ups.html", {"meeting": meeting, "rows": rows})


@require_GET
@signed_in("meetings.write")
def follow_up(request: HttpRequest, pk: int, company_pk: int) -> HttpResponse:
    """One company's sheet as .docx."""
    by, at = actor_of(request), clock.now()
    meeting = access.meeting(by=by, pk=pk)
    for sheet in _sheets(request, meeting, by, at, only=company_pk):
        file = papers.follow_up(meeting=meeting, sheet=sheet, at=at)
        return _file(file, f"{sheet.company}.docx", DOCX)
    raise NotFound()


@require_GET
@signed_in("meetings.write")
def follow_up_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """All sheets in one .zip."""
    by, at = actor_of(request), clock.now()
    meeting = access.meeting(by=by, pk=pk)
    sheets = _sheets(request, meeting, by, at)
    file = papers.all_follow_ups(meeting=meeting, sheets=sheets, at=at)
    return _file(file, f"{_('Follow-up sheets')} {meeting.theme}.zip", "application/zip")


def _sheets(
    request: HttpRequest, meeting: Meeting, by: Actor, at: datetime, *, only: int | None = None
) -> list[papers.FollowUp]:
    return [
        papers.FollowUp(company, lines, _page_of(company, request, by, at))
        for company, lines in afterwards.by_company(by=by, meeting=meeting)
        if only in (None, company.pk)
    ]


def _page_of(company: Company, request: HttpRequest, by: Actor, at: datetime) -> str:
    link = links.issue(tenant=by.tenant, purpose="company", subject_id=company.pk, by=by.mark, at=at)
    return links.url(link, request=request)


def _message(meeting: Meeting, company: Company, lines: list[Line], url: str, at: datetime) -> str:
    rows = [{"words": line.words, "outcome": papers.outcome(line, at=at)} for line in lines]
    context = {"meeting": meeting, "company": company, "tenant": meeting.tenant, "rows": rows, "url": url}
    said = render_to_string("meetings/message_follow_up.txt", context).splitlines()
    return "\n".join(line.strip() for line in said if line.strip())


def _file(file: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(True, papers.safe_name(name)) or "attachment"
    return HttpResponse(file, content_type=content_type, headers={"Content-Disposition": disposition})


urlpatterns = [
    path("meetings/<int:pk>/invitations/<int:invitation_pk>/brief.docx", brief, name="meeting-brief-docx"),
    path("meetings/<int:pk>/minutes.docx", record, name="meeting-record"),
    path("meetings/<int:pk>/follow-up/", follow_ups, name="meeting-follow-ups"),
    path("meetings/<int:pk>/follow-up/<int:company_pk>.docx", follow_up, name="meeting-follow-up"),
    path("meetings/<int:pk>/follow-up/all.zip", follow_up_archive, name="meeting-follow-up-archive"),
]
