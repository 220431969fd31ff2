"""What was only stated at the table ends in words when its demand is answered or ends."""

from __future__ import annotations

from datetime import date

import pytest

from zaocha.demands import actions
from zaocha.demands.tests.ways import on, raised, working
from zaocha.promises import actions as promise_actions
from zaocha.promises import queries as promise_queries

FRIDAY = date(2026, 3, 6)


def stated(world, demand, **more):
    new = promise_actions.NewPromise(
        what="周五前给准信", giver="陆主任", company_id=world.company.pk, origin_kind="demand",
        origin_id=demand.pk, **({"due_on": FRIDAY} | more),
    )  # fmt: skip
    return promise_actions.state(new=new, by=world.desk, at=world.at)


def standing(promise, at) -> str:
    promise.refresh_from_db()
    return promise_queries.standing(promise, at=at).code


def test_a_reply_answers_what_was_stated_and_keeps_what_was_promised(world) -> None:
    demand = working(world)
    statement = stated(world, demand)
    waiting = stated(world, demand, kind="act", due_on=None, trigger="一有地块挂牌")
    new = promise_actions.NewPromise(
        what="答复", due_on=FRIDAY, origin_kind="demand", origin_id=demand.pk, company_id=world.company.pk
    )
    promise = promise_actions.promise(new=new, by=world.desk, at=world.at)
    actions.reply(demand_id=demand.pk, result="solved", answer="路灯已修好", by=world.handler, at=world.at)
    assert standing(statement, world.at) == "answered"
    assert (statement.evidence, statement.ended_at) == ("路灯已修好", world.at)
    assert standing(promise, world.at) == "kept"
    assert standing(waiting, world.at) == "statement"
    actions.company_says(demand_id=demand.pk, word="solved", by=world.desk, at=on(2, 15))
    assert standing(waiting, on(2, 15)) == "lapsed"
    assert "solved" in waiting.evidence or "解决" in waiting.evidence


def test_an_answer_on_the_spot_is_an_answer_too(world) -> None:
    demand = raised(world)
    statement = stated(world, demand)
    actions.answer_on_spot(demand_id=demand.pk, answer="已当场说明", by=world.desk, at=world.at)
    assert standing(statement, world.at) == "answered"


@pytest.mark.parametrize("way", ["reject", "merge", "withdraw"])
def test_a_demand_that_ends_without_an_answer_leaves_no_statement_waiting(world, way) -> None:
    demand, other = raised(world), raised(world, "别的事")
    statement = stated(world, demand)
    same = {"demand_id": demand.pk, "by": world.desk, "at": world.at}
    match way:
        case "reject":
            actions.reject(reason="不属于本街道", **same)
        case "merge":
            actions.merge(into_id=other.pk, **same)
        case _:
            actions.withdraw(reason="已自行解决", **same)
    assert standing(statement, world.at) == "lapsed"
    assert statement.evidence


def test_the_ledger_counts_each_statement_that_ended(world) -> None:
    demand = working(world)
    statement = stated(world, demand)
    actions.reply(demand_id=demand.pk, result="solved", answer="已修好", by=world.handler, at=world.at)
    client = world.client("shen")
    page = client.get("/promises/?tab=answered").content.decode()
    assert "周五前给准信" in page
    page = client.get(f"/promises/{statement.pk}/").content.decode()
    assert "answered in the reply" in page
    assert "已修好" in page
    assert "Its giver confirms it" not in page
