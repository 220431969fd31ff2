"""Who sees which workers, dossiers, panels; whose names are masked."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotFound
from zaocha.titles.models import Dossier, Expert, Panel, Worker

Row = TypeVar("Row", bound=Model)
ALL = frozenset({"desk", "admin", "supervisor", "leader"})


def workers(by: Actor) -> QuerySet[Worker]:
    """Workers of the town; a contact officer sees those of own companies, a chain leader those of the chain.

    A company's link sees those that it told of and those who agreed to be seen by it.
    """
    rows = Worker.objects.filter(tenant_id=by.tenant_id)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id, shown_to_company=True, erased_at=None)
    by.need("titles.read")
    return rows.filter(_mine(by, "company"))


def dossiers(by: Actor) -> QuerySet[Dossier]:
    """Dossiers, as their workers are seen."""
    rows = Dossier.objects.filter(tenant_id=by.tenant_id)
    if by.company_id is not None:
        return rows.filter(company_id=by.company_id, worker__shown_to_company=True)
    by.need("titles.read")
    return rows.filter(_mine(by, "company"))


def panels(by: Actor) -> QuerySet[Panel]:
    """Panels of the town; they hold no names but those of experts."""
    by.need("titles.read")
    return Panel.objects.filter(tenant_id=by.tenant_id)


def experts(by: Actor) -> QuerySet[Expert]:
    """The pool of the town."""
    by.need("titles.read")
    return Expert.objects.filter(tenant_id=by.tenant_id)


def the_worker(by: Actor, pk: int) -> Worker:
    """One worker whom the actor may see, or `NotFound`."""
    return _found(workers(by).select_related("company", "tenant").filter(pk=pk).first())


def the_dossier(by: Actor, pk: int) -> Dossier:
    """One dossier that the actor may see, or `NotFound`."""
    rows = dossiers(by).select_related("worker", "company", "panel", "tenant")
    return _found(rows.filter(pk=pk).first())


def the_panel(by: Actor, pk: int) -> Panel:
    """One panel, or `NotFound`."""
    return _found(panels(by).select_related("tenant").filter(pk=pk).first())


def the_expert(by: Actor, pk: int) -> Expert:
    """One expert of the pool, or `NotFound`."""
    return _found(experts(by).select_related("company").filter(pk=pk).first())


def the_company(by: Actor, pk: int | None) -> Company | None:
    """A company of the town; by a company's link only that company."""
    if pk is None:
        return None
    found = Company.objects.filter(tenant_id=by.tenant_id, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    return found


def sees_names(by: Actor) -> bool:
    """Whether whole names of workers are shown: to who keeps the dossiers, and to the workers' own company."""
    return by.company_id is not None or by.may("titles.persons")


def named(worker: Worker, *, by: Actor) -> str:
    """A worker's name as the reader may see it."""
    return str(worker) if sees_names(by) else masked(worker.name)


def masked(name: str) -> str:
    """李建国 → 李*: one character and a star, however long the rest is."""
    name = name.strip()
    return f"{name[0]}*" if name else str(Worker())


def _mine(by: Actor, company: str) -> Q:
    if by.is_machine or by.roles & ALL:
        return Q()
    mine = Q(pk__in=())
    if by.person_id is not None:
        mine |= Q(**{f"{company}__officer_id": by.person_id})
    if by.chains:
        mine |= Q(**{f"{company}__chain__in": by.chains})
    return mine


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound()
    return row
