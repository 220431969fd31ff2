"""The result of a demand: solved by the company's own word, and taken back when it is reopened."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.demands.actions.taking import Taking, day_of
from zaocha.results import actions as result_actions

KIND, ORIGIN = "problem_solved", "demand"


def solved(taken: Taking) -> None:
    """The company has just said so: the result is confirmed by the same word."""
    demand = taken.demand
    with translation.override(taken.by.tenant.language):
        evidence = _("The company said of demand %(number)s: solved.") % {"number": demand.number}
    new = result_actions.NewResult(
        kind=KIND, amount=Decimal(1), on=day_of(taken.at, taken.calendar), company_id=demand.company_id,
        evidence=evidence, origin_kind=ORIGIN, origin_id=demand.pk, demand_id=demand.pk, confirmed=True,
    )  # fmt: skip
    result_actions.record(new=new, by=taken.by, at=taken.at)


def reopened(taken: Taking) -> None:
    """It was not solved after all."""
    with translation.override(taken.by.tenant.language):
        reason = taken.note or _("The demand was reopened.")
    result_actions.undo(
        kind=KIND, origin_kind=ORIGIN, origin_id=taken.demand.pk, reason=reason, by=taken.by, at=taken.at
    )
