"""Who sees which vacancies, candidates and programmes."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed, NotFound
from zaocha.talent.models import Application, Candidate, Cohort, Hire, Programme, Vacancy

Row = TypeVar("Row", bound=Model)


def _rows(by: Actor) -> Q:
    """Rows by their company: all for the desk, those of their companies or chains for others, its own by a link."""
    if by.company_id is not None:
        return Q(company_id=by.company_id)
    by.need("talent.read")
    if by.is_machine or by.may("demands.read_all"):
        return Q()
    mine = Q(company__officer_id=by.person_id)
    return mine | Q(company__chain__in=by.chains) if by.chains else mine


def vacancies(by: Actor) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(_rows(by), tenant_id=by.tenant_id)


def hires(by: Actor) -> QuerySet[Hire]:
    return Hire.objects.filter(_rows(by), tenant_id=by.tenant_id)


def candidates(by: Actor) -> QuerySet[Candidate]:
    """Candidates of the town for its people, masked by the page unless they hold `talent.persons`."""
    by.need("talent.read")
    return Candidate.objects.filter(tenant_id=by.tenant_id, erased_at=None)


def applications(by: Actor) -> QuerySet[Application]:
    """By a company's link only those of candidates who agreed to be shown to it."""
    rows = Application.objects.filter(tenant_id=by.tenant_id, vacancy__in=vacancies(by))
    return rows.filter(candidate_yes=True) if by.company_id is not None else rows


def programmes(by: Actor) -> QuerySet[Programme]:
    by.need("talent.read")
    return Programme.objects.filter(tenant_id=by.tenant_id)


def the_vacancy(by: Actor, pk: int) -> Vacancy:
    return _one(vacancies(by).select_related("company"), pk)


def the_candidate(by: Actor, pk: int) -> Candidate:
    """For people of the desk, or the holder of the candidate's own link."""
    if (own := candidate_of(by)) is not None:
        if own.pk != pk:
            raise NotFound()
        return own
    return _one(candidates(by), pk)


def the_programme(by: Actor, pk: int) -> Programme:
    """For people of the desk, or the school by its link."""
    if holds_programme(by, pk):
        return _one(Programme.objects.filter(tenant_id=by.tenant_id), pk)
    return _one(programmes(by).select_related("school", "company"), pk)


def the_cohort(by: Actor, pk: int) -> Cohort:
    found = _one(Cohort.objects.filter(programme__tenant_id=by.tenant_id).select_related("programme"), pk)
    if by.company_id is None:
        the_programme(by, found.programme_id)
    return found


def the_company(by: Actor, pk: int) -> Company:
    """A company of the town; by a company's link only that company."""
    found = Company.objects.filter(tenant_id=by.tenant_id, pk=pk, merged_into=None).first()
    if found is None or (by.company_id is not None and by.company_id != pk):
        raise NotFound()
    all_ = by.company_id is not None or by.is_machine or by.may("demands.read_all")
    if not (all_ or found.officer_id == by.person_id or found.chain in by.chains):
        raise NotAllowed()
    return found


def candidate_of(by: Actor) -> Candidate | None:
    """The candidate whose own link the actor holds."""
    pk = _subject(by, "candidate")
    return (
        None
        if pk is None
        else Candidate.objects.filter(tenant_id=by.tenant_id, pk=pk, erased_at=None).first()
    )


def may_enter(by: Actor) -> bool:
    """Whether the actor holds the link of the public page."""
    return _subject(by, "talent") == by.tenant_id


def holds_programme(by: Actor, pk: int) -> bool:
    """Whether the actor holds the link of the school that teaches it."""
    return _subject(by, "programme") == pk


def _subject(by: Actor, purpose: str) -> int | None:
    if by.company_id is not None or not by.mark.startswith("link:"):
        return None
    return Link.objects.filter(pk=int(by.mark[5:]), tenant_id=by.tenant_id, purpose=purpose, revoked_at=None).values_list(
        "subject_id", flat=True
    ).first()  # fmt: skip


def _one(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
