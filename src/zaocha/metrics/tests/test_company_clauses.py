"""What a company promises the community is no promise of the town's."""

from __future__ import annotations

from datetime import timedelta

from zaocha.metrics import definitions, periods, queries
from zaocha.promises import actions


def test_a_clause_of_a_company_is_left_out_of_the_kept_promises(world):
    due = world.at.date() + timedelta(days=1)
    for origin in ("clause", "company_clause"):
        new = actions.NewPromise(what="开放球场", due_on=due, origin_kind=origin)
        actions.promise(new=new, by=world.desk, at=world.at)
    metric = next(one for one in definitions.METRICS if one.over == "promises")
    rows = queries.rows(metric, by=world.desk, period=periods.of("all", on=due))
    assert set(rows.values_list("origin_kind", flat=True)) == {"clause"}
