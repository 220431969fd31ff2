"""Rows of chains: an alliance across chains with a company, a line of the knitting chain's plan."""

from __future__ import annotations

from datetime import date
from typing import Any


def fill(town: Any) -> None:
    """Add them."""
    from zaocha.chains import actions

    world = town.world
    same: dict[str, Any] = {"by": world.desk, "at": world.at}
    new = actions.NewAlliance("cross", "青禾链上联盟", date(2026, 1, 5))
    alliance = actions.found_alliance(new=new, **same)
    companies = [world.company.pk]
    actions.add_company(alliance_id=alliance.pk, company_ids=companies, on=date(2026, 2, 2), **same)
    line = actions.NewLine(chain="knitting", what="组织一场招聘会", due_on=date(2026, 3, 20))
    actions.plan(new=line, **same)
    town.rows |= {"alliance": alliance.pk, "chain": "knitting"}
