"""Who may see which agreement, facility, activity and wish."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.agreements.models import Activity, Agreement, Booking, Clause, Collection, Facility
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed, NotFound

SEES_ALL = frozenset({"desk", "admin", "supervisor", "leader"})


def sees_all(by: Actor) -> bool:
    """Whether somebody sees every company's rows; contact officers and chain leaders see those of theirs."""
    return by.is_machine or not SEES_ALL.isdisjoint(by.roles)


def own_companies(by: Actor) -> QuerySet[Company]:
    """The companies whose rows somebody may see by name."""
    rows = Company.objects.filter(tenant=by.tenant)
    if sees_all(by):
        return rows
    if by.company_id is not None:
        return rows.filter(pk=by.company_id)
    mine = Q(pk__in=())
    if by.person_id is not None and "contact_officer" in by.roles:
        mine |= Q(officer_id=by.person_id)
    if by.chains:
        mine |= Q(chain__in=by.chains)
    return rows.filter(mine)


def agreements(by: Actor) -> QuerySet[Agreement]:
    """Agreements; of companies by link and of officers those of their companies, drafts never by link."""
    rows = Agreement.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(parties__company_id=by.company_id).exclude(state=Agreement.State.DRAFT)
    by.need("agreements.read")
    if sees_all(by):
        return rows
    return rows.filter(pk__in=rows.filter(parties__company__in=own_companies(by)).values("pk"))


def the_agreement(by: Actor, pk: int) -> Agreement:
    """One agreement; another tenant's does not exist, an own one out of sight is refused."""
    found = agreements(by).filter(pk=pk).first()
    if found is None:
        _refuse(Agreement.objects.filter(tenant=by.tenant, pk=pk).exists(), by=by)
    assert found is not None
    return found


def need_clause(by: Actor, pk: int) -> None:
    """Refuse a promise on a clause that the actor does not find (404) or may not see (403)."""
    clause = Clause.objects.filter(agreement__tenant=by.tenant, pk=pk).first()
    if clause is None:
        raise NotFound()
    the_agreement(by, clause.agreement_id)


def facilities(by: Actor) -> QuerySet[Facility]:
    """The facilities of the town; by link those that are in use."""
    rows = Facility.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(is_active=True)
    by.need("agreements.read")
    return rows


def the_facility(by: Actor, pk: int) -> Facility:
    """One facility."""
    found = facilities(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def bookings(by: Actor) -> QuerySet[Booking]:
    """Bookings; by link the company's own, of officers those of their companies."""
    rows = Booking.objects.filter(tenant=by.tenant)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id)
    by.need("agreements.read")
    return rows if sees_all(by) else rows.filter(company__in=own_companies(by))


def the_booking(by: Actor, pk: int) -> Booking:
    """One booking that the actor may see."""
    found = bookings(by).select_related("facility", "company").filter(pk=pk).first()
    if found is None:
        _refuse(Booking.objects.filter(tenant=by.tenant, pk=pk).exists(), by=by)
    assert found is not None
    return found


def activities(by: Actor) -> QuerySet[Activity]:
    """The activities of the town."""
    if by.company_id is None:
        by.need("agreements.read")
    return Activity.objects.filter(tenant=by.tenant)


def the_activity(by: Actor, pk: int) -> Activity:
    """One activity."""
    found = activities(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def collections(by: Actor) -> QuerySet[Collection]:
    """What workers were asked; a question to one company's workers is seen by who sees that company."""
    by.need("agreements.read")
    rows = Collection.objects.filter(tenant=by.tenant)
    if sees_all(by):
        return rows
    return rows.filter(Q(company=None) | Q(company__in=own_companies(by)))


def the_collection(by: Actor, pk: int) -> Collection:
    """One collection."""
    found = collections(by).filter(pk=pk).first()
    if found is None:
        _refuse(Collection.objects.filter(tenant=by.tenant, pk=pk).exists(), by=by)
    assert found is not None
    return found


def _refuse(is_there: bool, *, by: Actor) -> None:
    raise NotAllowed() if is_there and by.company_id is None else NotFound()
