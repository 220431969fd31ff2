"""Writes of benefits that a company has had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.matching.models import Enjoyed
from zaocha.offers import documents
from zaocha.results import actions as result_actions

YEARS = range(1990, 2101)
LARGEST = Decimal(10) ** 15  # yuan; the columns hold it with two decimals


@dataclass(frozen=True)
class NewEnjoyed:
    """A benefit that a company has had. `policy_code`: the id of a policy here, or of another authority's."""

    policy_code: str
    year: int | None = None
    amount: Decimal | None = None  # CNY
    source: str = ""


def record(*, company_id: int, new: NewEnjoyed, by: Actor, at: datetime) -> Enjoyed:
    """Note it; the same policy in the same year is noted once."""
    by.need("matches.write")
    company = company_queries.one(by, company_id)
    code = new.policy_code.strip().lower()
    if not documents.is_code(code):
        raise Invalid(
            _("Say which policy it was."), remedy=_("Choose one, or write its id."), field="policy_code"
        )
    if new.year is not None and new.year not in YEARS:
        raise Invalid(_("There is no such year here."), remedy=_("Write it like 2026."), field="year")
    need_amount(new.amount)
    same = Enjoyed.objects.filter(company=company, policy_code=code, year=new.year, ended_at=None).first()
    if same is not None:
        return same
    with work.begin(by=by, at=at) as w:
        made = Enjoyed.objects.create(
            tenant=by.tenant, company=company, policy_code=code, year=new.year, amount=new.amount,
            source=new.source.strip()[:200], recorded_by=by.name[:60], recorded_at=at,
        )  # fmt: skip
        w.record(
            "benefit_recorded", subject=("company", company.pk), ids={"policy": code, "year": new.year},
            fields={"amount": new.amount, "source": new.source},
        )  # fmt: skip
        if new.year == at.astimezone(SHANGHAI).year:
            count(made, amount=new.amount, by=by, at=at)
    return made


def count(made: Enjoyed, *, amount: Decimal | None, by: Actor, at: datetime) -> None:
    """Money that reached the company this year is a result; the company confirms it on its page."""
    if amount is None or not 0 < amount <= result_actions.MOST:
        return
    new = result_actions.NewResult(
        kind="subsidy_paid", amount=amount, on=at.astimezone(SHANGHAI).date(), company_id=made.company_id,
        evidence=f"{made.policy_code} {made.source}".strip(), origin_kind="enjoyed", origin_id=made.pk,
    )  # fmt: skip
    result_actions.record(new=new, by=by, at=at)


def need_amount(amount: Decimal | None) -> None:
    """Refuse what is no sum of money."""
    if amount is None:
        return
    if not amount.is_finite() or amount >= LARGEST:
        raise Invalid(_("This is no amount that can be kept."), field="amount")
    if amount < 0:
        raise Invalid(_("An amount cannot be below nought."), field="amount")


def end(*, enjoyed_id: int, by: Actor, at: datetime) -> None:
    """It was recorded in error, or paid back: it excludes nothing any more."""
    by.need("matches.write")
    with work.begin(by=by, at=at) as w:
        found = (
            Enjoyed.objects.select_for_update().filter(tenant=by.tenant, pk=enjoyed_id, ended_at=None).first()
        )
        if found is None:
            raise NotFound()
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        result_actions.undo(
            kind="subsidy_paid", origin_kind="enjoyed", origin_id=found.pk, reason=str(_("The benefit was ended.")),
            by=by, at=at,
        )  # fmt: skip
        w.record("benefit_ended", subject=("company", found.company_id), ids={"policy": found.policy_code})
