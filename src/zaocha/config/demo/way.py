"""The way of one demand of the demo town: who does what when, as far as it has come by now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.config.demo import speech
from zaocha.demands import actions
from zaocha.demands.models import Demand
from zaocha.kernel.calendar import WorkingCalendar

# How a demand ends, as shares: without a word, solved by the first answer; of what cannot be done, said so; of what
# did not satisfy, how much cannot be brought further.
NO_WORD, SOLVED_AT_ONCE, SAID_SO, LEFT_OPEN = 0.05, 0.74, 0.8, 0.35

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
        yield from _word(demand, cast=cast, rng=rng, solved=0.8)
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
    hours = rng.uniform(7, 32) * slow
    reason, ending = speech.cannot(demand.category, demand.words), rng.random()
    if reason is not None and ending < SAID_SO:
        yield from _explained(demand, reason, cast=cast, hours=hours)
        return
    yield hours, lambda at: _reply(demand, at=at, cast=cast)
    if ending > 1 - NO_WORD:
        yield from _no_word(pk, cast=cast)
    else:
        yield from _word(demand, cast=cast, rng=rng, solved=SOLVED_AT_ONCE)


def _explained(demand: Demand, reason: tuple[str, str], *, cast: Cast, hours: float) -> Iterator[Happening]:
    """It cannot be done: said with its ground, and closed by a second person with the company's dissent."""
    pk, (ground, answer) = demand.pk, reason
    dissent = speech.DISSENT[ground]
    yield hours, lambda at: _reply(demand, at=at, cast=cast, cannot=(ground, answer))
    given: dict[str, Any] = {"demand_id": pk, "ground": ground, "dissent": dissent, "by": cast.colleague}
    yield 6, lambda at: actions.propose_explained(**given, at=at)
    yield 6, lambda at: actions.close_explained(demand_id=pk, by=cast.supervisor, at=at)


def _no_word(pk: int, *, cast: Cast) -> Iterator[Happening]:
    """Nobody could be reached, twice."""
    by = cast.colleague
    for _attempt in range(2):
        yield 9, lambda at: actions.record_attempt(demand_id=pk, note="电话无人接听", by=by, at=at)
    yield 45, lambda at: actions.close_no_word(demand_id=pk, by=by, at=at)


def _word(demand: Demand, *, cast: Cast, rng: Random, solved: float) -> Iterator[Happening]:
    """The company's word; what is not solved goes back, and not all of that can be mended."""
    fate = rng.random()
    word = "solved" if fate < solved else rng.choice(["partly", "partly", "not"])
    stars = {"solved": rng.choice([5, 5, 5, 4, 4, 3]), "partly": 3, "not": rng.choice([1, 2, 2])}[word]
    words = rng.choice(speech.WORDS if word == "solved" else speech.NOT_SOLVED)
    said: dict[str, Any] = {
        "demand_id": demand.pk,
        "word": word,
        "satisfaction": stars,
        "words": words,
        "by": cast.colleague,
    }
    # Some companies take long to answer.
    yield rng.choice([4, 8, 12, 16, 60]), lambda at: actions.company_says(**said, at=at)
    if word != "solved":
        yield from _again(demand, cast=cast, rng=rng)


def _again(demand: Demand, *, cast: Cast, rng: Random) -> Iterator[Happening]:
    if demand.unit_id is None:
        unit = cast.leads[demand.category[:2]]
        yield 2, lambda at: _hand_on(demand, unit=unit, cast=cast, at=at)
    if rng.random() < LEFT_OPEN:
        yield from _explained(demand, speech.PARTLY, cast=cast, hours=rng.uniform(10, 60))
        return
    if rng.random() < 0.4:  # it drags on, and the wall says so
        yield rng.uniform(100, 900), lambda _at: None
    yield rng.uniform(10, 30), lambda at: _reply(demand, at=at, cast=cast, again=True)
    yield from _word(demand, cast=cast, rng=rng, solved=0.8)


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


def _reply(
    demand: Demand, *, at: datetime, cast: Cast, cannot: tuple[str, str] | None = None, again: bool = False
) -> None:
    handler = cast.units[cast.leads[demand.category[:2]]]
    answer = cannot[1] if cannot else speech.answer(demand.category, demand.words)
    more: actions.ReplyMore = {"ground": cannot[0]} if cannot else {}
    if handler is cast.machine:
        more["recorded_for"] = "来电答复"
    by = cast.desk if handler is cast.machine else handler
    result = "explained_cannot" if cannot else "solved"
    text = f"经再次上门核实：{answer}" if again else answer
    actions.reply(demand_id=demand.pk, result=result, answer=text, by=by, at=at, **more)


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
