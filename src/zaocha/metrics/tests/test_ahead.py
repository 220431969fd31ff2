"""What was counted ahead is what would be counted now, for every reader, period and chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from zaocha.accounts import actors, links
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import tasks
from zaocha.metrics import periods, scopes, summaries, walls
from zaocha.metrics import tasks as metric_tasks
from zaocha.promises import actions as promise_actions
from zaocha.results import actions as result_actions


def live_through(world):
    """Demands of two months, open, hidden and of category 14, replied and solved; promises; results."""
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=world.company.pk, by="system", at=world.at
    )
    company = actors.of_company_link(link)
    for number in range(8):
        at = world.at + timedelta(days=9 * (number // 2), hours=number % 2)
        new = demand_actions.NewDemand(
            words="路灯不亮", channel="phone", company_id=[world.company.pk, world.other_company.pk, None][number % 3],
            category=["12", "14", "0301"][number % 3], hide_author=number == 3,
        )  # fmt: skip
        demand = demand_actions.raise_demand(new=new, by=world.desk, at=at)
        promised = promise_actions.NewPromise(
            what="答复", due_on=[date(2026, 3, 6), None][number % 2], trigger=["", "一有消息"][number % 2],
            origin_kind="demand", origin_id=demand.pk, company_id=demand.company_id,
        )  # fmt: skip
        promise_actions.promise(new=promised, by=world.desk, at=at)
        if number % 4:
            demand_actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=at)
            later = at + timedelta(hours=number)
            demand_actions.reply(
                demand_id=demand.pk, result="solved", answer="已修好", by=world.system, at=later
            )
            if demand.company_id == world.company.pk:
                demand_actions.company_says(demand_id=demand.pk, word="solved", by=company, at=later)
    grant = result_actions.NewResult(
        "credit_granted", Decimal("1234.56"), date(2026, 2, 3), "授信批复", world.company.pk, confirmed=True
    )
    made = result_actions.record(new=grant, by=company, at=world.at)
    result_actions.correct(result_id=made.pk, amount=Decimal("1000.01"), reason="少", by=company, at=world.at)
    result_actions.record(
        new=replace(grant, confirmed=False, kind="hire", amount=Decimal(1)), by=company, at=world.at
    )


def seen(world, by, at):
    for period in (periods.of(code, on=at.date()) for code in ("month", "quarter", "year", "all")):
        for scope in scopes.choices(by):
            yield by, period, periods.last_months(12, on=at.date()), scope


def test_ahead_is_now(world, monkeypatch):
    live_through(world)
    at = world.at + timedelta(days=30)
    readers = [world.desk, world.supervisor, world.leader, world.system]
    wanted = [
        walls.counted_now(by=by, period=period, months=months, scope=scope, at=at)
        for reader in readers
        for by, period, months, scope in seen(world, reader, at)
    ]
    monkeypatch.setattr(summaries, "CHUNK", 3)
    monkeypatch.setattr(metric_tasks, "LARGE", 5)
    metric_tasks.begin(calls=[tasks.Call(world.tenant.pk, 1, {})], at=at)
    tasks.run_all(at=at)
    given = [
        walls.wall(by=by, period=period, months=months, scope=scope, at=at)
        for reader in readers
        for by, period, months, scope in seen(world, reader, at)
    ]
    assert {one.as_of for one in given} == {at}
    for ahead, now in zip(given, wanted, strict=True):
        assert replace(ahead, as_of=None) == now
    assert any(figure.median for one in given for figure in one.figures)


def test_the_page_says_how_old_it_is_and_small_towns_are_counted_now(world, monkeypatch):
    live_through(world)
    at = world.at + timedelta(days=30)
    metric_tasks.begin(calls=[tasks.Call(world.tenant.pk, 1, {})], at=at)
    tasks.run_all(at=at)
    assert "counted at" not in world.client("he").get("/wall/").content.decode()
    monkeypatch.setattr(metric_tasks, "LARGE", 5)
    metric_tasks.begin(calls=[tasks.Call(world.tenant.pk, 1, {})], at=at)
    tasks.run_all(at=at)
    assert "counted at" in world.client("he").get("/wall/").content.decode()
    raised = Demand.objects.count()
    again = at + metric_tasks.EVERY
    new = demand_actions.NewDemand(words="路灯不亮", channel="phone")
    demand_actions.raise_demand(new=new, by=world.desk, at=again)
    tasks.run_all(at=again)  # the next run was put down by the one before
    everything = periods.of("all", on=again.date())
    found = walls.wall(
        by=world.system, period=everything, months=[everything], scope=scopes.EVERYTHING, at=again
    )
    assert found.figures[0].counted == raised + 1
