"""Writes of this area: invite companies and units, take their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import handing_over, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link, Unit
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.meetings import access
from zaocha.meetings.models import Invitation, Meeting

LONGEST = 4000


@dataclass(frozen=True)
class Reply:
    """What an invited one answers: coming or not_coming, who comes, what they will raise."""

    answer: str
    guest: str = ""
    beforehand: str = ""


def invite(
    *,
    meeting_id: int,
    companies: Mapping[int, str],
    units: Mapping[int, str],
    by: Actor,
    at: datetime,
) -> list[Invitation]:
    """Invite companies and units by id, each with the coded reason (see `reasons`); those invited stay."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        meeting = access.meeting(by=by, pk=meeting_id)
        _open_for_guests(meeting)
        made = [
            *_missing(meeting, "company_id", companies, _known(Company, companies, by)),
            *_missing(meeting, "unit_id", units, _known(Unit, units, by)),
        ]
        for invitation in made:
            invitation.save()
            ids = {
                "meeting": meeting.pk,
                "company": invitation.company_id,
                "unit": invitation.unit_id,
                "reason": invitation.reason,
            }
            w.record("guest_invited", subject=("invitation", invitation.pk), ids=ids)
    return made


def withdraw(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back, unless its holder has already said something at the table."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        invitation = access.invitation(by=by, pk=invitation_id)
        if invitation.line_set.exists():
            raise Conflict(_("Something that this guest said is already written down."))
        links.revoke(tenant=by.tenant, purpose="invitation", subject_id=invitation.pk, at=at)
        ids = {"meeting": invitation.meeting_id, "company": invitation.company_id, "unit": invitation.unit_id}
        w.record("invitation_withdrawn", subject=("invitation", invitation.pk), ids=ids)
        invitation.delete()


def answer(*, invitation_id: int, reply: Reply, by: Actor, at: datetime) -> Invitation:
    """Note whether they come; by the holder of the invitation's link, or by the desk for them."""
    if not by.mark.startswith("link:"):
        by.need("meetings.write")
    if reply.answer not in {Invitation.Answer.COMING, Invitation.Answer.NOT_COMING}:
        raise Invalid(_("Say whether you come."), field="answer")
    if len(reply.beforehand) > LONGEST:
        raise Invalid(_("Please keep it under 4,000 characters."), field="beforehand")
    handing_over.refuse_reports(reply.beforehand, field="beforehand")
    with work.begin(by=by, at=at) as w:
        invitation = access.invitation(by=by, pk=invitation_id)
        if invitation.meeting.state == Meeting.State.CLOSED:
            raise Conflict(_("This meeting is over."), remedy=_("Call the desk with what you want to say."))
        invitation.answer = reply.answer
        invitation.guest = reply.guest.strip()[:60]
        invitation.beforehand = reply.beforehand.strip()
        invitation.answered_at = at
        invitation.save(update_fields=["answer", "guest", "beforehand", "answered_at"])
        ids = {"meeting": invitation.meeting_id, "answer": reply.answer}
        fields = {"guest": invitation.guest, "beforehand": invitation.beforehand}
        w.record("invitation_answered", subject=("invitation", invitation.pk), ids=ids, fields=fields)
    return invitation


def link(*, invitation: Invitation, by: Actor, at: datetime) -> Link:
    """The link of an invitation, made when there is none."""
    return links.issue(tenant=by.tenant, purpose="invitation", subject_id=invitation.pk, by=by.mark, at=at)


def _open_for_guests(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CLOSED:
        raise Conflict(_("This meeting is closed."), remedy=_("Plan the next one."))


def _known(model: type[Company] | type[Unit], wanted: Mapping[int, str], by: Actor) -> set[int]:
    found = set(
        model._default_manager.filter(tenant_id=by.tenant_id, pk__in=wanted).values_list("pk", flat=True)
    )
    if missing := set(wanted) - found:
        raise NotFound(_("Somebody on the list is not known here: %(ids)s") % {"ids": sorted(missing)})
    return found


def _missing(meeting: Meeting, field: str, wanted: Mapping[int, str], known: set[int]) -> list[Invitation]:
    there = set(
        Invitation.objects.filter(meeting=meeting, **{f"{field}__in": known}).values_list(field, flat=True)
    )
    return [
        Invitation(meeting=meeting, reason=wanted[pk][:200], **{field: pk})
        for pk in wanted
        if pk not in there
    ]
