"""A result of the company that everybody concerned may see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "api:result-new": {
        "company_id": 1, "kind": "hire", "amount": "1", "on": "2026-03-02", "evidence": "劳动合同",
    },
    "api:result-correct": {"amount": "3", "reason": "数错了"},
    "api:result-take-back": {"reason": "没有到岗"},
}  # fmt: skip


def fill(town: Any) -> None:
    """One hire that waits for the company's word."""
    from zaocha.results import actions

    world = town.world
    new = actions.NewResult(
        kind="hire",
        amount=Decimal(2),
        on=date(2026, 3, 1),
        company_id=world.company.pk,
        evidence="劳动合同两份",
    )
    town.rows["result"] = actions.enter(new=new, by=world.desk, at=world.at).pk
