"""Working days and office hours, with China's rest days and make-up days, by arithmetic instead of loops."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zaocha.kernel import clock

Session = tuple[time, time]
Pause = tuple[datetime, datetime]

OFFICE_HOURS: tuple[Session, ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))
SATURDAY = 5
LAST_ORDINAL = date.max.toordinal()
LONGEST_HOLIDAY = timedelta(days=31)
"""A longer rest is a slip of the pen in a notice, not a holiday."""


class CalendarNotValid(ValueError):
    """The calendar cannot be used. `code` names the fault, `place` where it stands."""

    def __init__(self, code: str, *, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.code = code
        self.place = place


@dataclass(frozen=True)
class Due:
    """A deadline: the moment, its day, and whether it rests on a year whose calendar is not published."""

    at: datetime
    on: date
    provisional: bool


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked and in which hours; outside the known years, Monday to Friday.

    `rest_days` may hold weekends too, `make_up_days` are Saturdays and Sundays that are worked.
    `sessions` are half-open office hours of one day, in order. Every datetime taken must be aware;
    every datetime given is in `tz`.
    """

    rest_days: frozenset[date]
    make_up_days: frozenset[date]
    known_until: date
    sessions: tuple[Session, ...] = OFFICE_HOURS
    tz: ZoneInfo = clock.SHANGHAI
    known_from: date = date.min

    def __post_init__(self) -> None:
        _check_days(self.rest_days, self.make_up_days)
        _check_sessions(self.sessions)
        if self.known_from > self.known_until:
            raise CalendarNotValid(
                "known_reversed", place=str(self.known_from), message=f"comes after {self.known_until}"
            )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> WorkingCalendar:
        """Read the form of `data/working_days.json`; raises CalendarNotValid with the place."""
        try:
            tz = ZoneInfo(str(data.get("tz", "Asia/Shanghai")))
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise CalendarNotValid("tz_unknown", place="tz", message=str(error)) from error
        years = data.get("years")
        if not isinstance(years, list) or not years:
            raise CalendarNotValid("years_missing", place="years", message="list at least one year")
        notices = sorted((_notice(year) for year in years), key=lambda notice: notice.year)
        first = notices[0]
        calendar = cls(
            rest_days=first.rest,
            make_up_days=first.work,
            known_from=date(first.year, 1, 1),
            known_until=date(first.year, 12, 31),
            sessions=_sessions(data.get("sessions")),
            tz=tz,
        )
        for before, notice in pairwise(notices):
            if before.year == notice.year:
                raise CalendarNotValid("year_twice", place=str(notice.year), message="is listed twice")
            calendar = calendar._with_notice(notice)
        return calendar

    @classmethod
    def default(cls) -> WorkingCalendar:
        """The calendar that ships with the program (source and date in `data/working_days.json`)."""
        return _default()

    def with_year(self, data: Mapping[str, Any]) -> WorkingCalendar:
        """The same calendar with one more year, or with a corrected one; years may not leave a gap."""
        return self._with_notice(_notice(data))

    def is_workday(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.rest_days

    def is_known(self, day: date) -> bool:
        """Whether a published notice covers the day; otherwise Monday to Friday is a guess."""
        return self.known_from <= day <= self.known_until

    def workdays_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` lies before `a`."""
        return self._count(b.toordinal()) - self._count(a.toordinal())

    def add_workdays(self, day: date, n: int) -> date:
        """The nth working day after `day` (before it for a negative n); n = 0 gives `day` itself."""
        if n > 0:
            return self._nth(self._count(day.toordinal()) + n)
        if n < 0:
            return self._nth(self._count(day.toordinal() - 1) + n + 1)
        return day

    def counted_from(self, at: datetime) -> date:
        """Day 0: the day itself while the office has not closed, else the next working day.

        The moment of closing still belongs to the day, as it does for a deadline.
        """
        local = self._local(at)
        day = local.date()
        if self.is_workday(day) and local.time() <= self.sessions[-1][1]:
            return day
        return self.add_workdays(day, 1)

    def due_at(self, raised_at: datetime, *, workdays: int) -> Due:
        """End of office hours of the nth working day after day 0 (n = 0: of day 0 itself)."""
        if workdays < 0:
            raise ValueError(f"a deadline of {workdays} working days lies in the past")
        start = self.counted_from(raised_at)
        day = self.add_workdays(start, workdays)
        return self._due(self._closing(day), since=start)

    def due_after_hours(self, at: datetime, hours: float) -> Due:
        """The moment at which `hours` (more than none) of office time have passed since `at`."""
        if not hours > 0:
            raise ValueError(f"a deadline needs more than no office hours, not {hours}")
        return self.due_after(at, timedelta(hours=hours))

    def due_after(self, at: datetime, span: timedelta) -> Due:
        """The earliest moment at which a span (more than nothing) of office time has passed since `at`."""
        if span <= timedelta(0):
            raise ValueError(f"a deadline needs more than no office time, not {span}")
        end = self._instant(self._elapsed(at) + span)
        return self._due(end, since=self._local(at).date())

    def next_workday_end(self, at: datetime) -> datetime:
        """The end of "within one working day" of what happened at `at`, counted as `due_at` counts."""
        return self.due_at(at, workdays=1).at

    def working_time_between(self, a: datetime, b: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Office time in [a, b) without the pauses; none when `b` is not after `a`.

        Pauses are half-open, in any order, may overlap and may reach over the ends.
        """
        if self._local(b) <= self._local(a):
            return timedelta(0)
        time_taken = self._elapsed(b) - self._elapsed(a)
        for start, end in merged_pauses(pauses):
            start, end = max(start, a), min(end, b)
            if start < end:
                time_taken -= self._elapsed(end) - self._elapsed(start)
        return time_taken

    @cached_property
    def day_length(self) -> timedelta:
        """Office time of one working day."""
        return sum((_length(session) for session in self.sessions), timedelta(0))

    @cached_property
    def _removed(self) -> list[int]:
        return sorted(day.toordinal() for day in self.rest_days if day.weekday() < SATURDAY)

    @cached_property
    def _added(self) -> list[int]:
        return sorted(day.toordinal() for day in self.make_up_days)

    def _count(self, ordinal: int) -> int:
        """Working days from 0001-01-01, a Monday, up to and including the ordinal."""
        weekdays = 5 * (ordinal // 7) + min(ordinal % 7, 5)
        return weekdays + bisect_right(self._added, ordinal) - bisect_right(self._removed, ordinal)

    def _nth(self, n: int) -> date:
        """The working day on which the count since 0001-01-01 reaches n."""
        if not 1 <= n <= self._count(LAST_ORDINAL):
            raise OverflowError("the day lies outside the years 1 to 9999")
        return date.fromordinal(bisect_left(range(1, LAST_ORDINAL + 1), n, key=self._count) + 1)

    def _local(self, at: datetime) -> datetime:
        if at.utcoffset() is None:
            raise ValueError(f"{at.isoformat()} has no time zone")
        return at.astimezone(self.tz)

    def _elapsed(self, at: datetime) -> timedelta:
        """Office time from 0001-01-01 until `at`: turns every question about spans into a subtraction."""
        local = self._local(at)
        whole_days = self._count(local.toordinal() - 1) * self.day_length
        if not self.is_workday(local.date()):
            return whole_days
        moment = local.time()
        today = (_length((start, min(end, moment))) for start, end in self.sessions if start < moment)
        return sum(today, whole_days)

    def _instant(self, elapsed: timedelta) -> datetime:
        """The earliest moment at which so much office time has passed: the inverse of `_elapsed`."""
        whole_days = (elapsed - timedelta.resolution) // self.day_length
        day = self._nth(whole_days + 1)
        rest = elapsed - whole_days * self.day_length
        for session in self.sessions[:-1]:
            if rest <= _length(session):
                return datetime.combine(day, session[0], self.tz) + rest
            rest -= _length(session)
        return datetime.combine(day, self.sessions[-1][0], self.tz) + rest

    def _closing(self, day: date) -> datetime:
        return datetime.combine(day, self.sessions[-1][1], self.tz)

    def _due(self, at: datetime, *, since: date) -> Due:
        on = at.date()
        return Due(at=at, on=on, provisional=not (self.is_known(since) and self.is_known(on)))

    def _with_notice(self, notice: _Notice) -> WorkingCalendar:
        year = notice.year
        if not self.known_from.year - 1 <= year <= self.known_until.year + 1:
            raise CalendarNotValid(
                "year_gap",
                place=str(year),
                message=f"leaves a gap to {self.known_from.year}–{self.known_until.year}; load those between",
            )
        kept_rest = (day for day in self.rest_days if day.year != year)
        kept_work = (day for day in self.make_up_days if day.year != year)
        return replace(
            self,
            rest_days=notice.rest.union(kept_rest),
            make_up_days=notice.work.union(kept_work),
            known_from=min(self.known_from, date(year, 1, 1)),
            known_until=max(self.known_until, date(year, 12, 31)),
        )


@dataclass(frozen=True)
class _Notice:
    year: int
    rest: frozenset[date]
    work: frozenset[date]


def merged_pauses(pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses in order of time with overlaps joined and empty ones left out."""
    merged: list[Pause] = []
    for start, end in sorted(pause for pause in pauses if pause[0] < pause[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


@cache
def _default() -> WorkingCalendar:
    text = resources.files("zaocha.kernel").joinpath("data/working_days.json").read_text(encoding="utf-8")
    return WorkingCalendar.from_data(json.loads(text))


def _length(session: Session) -> timedelta:
    start, end = session
    return _since_midnight(end) - _since_midnight(start)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def _check_days(rest_days: frozenset[date], make_up_days: frozenset[date]) -> None:
    for day in sorted(make_up_days):
        if day.weekday() < SATURDAY:
            raise CalendarNotValid(
                "make_up_on_weekday",
                place=day.isoformat(),
                message="a make-up day must be a Saturday or a Sunday",
            )
    for day in sorted(rest_days & make_up_days):
        raise CalendarNotValid(
            "rest_and_make_up", place=day.isoformat(), message="is both a rest day and a make-up day"
        )


def _check_sessions(sessions: Sequence[Session]) -> None:
    if not sessions:
        raise CalendarNotValid("sessions_missing", place="sessions", message="name at least one session")
    before: time | None = None
    for start, end in sessions:
        place = f"{start}–{end}"
        if start.tzinfo or end.tzinfo:
            raise CalendarNotValid("session_tz", place=place, message="office hours carry no time zone")
        if start >= end:
            raise CalendarNotValid(
                "session_reversed", place=place, message="a session ends after it begins, on the same day"
            )
        if before is not None and start < before:
            raise CalendarNotValid(
                "sessions_overlap", place=place, message=f"begins before the one before it ends ({before})"
            )
        before = end


def _sessions(data: object) -> tuple[Session, ...]:
    if data is None:
        return OFFICE_HOURS
    try:
        return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in data)  # type: ignore[attr-defined]
    except (TypeError, ValueError) as error:
        raise CalendarNotValid("sessions_unreadable", place="sessions", message=str(error)) from error


def _notice(data: object) -> _Notice:
    if not isinstance(data, Mapping) or not isinstance(data.get("year"), int):
        raise CalendarNotValid(
            "year_missing", place="years", message='each year needs its number, "year": 2027'
        )
    year: int = data["year"]
    if not date.min.year < year < date.max.year:
        raise CalendarNotValid("year_missing", place=str(year), message="is no year of this calendar")
    rest: set[date] = set()
    for days in map(_span, _listed(data, "rest")):
        if twice := rest.intersection(days):
            raise CalendarNotValid("day_twice", place=min(twice).isoformat(), message="is listed twice")
        rest.update(days)
    work = [_day(text) for text in _listed(data, "work")]
    if len(work) != len(set(work)):
        raise CalendarNotValid("day_twice", place=f"{year} work", message="lists a day twice")
    # A New Year's rest may begin in the last days of December before.
    for day in sorted(rest.union(work)):
        if not date(year - 1, 12, 25) <= day <= date(year, 12, 31):
            raise CalendarNotValid("other_year", place=day.isoformat(), message=f"does not belong to {year}")
    _check_days(frozenset(rest), frozenset(work))
    return _Notice(year=year, rest=frozenset(rest), work=frozenset(work))


def _listed(data: Mapping[str, Any], key: str) -> list[Any]:
    listed = data.get(key)
    if not isinstance(listed, list):
        raise CalendarNotValid("list_missing", place=f"{data['year']} {key}", message="must be a list")
    return listed


def _span(data: object) -> list[date]:
    if not isinstance(data, Mapping):
        raise CalendarNotValid("rest_unreadable", place=str(data), message='write {"from": …, "to": …}')
    start, end = _day(data.get("from")), _day(data.get("to"))
    if not timedelta(0) <= end - start <= LONGEST_HOLIDAY:
        raise CalendarNotValid(
            "rest_span",
            place=f"{start}–{end}",
            message="a rest ends on or after its first day, within 31 days",
        )
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise CalendarNotValid(
            "day_unreadable", place=str(text), message="is no day such as 2027-01-01"
        ) from error
