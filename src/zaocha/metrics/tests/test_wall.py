"""The wall: figures follow the rows, open to them, and never count what the reader may not see."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from zaocha.demands import actions
from zaocha.demands.actions import NewDemand
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import BY_CODE
from zaocha.promises import actions as promise_actions
from zaocha.promises.actions import NewPromise

ALL = periods.of("all", on=date(2026, 3, 2))


def raised(world, words="路灯不亮", **more):
    new = NewDemand(words=words, channel="phone", company_id=world.company.pk, category="12", **more)
    return actions.raise_demand(new=new, by=world.desk, at=world.at)


def replied(world, *, hours):
    demand = raised(world)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    at = world.at + timedelta(hours=hours)
    actions.reply(demand_id=demand.pk, result="solved", answer="已修好", by=world.handler, at=at)
    return demand


def figure(world, code, at=None, period=ALL, by=None):
    return queries.figure(BY_CODE[code], by=by or world.desk, period=period, at=at or world.at)


def test_only_the_companys_word_counts_as_solved(world) -> None:
    demand = replied(world, hours=1)
    assert (figure(world, "solved").counted, figure(world, "solved").among) == (0, 0)
    later = world.at + timedelta(hours=2)
    actions.company_says(demand_id=demand.pk, word="solved", by=world.colleague, at=later)
    assert (figure(world, "solved").counted, figure(world, "solved").among) == (1, 1)
    assert figure(world, "solved").share is None, "one row is too few for a rate"


def test_what_was_explained_as_impossible_counts_as_not_solved(world) -> None:
    demand = raised(world)
    actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
    later, more = world.at + timedelta(hours=1), {"ground": "law"}
    pk = demand.pk
    actions.reply(
        demand_id=pk, result="explained_cannot", answer="依法不能办", by=world.handler, at=later, **more
    )
    actions.propose_explained(demand_id=pk, ground="law", dissent="不认可", by=world.colleague, at=later)
    actions.close_explained(demand_id=pk, by=world.supervisor, at=later)
    assert (figure(world, "solved").counted, figure(world, "solved").among) == (0, 1)


def test_the_median_leaves_out_lunch_waiting_and_the_table(world) -> None:
    replied(world, hours=1)
    replied(world, hours=2)
    replied(world, hours=7)  # 09:00 to 16:00 with two hours of lunch: five hours
    on_spot = raised(world)
    actions.answer_on_spot(demand_id=on_spot.pk, answer="当场说明", by=world.desk, at=world.at)
    assert figure(world, "reply_time").median == 120
    assert figure(world, "on_spot").counted == 1


def test_kept_counts_what_fell_due_and_was_in_time(world) -> None:
    days = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]
    made = [
        promise_actions.promise(new=NewPromise(what="答复", due_on=day), by=world.desk, at=world.at)
        for day in days
    ]
    promise_actions.promise(new=NewPromise(what="告知", trigger="一有消息"), by=world.desk, at=world.at)
    promise_actions.keep(promise_id=made[0].pk, evidence="已答复", by=world.desk, at=world.at)
    late = datetime.combine(date(2026, 3, 6), world.at.timetz())
    promise_actions.keep(promise_id=made[1].pk, evidence="迟了", by=world.desk, at=late)
    kept = figure(world, "kept", at=late)
    assert (kept.counted, kept.among) == (1, 3)


def test_a_rate_needs_ten_rows_and_carries_its_interval(world) -> None:
    for _ in range(10):
        demand = replied(world, hours=1)
        later = world.at + timedelta(hours=2)
        actions.company_says(demand_id=demand.pk, word="solved", by=world.colleague, at=later)
    solved = figure(world, "solved")
    assert solved.share == 1
    assert solved.interval[0] == pytest.approx(0.722, abs=0.01)


def test_what_one_may_not_see_is_in_no_figure(world) -> None:
    new = NewDemand(words="重复检查", channel="phone", company_id=world.company.pk, category="14")
    actions.raise_demand(new=new, by=world.desk, at=world.at)
    assert figure(world, "raised").counted == 1
    assert figure(world, "raised", by=world.leader).counted == 0
    assert figure(world, "raised", by=world.stranger).counted == 0


@pytest.mark.parametrize("count", [1, 30])
def test_the_wall_and_its_rows_have_a_fixed_number_of_statements(
    world, count, django_assert_max_num_queries
) -> None:
    for _ in range(count):
        raised(world)
    client = world.client("shen")
    with django_assert_max_num_queries(13):
        page = client.get("/wall/?period=all")
    assert page.status_code == 200
    with django_assert_max_num_queries(7):
        rows = client.get("/wall/raised/?period=all")
    assert rows.content.decode().count("路灯不亮") == count


def test_who_may_not_read_figures_is_refused(world) -> None:
    assert world.client("").get("/wall/").status_code == 302
    assert world.client("qian").get("/wall/").status_code == 403
    assert world.client("shen").get("/wall/nonsense/").status_code == 404
    assert world.client("shen").post("/wall/").status_code == 405


def test_periods_are_half_open() -> None:
    quarter = periods.of("quarter", on=date(2026, 12, 31))
    assert (quarter.first_on, quarter.until_on) == (date(2026, 10, 1), date(2027, 1, 1))
    months = periods.last_months(12, on=date(2026, 3, 31))
    assert (months[0].first_on, months[-1].until_on) == (date(2025, 4, 1), date(2026, 4, 1))
