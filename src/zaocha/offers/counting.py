"""The result of what changed hands: space let, land won, machines and loans; the company confirms it on its page."""

from __future__ import annotations

from decimal import Decimal

from zaocha.accounts.actors import Actor
from zaocha.offers import facts
from zaocha.offers.models import Outcome
from zaocha.results import actions as result_actions

# Code and unit in which an outcome is noted -> the kind of the result and how its unit comes out of it.
KINDS = {
    ("let", "m2"): ("area_let", Decimal(1)), ("let", "mu"): ("area_let", 1 / facts.SHARE),
    ("sold", "mu"): ("land_won", Decimal(1)), ("sold", "m2"): ("land_won", facts.SHARE),
    ("passed_on", "piece"): ("machine_got", Decimal(1)), ("granted", "CNY"): ("loan_granted", Decimal(1)),
}  # fmt: skip


def noted(made: Outcome, *, by: Actor) -> None:
    """Of outcomes for companies of the register alone: nobody else could confirm one."""
    kind, scale = KINDS.get((made.code, made.unit), ("", Decimal(1)))
    amount = round(made.amount * scale, 2)
    if not kind or made.company_id is None or amount <= 0:
        return
    need = made.need
    new = result_actions.NewResult(
        kind=kind, amount=amount, on=made.on_day, company_id=made.company_id, evidence=made.evidence,
        origin_kind="outcome", origin_id=made.pk,
        demand_id=need.origin_id if need is not None and need.origin_kind == "demand" else None,
    )  # fmt: skip
    result_actions.record(new=new, by=by, at=made.noted_at)
