"""Deadlines, the two clocks and their three colours: pure, with the working calendar as an argument."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

from zaocha.kernel.calendar import Due, Pause, WorkingCalendar, merged_pauses

Colour = Literal["green", "amber", "red", "grey"]


class PresetsNotValid(ValueError):
    """The deadline data cannot be used. `place` is the entry at fault."""

    def __init__(self, *, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place


@dataclass(frozen=True)
class Term:
    """A length of time allowed: whole working days, or office hours when `hours` is given."""

    code: str
    workdays: int
    hours: float
    zh: str
    en: str

    def due(self, since: datetime, calendar: WorkingCalendar) -> Due:
        if self.hours:
            return calendar.due_after_hours(since, self.hours)
        return calendar.due_at(since, workdays=self.workdays)


@dataclass(frozen=True)
class Rules:
    """All terms of a tenant: presets per kind of demand (A–D), terms per step, and the rest."""

    presets: Mapping[str, Term]
    steps: Mapping[str, Term]
    no_word_attempts: int
    no_word_workdays: int
    least_holding_workdays: int
    amber_last_share: float

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """Read the form of `data/deadline_presets.json`; raises PresetsNotValid with the place."""
        no_word = data.get("no_word", {})
        return cls(
            presets=_terms(data.get("presets"), "presets"),
            steps=_terms(data.get("steps"), "steps"),
            no_word_attempts=_whole(no_word.get("attempts"), "no_word attempts", least=1),
            no_word_workdays=_whole(no_word.get("workdays"), "no_word workdays", least=0),
            least_holding_workdays=_whole(
                data.get("holding", {}).get("least_workdays"), "holding least_workdays", least=0
            ),
            amber_last_share=_share(data.get("colours", {}).get("amber_last_share")),
        )

    @classmethod
    def default(cls) -> Rules:
        """The terms that ship with the program."""
        return _default()


@dataclass(frozen=True)
class Holding:
    """A stretch in which a unit held the demand; `to_at` is None while it still does."""

    unit: str
    from_at: datetime
    to_at: datetime | None = None


@dataclass(frozen=True)
class TimeLeft:
    """How far it is to a deadline, or since it when `late`.

    `workdays` counts working days between the two calendar days (0: the same day), for words such as
    "2 working days left"; `working_minutes` is the office time, for days that are counted in hours.
    """

    workdays: int
    working_minutes: int
    late: bool


def total_due(
    preset: str, raised_at: datetime, calendar: WorkingCalendar, *, rules: Rules | None = None
) -> Due:
    """The company's deadline. It depends on nothing but the raising: no hand-over ever moves it."""
    return _term((rules or Rules.default()).presets, preset).due(raised_at, calendar)


def unit_due(
    preset: str,
    assigned_at: datetime,
    calendar: WorkingCalendar,
    *,
    total: Due,
    rules: Rules | None = None,
) -> Due:
    """The unit's own deadline: its preset from the hand-over, yet not later than the total one.

    A unit that gets the demand late has at least `least_holding_workdays`, so that nobody is late with
    what was put on the table this minute; the total clock says what the company is owed all the same.
    """
    rules = rules or Rules.default()
    own = _term(rules.presets, preset).due(assigned_at, calendar)
    least = calendar.due_at(assigned_at, workdays=rules.least_holding_workdays)
    return max(min(own, total, key=_moment), least, key=_moment)


def step_due(step: str, since: datetime, calendar: WorkingCalendar, *, rules: Rules | None = None) -> Due:
    """The deadline of a step (dispatch, sign, first_contact, return_request, arbitration, callback, …)."""
    return _term((rules or Rules.default()).steps, step).due(since, calendar)


def moved_by_pauses(due: Due, pauses: Iterable[Pause], calendar: WorkingCalendar) -> Due:
    """The deadline moved on by the office time of the pauses that began before it.

    What was late before a pause stays late. Give a pause that still runs with the present as its end.
    """
    moved = due
    for start, end in merged_pauses(pauses):
        paused = calendar.working_time_between(start, end)
        if start < moved.at and paused:
            later = calendar.due_after(moved.at, paused)
            moved = Due(at=later.at, on=later.on, provisional=due.provisional or later.provisional)
    return moved


def no_word_from(
    attempts: Sequence[datetime], calendar: WorkingCalendar, *, rules: Rules | None = None
) -> Due | None:
    """After this moment a demand may be closed without the company's word; None: too few attempts.

    The days are counted from the attempt that completes the number, so that further calls do not put
    the end off.
    """
    rules = rules or Rules.default()
    if len(attempts) < rules.no_word_attempts:
        return None
    return calendar.due_at(sorted(attempts)[rules.no_word_attempts - 1], workdays=rules.no_word_workdays)


