"""Where a demand's clocks stand, in colour and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.demands import deadlines, lifecycle
from zaocha.demands.models import Step
from zaocha.kernel.calendar import Pause, WorkingCalendar

RUNNING = frozenset({"raised", "accepted", "return_requested", *map(str, lifecycle.UNDER_WAY)})
"""States in which the company waits for an answer; in `waiting_company` the clocks stand still."""


@dataclass(frozen=True)
class Times:
    """What a clock is worked out from."""

    state: str
    started_at: datetime
    due_at: datetime | None
    paused_since: datetime | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Clock:
    """One clock: `code` is running, late, paused, stopped or none; `tone` grey, green, amber or red.

    `percent` of its office time used; `days`: working days left (negative: late).
    """

    code: str
    tone: str
    percent: int
    words: str
    days: int = 0
    due_at: datetime | None = None
    provisional: bool = False


def clock(times: Times, *, at: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock as it stands at `at`."""
    due = times.due_at
    if due is None:
        return Clock("none", "grey", 0, _("no due day"))
    if times.state not in RUNNING:
        return Clock("stopped", "grey", 100, _("answered"), due_at=due)
    now = times.paused_since or at
    tone = "grey" if times.paused_since else deadlines.colour(now, due, times.started_at, calendar)
    span = calendar.working_time_between(times.started_at, due)
    used = calendar.working_time_between(times.started_at, now)
    percent = min(100, round(100 * (used / span))) if span else 100
    left = deadlines.time_left(now, due, calendar)
    days = -left.workdays if left.late else left.workdays
    code = "paused" if times.paused_since else "late" if left.late else "running"
    return Clock(code, tone, percent, words_of(left, code), days, due, times.provisional)


def colour_of(
    state: str,
    due_at: datetime | None,
    warn_at: datetime | None,
    paused_since: datetime | None,
    *,
    at: datetime,
) -> tuple[str, str]:
    """Code and tone of a clock by its two stored moments, without a look into the calendar."""
    if due_at is None:
        return "none", "grey"
    if state not in RUNNING:
        return "stopped", "grey"
    if paused_since is not None:
        return "paused", "grey"
    if at > due_at:
        return "late", "red"
    return "running", "amber" if warn_at is not None and at >= warn_at else "green"


def words_of(left: deadlines.TimeLeft, code: str) -> str:
    """Such as “2 working days left”, “due today”, “3 working days late”."""
    if code == "paused":
        return _("paused: waiting for the company")
    if left.late:
        if left.workdays == 0:
            return _("late since today")
        text = ngettext("%(n)d working day late", "%(n)d working days late", left.workdays)
        return text % {"n": left.workdays}
    if left.workdays == 0:
        return _("due today")
    text = ngettext("%(n)d working day left", "%(n)d working days left", left.workdays)
    return text % {"n": left.workdays}


def unit_clock(times: Times | None, *, at: datetime, calendar: WorkingCalendar) -> Clock | None:
    """The holding clock of the unit; None while nobody holds the demand."""
    if times is None or times.state not in lifecycle.UNDER_WAY | {"return_requested"}:
        return None
    return clock(times, at=at, calendar=calendar)


def holdings(steps: Sequence[Step]) -> list[deadlines.Holding]:
    """The stretches in which each unit held the demand, from its steps in order."""
    found: list[deadlines.Holding] = []
    unit, since = "", None
    for step in steps:
        holds = step.unit_id is not None and step.to_state in lifecycle.UNDER_WAY | {"return_requested"}
        now = str(step.unit_id) if holds else ""
        if now == unit:
            continue
        if unit and since is not None:
            found.append(deadlines.Holding(unit, since, step.at))
        unit, since = now, step.at
    if unit and since is not None:
        found.append(deadlines.Holding(unit, since))
    return found


def holding_times(
    steps: Sequence[Step], *, at: datetime, calendar: WorkingCalendar, pauses: Sequence[Pause] = ()
) -> dict[int, timedelta]:
    """Office time that each unit (by id) held the demand."""
    times = deadlines.holding_times(holdings(steps), at, calendar, pauses=pauses)
    return {int(unit): time for unit, time in times.items()}


def working_days(time: timedelta, calendar: WorkingCalendar) -> float:
    """Office time in working days, to one decimal."""
    return round(time / calendar.day_length, 1)
