"""FEEL's dates, times and durations: years beyond four digits, fractions of seconds, offsets and named zones.

Python's own `datetime` ends at the years 1 and 9999; FEEL's years run from -999999999 to 999999999.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zaocha.rules.feel import calendar

DAY_SECONDS = 86_400
LAST_YEAR = 999_999_999
LARGEST_OFFSET = 18 * 3600
LONGEST_DURATION = 10**25
_CYCLE_DAYS = 146_097
_EPOCH = calendar.number(1970, 1, 1)

Zone: TypeAlias = int | str | None
"""Seconds east of Greenwich, the name of a zone, or nothing: a local time."""


class NotATime(ValueError):
    """A date, time or duration that does not exist."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the Gregorian calendar, carried back before its beginning."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if abs(self.year) > LAST_YEAR or not 1 <= self.month <= 12:
            raise NotATime("no such month")
        if not 1 <= self.day <= calendar.month_days(self.year, self.month):
            raise NotATime("no such day")

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return calendar.number(self.year, self.month, self.day) - _EPOCH

    @property
    def weekday(self) -> int:
        """Monday is 1."""
        return (self.number + 3) % 7 + 1

    def plus_days(self, days: int) -> "Day":
        return day_of_number(self.number + days)

    def plus_months(self, months: int) -> "Day":
        """The same day `months` later; the last of the month where there is no such day."""
        whole = self.year * 12 + self.month - 1 + months
        year, month = whole // 12, whole % 12 + 1
        return Day(year, month, min(self.day, calendar.month_days(year, month)))


def day_of_number(number: int) -> Day:
    """The day so many days after 1970-01-01."""
    return Day(*calendar.day_of(number + _EPOCH))


def day_of(day: date) -> Day:
    return Day(day.year, day.month, day.day)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day: seconds since midnight, and where."""

    seconds: Decimal
    zone: Zone = None

    def __post_init__(self) -> None:
        if not 0 <= self.seconds < DAY_SECONDS:
            raise NotATime("no such time")
        check_zone(self.zone)

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich; a named zone is taken as on 1970-01-01 for want of a day."""
        return offset_at(self.zone, Day(1970, 1, 1), self.seconds)

    @property
    def instant(self) -> Decimal:
        return self.seconds - (self.offset or 0)

    @property
    def hour(self) -> int:
        return int(self.seconds) // 3600

    @property
    def minute(self) -> int:
        return int(self.seconds) // 60 % 60

    @property
    def second(self) -> int:
        return int(self.seconds) % 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time."""

    day: Day
    time: Time

    @property
    def zone(self) -> Zone:
        return self.time.zone

    @property
    def offset(self) -> int | None:
        return offset_at(self.time.zone, self.day, self.time.seconds)

    @property
    def instant(self) -> Decimal:
        """Seconds since 1970 at Greenwich; a local moment counts as if it were there."""
        return self.day.number * DAY_SECONDS + self.time.seconds - (self.offset or 0)

    def plus_seconds(self, seconds: Decimal) -> "Moment":
        """So much later by the clock on the wall."""
        whole = self.time.seconds + seconds
        days = int(whole // DAY_SECONDS) - (1 if whole % DAY_SECONDS < 0 else 0)
        return Moment(self.day.plus_days(days), Time(whole - days * DAY_SECONDS, self.time.zone))


@dataclass(frozen=True, slots=True)
class Months:
    """A years and months duration."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) > LONGEST_DURATION:
            raise NotATime("P")


@dataclass(frozen=True, slots=True)
class Seconds:
    """A days and time duration."""

    seconds: Decimal

    def __post_init__(self) -> None:
        if abs(self.seconds) > LONGEST_DURATION:
            raise NotATime("P")


Duration: TypeAlias = Months | Seconds
Temporal: TypeAlias = Day | Time | Moment | Months | Seconds


def check_zone(zone: Zone) -> None:
    """Raise `NotATime` for a zone that does not exist."""
    if isinstance(zone, int) and abs(zone) > LARGEST_OFFSET:
        raise NotATime("no such offset")
    if isinstance(zone, str):
        _zone(zone)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotATime(name) from None


def offset_at(zone: Zone, day: Day, seconds: Decimal) -> int | None:
    """Seconds east of Greenwich on a day at a time of the wall clock; `None` for a local time."""
    if not isinstance(zone, str):
        return zone
    # Python's years end at 9999; the Gregorian calendar repeats itself after 400, and no zone changed before 1.
    year = 1 if day.year < 1 else day.year if day.year <= 9998 else 2000 + day.year % 400
    on = datetime(year, day.month, min(day.day, calendar.month_days(year, day.month)))  # noqa: DTZ001
    found = _zone(zone).utcoffset(on + timedelta(seconds=int(seconds)))
    return int(found.total_seconds()) if found is not None else None


def moment_of(day: Day) -> Moment:
    """Midnight at Greenwich, as FEEL reads a day where a date and time is wanted."""
    return Moment(day, Time(Decimal(0), 0))
