"""Who may see, correct and confirm which result."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel.errors import NotAllowed, NotFound
from zaocha.results.models import Result

_hidden: list[Callable[[Actor], Q]] = []
_beneficiaries: dict[str, Callable[[Actor, Result], bool]] = {}


def hide(rule: Callable[[Actor], Q]) -> None:
    """Take a rule of an area above: which results an actor may not see, for what they belong to."""
    _hidden.append(rule)


def beneficiary(origin_kind: str, is_theirs: Callable[[Actor, Result], bool]) -> None:
    """Take a check of an area above: whether an actor (by link) is the person who benefited."""
    _beneficiaries[origin_kind] = is_theirs


def visible(by: Actor) -> QuerySet[Result]:
    """The results that somebody may see; of hidden authors' demands only with the right to know them."""
    rows = Result.objects.filter(tenant_id=by.tenant_id)
    if by.is_machine:
        return rows
    if by.company_id is not None:
        return rows.filter(of_company(by.company_id))
    for rule in _hidden:
        rows = rows.exclude(rule(by))
    if by.may("results.read_all"):
        return rows
    return rows.filter(_own(by))


def of_company(company_id: int) -> Q:
    """What changed for a company, under its own name or one that was merged into it."""
    family = Company.objects.filter(Q(pk=company_id) | Q(merged_into_id=company_id))
    return Q(company_id__in=family.values("pk"))


def the_result(by: Actor, pk: int) -> Result:
    """One result; 404 for another tenant's, or another company's by link, 403 for one out of sight."""
    found = visible(by).select_related("company", "counters", "corrects").filter(pk=pk).first()
    if found is None:
        raise unseen(by, pk)
    return found


def unseen(by: Actor, pk: int) -> NotFound | NotAllowed:
    """Why somebody finds nothing."""
    if by.company_id is None and Result.objects.filter(tenant_id=by.tenant_id, pk=pk).exists():
        return NotAllowed()
    return NotFound()


def companies(by: Actor) -> QuerySet[Company]:
    """The companies about which somebody may enter results."""
    rows = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    if by.is_machine or by.may("results.read_all"):
        return rows
    return rows.filter(_mine(by, ""))


def is_beneficiary(by: Actor, result: Result) -> bool:
    """Whether this is the one who benefited: the company by its link, or the person whom the service knows."""
    if by.company_id is not None:
        company = result.company
        return company is not None and by.company_id in (company.pk, company.merged_into_id)
    check = _beneficiaries.get(result.origin_kind)
    return by.is_machine or (check is not None and check(by, result))


def _own(by: Actor) -> Q:
    found = _mine(by, "company__")
    if by.chains:
        found |= Q(company=None, chain__in=by.chains)
    return found


def _mine(by: Actor, prefix: str) -> Q:
    found = Q(pk__in=())
    if "contact_officer" in by.roles and by.person_id:
        found |= Q(**{f"{prefix}officer_id": by.person_id})
    if by.chains:
        found |= Q(**{f"{prefix}chain__in": by.chains})
    return found
