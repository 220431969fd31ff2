"""Dates, times and durations: made, taken apart, read from the clock."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from zaocha.rules.feel import temporal_texts
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.temporal import Day, Moment, Months, NotATime, Seconds, Temporal, Time
from zaocha.rules.feel.values import Function, NoValue, Value

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def _read(reader: Callable[[str], Temporal], text: str) -> Temporal:
    try:
        return reader(text)
    except NotATime:
        raise NoValue(f"'{text}' is no date, time or duration of this kind") from None


def _whole(*numbers: Decimal) -> list[int]:
    if any(one != int(one) for one in numbers):
        raise NoValue("a date needs whole numbers")
    return [int(one) for one in numbers]


@form("date", "from: string|date|date and time")
def date(value: str | Day | Moment) -> Value:
    if isinstance(value, str):
        return _read(temporal_texts.day, value)
    return value.day if isinstance(value, Moment) else value


@form("date", "year: number, month: number, day: number")
def date_of(year: Decimal, month: Decimal, day: Decimal) -> Day:
    try:
        return Day(*_whole(year, month, day))
    except NotATime:
        raise NoValue("there is no such day") from None


@form("time", "from: string|date|time|date and time")
def time(value: str | Day | Time | Moment) -> Value:
    if isinstance(value, str):
        return _read(temporal_texts.time, value)
    if isinstance(value, Day):
        return Time(Decimal(0), 0)
    return value.time if isinstance(value, Moment) else value


@form("time", "hour: number, minute: number, second: number, offset: seconds|null?")
def time_of(hour: Decimal, minute: Decimal, second: Decimal, offset: Seconds | None = None) -> Time:
    hours, minutes = _whole(hour, minute)
    if not (0 <= hours < 24 and 0 <= minutes < 60 and 0 <= second < 60):
        raise NoValue("there is no such time")
    try:
        return Time(hours * 3600 + minutes * 60 + second, int(offset.seconds) if offset else None)
    except NotATime:
        raise NoValue("there is no such offset") from None


@form("date and time", "from: string|date and time")
def moment(value: str | Moment) -> Value:
    return _read(temporal_texts.moment, value) if isinstance(value, str) else value


@form("date and time", "date: date|date and time, time: time")
def moment_of(day: Day | Moment, at: Time) -> Moment:
    return Moment(day.day if isinstance(day, Moment) else day, at)


@form("date and time", "date and time: date and time, timezone: string")
def moved(value: Moment, zone: str) -> Moment:
    """The same instant on another clock."""
    try:
        there = temporal_texts.zone_of(zone)
        shifted = Moment(value.day, Time(value.time.seconds, 0)).plus_seconds(Decimal(-(value.offset or 0)))
        offset = Moment(shifted.day, Time(shifted.time.seconds, there)).offset or 0
        local = shifted.plus_seconds(Decimal(offset))
        return Moment(local.day, Time(local.time.seconds, there))
    except NotATime:
        raise NoValue(f"there is no zone '{zone}'") from None


@form("duration", "from: string|duration")
def duration(value: str | Months | Seconds) -> Value:
    return _read(temporal_texts.duration, value) if isinstance(value, str) else value


@form("years and months duration", "from: date|date and time, to: date|date and time")
def months_between(start: Day | Moment, end: Day | Moment) -> Months:
    """Whole months from one to the other."""
    first, last = (one.day if isinstance(one, Moment) else one for one in (start, end))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return Months(months)


def clock(at: datetime) -> dict[str, Value]:
    """`now()` and `today()` of a given moment: an expression never looks at a clock by itself."""
    seconds = Decimal(at.hour * 3600 + at.minute * 60 + at.second) + Decimal(at.microsecond).scaleb(-6)
    offset = at.utcoffset()
    zone = None if offset is None else int(offset.total_seconds())
    moment = Moment(Day(at.year, at.month, at.day), Time(seconds, zone))
    return {
        "now": Function((), lambda: moment, name="now"),
        "today": Function((), lambda: moment.day, name="today"),
    }


def _day(value: Day | Moment) -> Day:
    return value.day if isinstance(value, Moment) else value


@form("day of year", "date: date|date and time")
def day_of_year(value: Day | Moment) -> Decimal:
    day = _day(value)
    return Decimal(day.number - Day(day.year, 1, 1).number + 1)


@form("day of week", "date: date|date and time")
def day_of_week(value: Day | Moment) -> str:
    return _DAYS[_day(value).weekday - 1]


@form("month of year", "date: date|date and time")
def month_of_year(value: Day | Moment) -> str:
    return _MONTHS[_day(value).month - 1]


@form("week of year", "date: date|date and time")
def week_of_year(value: Day | Moment) -> Decimal:
    """By ISO 8601: the week belongs to the year of its Thursday."""
    day = _day(value)
    thursday = day.plus_days(4 - day.weekday)
    return Decimal((thursday.number - Day(thursday.year, 1, 1).number) // 7 + 1)
