"""Which policies speak of a loan or an upgrade, and what they answer when its numbers are put in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zaocha.accounts.actors import Actor
from zaocha.companies.facts import queries as fact_queries
from zaocha.companies.models import Company
from zaocha.finance.models import Referral, Upgrade
from zaocha.matching import judging, showing
from zaocha.offers.queries import policies as policy_queries
from zaocha.rules.facts import FactValue

LOAN = ("loan_amount", "loan_rate", "loan_months", "loan_purpose", "loan_contract_on", "loan_paid_out_on")
UPGRADE = ("digital_investment",)


def of_loan(found: Referral, *, by: Actor, on: date) -> list[showing.Shown]:
    """Policies that name a fact of loans, against the company with this offer's numbers put in."""
    credit = found.credit
    told: dict[str, Decimal | str | date | None] = {
        "loan_amount": found.amount or credit.amount,
        "loan_rate": None if found.rate is None else found.rate / 100,
        "loan_months": None if found.months is None else Decimal(found.months),
        "loan_purpose": credit.purpose,
        "loan_contract_on": found.decided_at.date() if found.decided_at else None,
        "loan_paid_out_on": min((one.on_day for one in found.drawdowns.all()), default=None),
    }
    return _answers(credit.company, LOAN, told, by=by, on=on)


def of_upgrade(found: Upgrade, *, by: Actor, on: date) -> list[showing.Shown]:
    """Policies that name the investment in digitalisation, with what was spent (or is planned) put in."""
    told = {"digital_investment": found.planned if found.spent is None else found.spent}
    return _answers(found.company, UPGRADE, told, by=by, on=on)


def _answers(
    company: Company,
    names: tuple[str, ...],
    told: Mapping[str, Decimal | str | date | None],
    *,
    by: Actor,
    on: date,
) -> list[showing.Shown]:
    policies = list(policy_queries.in_force(tenant_id=by.tenant_id, on=on))
    if not policies:
        return []
    had = judging.enjoyed(tenant_id=by.tenant_id, company_ids=[company.pk]).get(company.pk, frozenset())
    facts = fact_queries.known(tenant_id=by.tenant_id, company_id=company.pk, on=on, enjoyed=had)
    more = {name: FactValue(value, on, str(on.year)) for name, value in told.items() if value is not None}
    judged = judging.judge(policies, facts.with_values(more))
    hidden = showing.hidden_from(by, company)
    speaking = [one for one in judged if showing.facts_behind(one) & set(names)]
    return showing.ordered(showing.show(one, hidden=hidden) for one in speaking)
