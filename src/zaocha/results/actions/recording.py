"""Note what changed: by a service at the point where it is known, or by the desk with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.results import access, kinds
from zaocha.results.models import Result, Word

LONGEST = 4000
MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class NewResult:
    """What changed, by how much, when, for whom, and by what it is known.

    `amount` in the unit of the kind; `chain`: that of the company when left out; `confirmed`: the one who benefited
    says so in the same breath.
    """

    kind: str
    amount: Decimal
    on: date
    evidence: str
    company_id: int | None = None
    chain: str = ""
    origin_kind: str = ""
    origin_id: int | None = None
    demand_id: int | None = None
    promise_id: int | None = None
    confirmed: bool = False


def record(*, new: NewResult, by: Actor, at: datetime) -> Result:
    """Note a result; a second call for the same origin gives the first.

    For services, which have checked by themselves that the actor may do what led to it.
    """
    made = _checked(new, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        if (
            found := live(kind=new.kind, origin_kind=new.origin_kind, origin_id=new.origin_id, by=by)
        ) is not None:
            return found
        if new.confirmed:
            mark_confirmed(made, by=by, at=at)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:  # another transaction noted the same in this moment
            found = live(kind=new.kind, origin_kind=new.origin_kind, origin_id=new.origin_id, by=by)
            if found is None:
                raise
            return found
        if new.confirmed:
            Word.objects.create(
                result=made, agrees=True, said_at=at, said_by=by.mark, said_name=made.confirmed_name
            )
        w.record(
            "result_recorded", subject=("result", made.pk), ids=ids(made), fields={"evidence": made.evidence}
        )
    return made


def enter(*, new: NewResult, by: Actor, at: datetime) -> Result:
    """A person of the desk notes a result of a company that is theirs; the company is asked to confirm it."""
    by.need("results.write")
    kind = kinds.every().get(new.kind)
    if kind is not None and not kind.by_hand:
        raise Invalid(
            _("This is counted by itself: the company says on its demand that it is solved."), field="kind"
        )
    if new.company_id is None:
        raise Invalid(_("Say for which company."), field="company")
    if not access.companies(by).filter(pk=new.company_id).exists():
        raise Invalid(_("This company is not one of yours."), field="company")
    return record(new=replace(new, confirmed=False), by=by, at=at)


def live(*, kind: str, origin_kind: str, origin_id: int | None, by: Actor) -> Result | None:
    """The entry of this origin that was not taken back."""
    if origin_id is None:
        return None
    return Result.objects.filter(
        tenant_id=by.tenant_id, kind=kind, origin_kind=origin_kind, origin_id=origin_id, countered_at=None,
        entry=Result.Entry.ENTRY,
    ).select_related("company").first()  # fmt: skip


def mark_confirmed(made: Result, *, by: Actor, at: datetime) -> None:
    """Whose word it was: the company's own name where it came by its link."""
    made.confirmed_at, made.confirmed_by = at, by.mark
    made.confirmed_name = (by.name or str(made.company or ""))[:60]


def checked_amount(amount: Decimal, unit: str) -> Decimal:
    """An amount above nought, in whole numbers where things are counted."""
    if not amount.is_finite() or not 0 < amount <= MOST:
        raise Invalid(_("An amount is above nought."), field="amount")
    if unit in kinds.WHOLE and amount != amount.to_integral_value():
        raise Invalid(_("This is counted in whole numbers."), field="amount")
    return round(amount, 2)


def ids(made: Result) -> dict[str, Any]:
    """What the audit keeps of an entry."""
    return {
        "kind": made.kind, "amount": str(made.amount), "unit": made.unit, "on": str(made.happened_on),
        "company": made.company_id, "origin": [made.origin_kind, made.origin_id], "demand": made.demand_id,
        "promise": made.promise_id, "confirmed": made.confirmed_at is not None,
    }  # fmt: skip


def _checked(new: NewResult, *, by: Actor, at: datetime) -> Result:
    kind = kinds.every().get(new.kind)
    if kind is None:
        raise Invalid(_("There is no such kind of result."), field="kind", remedy=", ".join(kinds.every()))
    evidence = new.evidence.strip()
    if not evidence:
        raise Invalid(
            _("Say by what this is known: a contract, a list, the company's own word."), field="evidence"
        )
    if len(evidence) > LONGEST:
        raise Invalid(_("At most %(n)s characters are possible here.") % {"n": LONGEST}, field="evidence")
    if new.on > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day is still to come."), field="on")
    company = _company(new.company_id, by=by)
    return Result(
        tenant_id=by.tenant_id, kind=kind.code, amount=checked_amount(Decimal(new.amount), kind.unit), unit=kind.unit,
        happened_on=new.on, company=company, chain=new.chain or (company.chain if company else ""), evidence=evidence,
        origin_kind=new.origin_kind, origin_id=new.origin_id, demand_id=new.demand_id, promise_id=new.promise_id,
        recorded_at=at, recorded_by=by.mark, recorded_name=by.name[:60],
    )  # fmt: skip


def _company(pk: int | None, *, by: Actor) -> Company | None:
    if pk is None:
        return None
    found = Company.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None or (by.company_id is not None and by.company_id not in (found.pk, found.merged_into_id)):
        raise NotFound()
    return found
