"""The way of one demand of the demo town: who does what when, as far as it has come by now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from zaocha.accounts.actors import Actor
from zaocha.config.demo import speech
from zaocha.demands import actions
from zaocha.demands.models import Demand
from zaocha.kernel.calendar import WorkingCalendar

Happening = tuple[float, Callable[[datetime], object]]  # working hours after the one before, and what happens


@dataclass(frozen=True)
class Cast:
    """Who acts in the demo town."""

    desk: Actor
    colleague: Actor
    supervisor: Actor
    machine: Actor
    leads: dict[str, int]  # category -> unit id
    units: dict[int, Actor]  # unit id -> whoever answers for it
    calendar: WorkingCalendar


def go(demand: Demand, *, cast: Cast, rng: Random, start: datetime, until: datetime) -> None:
    """Let a demand go its way from `start`, and stop where `until` is reached."""
    at = start
    for hours, happen in _plan(demand, cast=cast, rng=rng):
        at = cast.calendar.due_after(at, timedelta(hours=hours)).at
        if at >= until:
            return
        happen(at)


def _plan(demand: Demand, *, cast: Cast, rng: Random) -> Iterator[Happening]:
    if demand.state == "answered_on_spot":
        yield from _word(demand, cast=cast, rng=rng, solved=0.9)
        return
    pk, fate = demand.pk, rng.random()
    if fate < 0.02:
        yield 3, lambda at: actions.withdraw(demand_id=pk, reason="企业已自行解决", by=cast.desk, at=at)
        return
    unit = cast.leads[demand.category[:2]]
    yield rng.uniform(0.5, 8), lambda at: actions.assign(demand_id=pk, unit_id=unit, by=cast.desk, at=at)
    handler = cast.units[unit]
    yield rng.uniform(0.3, 4), lambda at: actions.sign(demand_id=pk, by=handler, at=at)
    if fate < 0.12:
        yield from _question(pk, cast=cast, rng=rng, handler=handler)
    if fate > 0.93:
        yield rng.uniform(8, 30), lambda at: _plan_ahead(pk, cast=cast, at=at)
        yield 3, lambda at: _track(pk, cast=cast, at=at)
        yield rng.uniform(90, 900), lambda _at: None
    slow = rng.choice([1, 1, 1, 1, 1.6, 2.6])
    yield (
        rng.uniform(7, 32) * slow,
        lambda at: _reply(demand, at=at, cast=cast, handler=handler, fate=fate, rng=rng),
    )
    yield from _ending(demand, cast=cast, rng=rng, fate=fate, handler=handler)


def _ending(demand: Demand, *, cast: Cast, rng: Random, fate: float, handler: Actor) -> Iterator[Happening]:
    pk = demand.pk
    if 0.12 <= fate < 0.16:
        ground, dissent = rng.choice(speech.GROUNDS)
        yield (
            6,
            lambda at: actions.propose_explained(
                demand_id=pk, ground=ground, dissent=dissent, by=cast.colleague, at=at
            ),
        )
        yield 6, lambda at: actions.close_explained(demand_id=pk, by=cast.supervisor, at=at)
    elif 0.16 <= fate < 0.19:
        for _attempt in range(2):
            yield (
                9,
                lambda at: actions.record_attempt(
                    demand_id=pk, note="电话无人接听", by=cast.colleague, at=at
                ),
            )
        yield 45, lambda at: actions.close_no_word(demand_id=pk, by=cast.colleague, at=at)
    elif 0.19 <= fate < 0.27:
        words = rng.choice(speech.NOT_SOLVED)
        yield (
            8,
            lambda at: actions.company_says(
                demand_id=pk, word="not", satisfaction=2, words=words, by=cast.colleague, at=at
            ),
        )
        yield (
            rng.uniform(10, 30),
            lambda at: _reply(demand, at=at, cast=cast, handler=handler, fate=0.5, rng=rng),
        )
        yield from _word(demand, cast=cast, rng=rng, solved=0.95)
    else:
        yield from _word(demand, cast=cast, rng=rng, solved=0.97)


def _word(demand: Demand, *, cast: Cast, rng: Random, solved: float) -> Iterator[Happening]:
    word = "solved" if rng.random() < solved else "partly"
    stars = rng.choice([5, 5, 5, 4, 4, 3]) if word == "solved" else 3
    words = rng.choice(speech.WORDS)
    # Some companies take long to answer.
    delay = rng.choice([4, 8, 12, 16, 60])
    yield (
        delay,
        lambda at: actions.company_says(
            demand_id=demand.pk, word=word, satisfaction=stars, words=words, by=cast.colleague, at=at
        ),
    )
    if word != "solved":
        unit = cast.leads[demand.category[:2]]
        handler = cast.units[unit]
        if demand.unit_id is None:
            yield 2, lambda at: _hand_on(demand, unit=unit, cast=cast, at=at)
        yield 10, lambda at: _reply(demand, at=at, cast=cast, handler=handler, fate=0.5, rng=rng)
        yield from _word(demand, cast=cast, rng=rng, solved=1)


def _hand_on(demand: Demand, *, unit: int, cast: Cast, at: datetime) -> None:
    """What was answered at the table and not solved by that goes to a unit."""
    if Demand.objects.filter(pk=demand.pk, unit=None).exists():
        note = "企业认为未解决，转承办单位"
        actions.assign(demand_id=demand.pk, unit_id=unit, by=cast.desk, at=at, note=note)


def _question(pk: int, *, cast: Cast, rng: Random, handler: Actor) -> Iterator[Happening]:
    question = rng.choice(speech.QUESTIONS)
    yield 3, lambda at: actions.ask_company(demand_id=pk, question=question, by=handler, at=at)
    yield (
        rng.uniform(4, 20),
        lambda at: actions.company_answers(demand_id=pk, answer="已电话补充。", by=cast.desk, at=at),
    )


def _reply(demand: Demand, *, at: datetime, cast: Cast, handler: Actor, fate: float, rng: Random) -> None:
    answer = rng.choice(speech.ANSWERS[demand.category[:2]])
    explained = 0.12 <= fate < 0.16
    more: actions.ReplyMore = {"ground": "conditions"} if explained else {}
    if handler is cast.machine:
        more["recorded_for"] = "来电答复"
    by = cast.desk if handler is cast.machine else handler
    result = "explained_cannot" if explained else "solved"
    actions.reply(demand_id=demand.pk, result=result, answer=answer, by=by, at=at, **more)


def _track(pk: int, *, cast: Cast, at: datetime) -> None:
    day = cast.calendar.add_workdays(at.date(), 20)
    actions.track(demand_id=pk, next_on=day, reason="需列入年度计划，滚动跟踪", by=cast.desk, at=at)


def _plan_ahead(pk: int, *, cast: Cast, at: datetime) -> None:
    day = cast.calendar.add_workdays(at.date(), 20)
    answer = "已列入年度计划，分步实施，届时再告知进展。"
    actions.reply(
        demand_id=pk, result="planned", answer=answer, by=cast.desk, at=at, next_on=day,
        what_remains="列入计划的部分尚未实施", recorded_for="来电答复",
    )  # fmt: skip