def may_close_no_word(
    attempts: Sequence[datetime], at: datetime, calendar: WorkingCalendar, *, rules: Rules | None = None
) -> bool:
    """Whether enough attempts were made and enough working days have passed at `at`."""
    due = no_word_from(attempts, calendar, rules=rules)
    return due is not None and at > due.at


def total_time(
    raised_at: datetime, until: datetime, calendar: WorkingCalendar, *, pauses: Iterable[Pause] = ()
) -> timedelta:
    """Office time since the raising, whoever held the demand, without the waits for the company."""
    return calendar.working_time_between(raised_at, until, pauses)


def holding_times(
    holdings: Iterable[Holding],
    until: datetime,
    calendar: WorkingCalendar,
    *,
    pauses: Iterable[Pause] = (),
) -> dict[str, timedelta]:
    """Office time that each unit held the demand, summed over its turns, without the waits."""
    merged = merged_pauses(pauses)
    times: dict[str, timedelta] = {}
    for holding in holdings:
        end = until if holding.to_at is None else min(holding.to_at, until)
        held = calendar.working_time_between(holding.from_at, end, merged)
        times[holding.unit] = times.get(holding.unit, timedelta(0)) + held
    return times


def colour(
    now: datetime,
    due_at: datetime | None,
    started_at: datetime,
    calendar: WorkingCalendar,
    *,
    rules: Rules | None = None,
) -> Colour:
    """red: past; amber: one working day of office time left, or the last fifth of it; else green.

    grey: no deadline. The one-day warning is for spans longer than a day: a four-hour term would
    otherwise be amber from its first minute.
    """
    if due_at is None:
        return "grey"
    if now > due_at:
        return "red"
    span = calendar.working_time_between(started_at, due_at)
    left = calendar.working_time_between(now, due_at)
    last_share = span * (rules or Rules.default()).amber_last_share
    if left <= last_share or left <= calendar.day_length < span:
        return "amber"
    return "green"


def amber_from(
    due_at: datetime, started_at: datetime, calendar: WorkingCalendar, *, rules: Rules | None = None
) -> datetime:
    """The moment at which `colour` turns from green to amber, so that a list can be searched by it."""
    span = calendar.working_time_between(started_at, due_at)
    last_share = span * (rules or Rules.default()).amber_last_share
    warned = max(last_share, calendar.day_length if calendar.day_length < span else last_share)
    return calendar.due_after(started_at, span - warned).at if span > warned else started_at


def time_left(now: datetime, due_at: datetime, calendar: WorkingCalendar) -> TimeLeft:
    """The way to the deadline, or since it, in working days and in office minutes."""
    late = now > due_at
    first, last = (due_at, now) if late else (now, due_at)
    return TimeLeft(
        workdays=calendar.workdays_between(_day(first, calendar), _day(last, calendar)),
        working_minutes=calendar.working_time_between(first, last) // timedelta(minutes=1),
        late=late,
    )


@cache
def _default() -> Rules:
    text = resources.files("zaocha.demands").joinpath("data/deadline_presets.json").read_text("utf-8")
    return Rules.from_data(json.loads(text))


def _day(at: datetime, calendar: WorkingCalendar) -> date:
    return at.astimezone(calendar.tz).date()


def _moment(due: Due) -> datetime:
    return due.at


def _term(terms: Mapping[str, Term], code: str) -> Term:
    if code not in terms:
        raise KeyError(f"no such deadline: {code!r}; there are {', '.join(terms)}")
    return terms[code]


def _terms(listed: object, place: str) -> dict[str, Term]:
    if not isinstance(listed, list) or not listed:
        raise PresetsNotValid(place=place, message="list at least one")
    terms: dict[str, Term] = {}
    for entry in listed:
        term = _read_term(entry, place)
        if term.code in terms:
            raise PresetsNotValid(place=f"{place} {term.code}", message="is listed twice")
        terms[term.code] = term
    return terms


def _read_term(entry: object, place: str) -> Term:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("code"), str):
        raise PresetsNotValid(place=place, message="each entry needs its code")
    place = f"{place} {entry['code']}"
    if ("workdays" in entry) == ("hours" in entry):
        raise PresetsNotValid(place=place, message="give either workdays or hours")
    hours = entry.get("hours", 0)
    if not isinstance(hours, int | float) or not 0 <= hours <= 1000 or ("hours" in entry and not hours):
        raise PresetsNotValid(place=place, message="hours lie above 0 and up to 1000")
    return Term(
        code=entry["code"],
        workdays=_whole(entry.get("workdays", 0), f"{place} workdays", least=0),
        hours=hours,
        zh=str(entry.get("zh", entry["code"])),
        en=str(entry.get("en", entry["code"])),
    )


def _whole(value: object, place: str, *, least: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 1000:
        raise PresetsNotValid(place=place, message=f"must be a whole number from {least} to 1000")
    return value


def _share(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value < 1:
        raise PresetsNotValid(place="colours amber_last_share", message="lies from 0 to below 1")
    return float(value)
