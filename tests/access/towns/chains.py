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


BODIES: dict[str, dict[str, Any]] = {
    "api:chain-member-new": {"company_id": 1},
    "api:chain-member-position": {"position": "up"},
    "api:chain-term-new": {"role": "anchor", "from_on": "2026-01-05", "company_id": 1},
    "api:chain-line-new": {"what": "办一场招聘会", "due_on": "2026-03-20"},
    "api:alliance-new": {"kind": "cross", "name": "另一联盟", "from_on": "2026-01-05"},
    "api:alliance-join": {"company_ids": [1], "on": "2026-02-02"},
    "api:alliance-bind": {"name": "溪口社区党委", "on": "2026-02-02"},
}
