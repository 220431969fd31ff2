"""Who may see which meeting, invitation and line."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.meetings.models import Invitation, Line, Meeting

SENSITIVE = "14"  # stalling, repeated inspections: the author is hidden from nearly everybody


def meetings(by: Actor) -> QuerySet[Meeting]:
    """Every meeting of the actor's tenant."""
    return Meeting.objects.filter(tenant_id=by.tenant_id)


def meeting(*, by: Actor, pk: int) -> Meeting:
    """One meeting; another tenant's is 404."""
    found = meetings(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def invitations(by: Actor) -> QuerySet[Invitation]:
    """Every invitation of the actor's tenant, with whom it is for."""
    mine = Invitation.objects.filter(meeting__tenant_id=by.tenant_id)
    return mine.select_related("company", "unit")


def invitation(*, by: Actor, pk: int) -> Invitation:
    """One invitation with its meeting; another tenant's is 404."""
    found = invitations(by).select_related("meeting", "company", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def lines(by: Actor) -> QuerySet[Line]:
    """Lines that the actor may read: restricted ones only with the right to them."""
    mine = Line.objects.filter(meeting__tenant_id=by.tenant_id)
    if by.may("demands.read_restricted"):
        return mine
    return mine.exclude(Q(category__startswith=SENSITIVE) | Q(demand__isnull=False, demand__restricted=True))


def line(*, by: Actor, pk: int) -> Line:
    """One line with its meeting; another tenant's, or one that may not be seen, is 404."""
    found = lines(by).select_related("meeting", "statement", "demand").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
