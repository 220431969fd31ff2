"""Writes of this area: who sits at the table, in which order. Noted by the desk, never by the guest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.meetings import access
from zaocha.meetings.models import Invitation, Meeting


@dataclass(frozen=True)
class Guest:
    """Who sits down: an invited one, else a company, a unit, or just a name."""

    invitation_id: int | None = None
    company_id: int | None = None
    unit_id: int | None = None
    name: str = ""


def seat(*, meeting_id: int, guest: Guest, by: Actor, at: datetime) -> Invitation:
    """Give a guest the next free seat; one who sits already keeps theirs."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        meeting = touch(meeting_id=meeting_id, by=by, seats=True)
        invitation = _find(meeting, guest, by)
        if invitation.present and invitation.seat is not None:
            return invitation
        highest = meeting.invitations.filter(present=True).aggregate(highest=Max("seat"))["highest"]
        invitation.present, invitation.seat = True, (highest or 0) + 1
        invitation.save()
        ids = {
            "meeting": meeting.pk,
            "company": invitation.company_id,
            "unit": invitation.unit_id,
            "seat": invitation.seat,
        }
        w.record("guest_seated", subject=("invitation", invitation.pk), ids=ids)
    return invitation


def leave(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take a guest off the table; what they said stays."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        invitation = access.invitation(by=by, pk=invitation_id)
        touch(meeting_id=invitation.meeting_id, by=by, seats=True)
        invitation.present, invitation.seat = False, None
        invitation.save(update_fields=["present", "seat"])
        w.record("guest_left", subject=("invitation", invitation.pk), ids={"meeting": invitation.meeting_id})


def order(*, meeting_id: int, invitation_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Seat the guests in this order; those who are not named follow as they sat."""
    by.need("meetings.write")
    with work.begin(by=by, at=at) as w:
        meeting = touch(meeting_id=meeting_id, by=by, seats=True)
        present = {one.pk: one for one in meeting.invitations.filter(present=True).order_by("seat", "id")}
        named = [present[pk] for pk in dict.fromkeys(invitation_ids) if pk in present]
        rest = [one for one in present.values() if one not in named]
        for number, one in enumerate([*named, *rest], start=1):
            one.seat = number
        Invitation.objects.bulk_update(present.values(), ["seat"])
        w.record("seats_ordered", subject=("meeting", meeting.pk), ids={"seats": len(present)})


def touch(*, meeting_id: int, by: Actor, seats: bool = False) -> Meeting:
    """Take the next revision of a meeting inside the running action: its row is locked until the commit.

    So whoever reads revision n has also read every write up to n.
    """
    fields = {"revision": F("revision") + 1}
    if seats:
        fields["seats_revision"] = F("revision") + 1
    if not access.meetings(by).filter(pk=meeting_id).update(**fields):
        raise NotFound()
    return access.meeting(by=by, pk=meeting_id)


def _find(meeting: Meeting, guest: Guest, by: Actor) -> Invitation:
    """The invitation of a guest, or a new one for somebody who came unasked."""
    if guest.invitation_id is not None:
        found = meeting.invitations.filter(pk=guest.invitation_id).first()
        if found is None:
            raise NotFound()
        return found
    for model, field, pk in ((Company, "company_id", guest.company_id), (Unit, "unit_id", guest.unit_id)):
        if pk is not None:
            if not model._default_manager.filter(tenant_id=by.tenant_id, pk=pk).exists():
                raise NotFound()
            known = meeting.invitations.filter(**{field: pk}).first()
            return known or Invitation(meeting=meeting, reason="came", **{field: pk})
    return _by_name(meeting, guest)


def _by_name(meeting: Meeting, guest: Guest) -> Invitation:
    name = guest.name.strip()
    if not name:
        raise Invalid(_("Give the guest a name."), field="name")
    if len(name) > 60:
        raise Invalid(_("Please keep the name under 60 characters."), field="name")
    known = meeting.invitations.filter(company=None, unit=None, guest=name).first()
    return known or Invitation(meeting=meeting, guest=name, reason="came")
