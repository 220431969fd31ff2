"""Dates, times and durations as text, both ways (ISO 8601 with named zones behind `@`)."""

import re
from decimal import Decimal

from zaocha.rules.feel.temporal import (
    DAY_SECONDS,
    Day,
    Moment,
    Months,
    NotATime,
    Seconds,
    Temporal,
    Time,
    Zone,
)

_DAY = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d(?:\.\d{1,34})?)"
_ZONE = r"(?:(?P<utc>[Zz])|(?P<offset>[+-]\d\d:\d\d(?::\d\d)?)|@(?P<named>[A-Za-z][\w+/-]*))?"
_DAYS = re.compile(_DAY, re.ASCII)
_TIMES = re.compile(_TIME + _ZONE, re.ASCII)
_MOMENTS = re.compile(f"{_DAY}T{_TIME}{_ZONE}", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_SECONDS = re.compile(
    r"(-?)P(?=.)(?:(\d{1,18})D)?(?:T(?=\d)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18}(?:\.\d{0,18})?)S)?)?",
    re.ASCII,
)


def day(text: str) -> Day:
    """`2025-01-31`. Raises `NotATime`."""
    match = _DAYS.fullmatch(text)
    if match is None:
        raise NotATime(text)
    return _day(match)


def time(text: str) -> Time:
    """`10:00:00`, `10:00:00.5+08:00`, `10:00:00@Asia/Shanghai`. Raises `NotATime`."""
    match = _TIMES.fullmatch(text)
    if match is None:
        raise NotATime(text)
    seconds = _seconds(match)
    if seconds == DAY_SECONDS:
        seconds = Decimal(0)
    return Time(seconds, _zone(match))


def moment(text: str) -> Moment:
    """`2025-01-31T10:00:00Z`; a day alone is its midnight. Raises `NotATime`."""
    if _DAYS.fullmatch(text):
        return Moment(day(text), Time(Decimal(0)))
    match = _MOMENTS.fullmatch(text)
    if match is None:
        raise NotATime(text)
    seconds, on = _seconds(match), _day(match)
    if seconds == DAY_SECONDS:
        seconds, on = Decimal(0), on.plus_days(1)
    return Moment(on, Time(seconds, _zone(match)))


def duration(text: str) -> Months | Seconds:
    """`P1Y2M` or `P1DT2H`. Raises `NotATime`."""
    if match := _MONTHS.fullmatch(text):
        sign, years, months = match.groups()
        return Months(_signed(sign) * (int(years or 0) * 12 + int(months or 0)))
    match = _SECONDS.fullmatch(text)
    if match is None:
        raise NotATime(text)
    sign, days, hours, minutes, seconds = match.groups()
    whole = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)
    return Seconds(_signed(sign) * (whole * 60 + Decimal(seconds or 0)))


def any_of(text: str) -> Temporal:
    """Whichever it is, by its shape. Raises `NotATime`."""
    if text.lstrip("-").startswith("P"):
        return duration(text)
    if "T" in text.partition("@")[0]:
        return moment(text)
    return time(text) if ":" in text else day(text)


def text_of(value: Temporal) -> str:
    """As FEEL's `string()` writes it."""
    if isinstance(value, Day):
        return _day_text(value)
    if isinstance(value, Time):
        return _time_text(value.seconds, value.zone)
    if isinstance(value, Moment):
        return f"{_day_text(value.day)}T{_time_text(value.time.seconds, value.zone)}"
    return _months_text(value.months) if isinstance(value, Months) else _seconds_text(value.seconds)


def zone_of(text: str) -> Zone:
    """`Z`, `+08:00` or the name of a zone. Raises `NotATime`."""
    match = re.fullmatch(_ZONE, text if text[:1] in "+-Zz" else "@" + text, re.ASCII)
    if match is None or not text:
        raise NotATime(text)
    return _zone(match)


def _signed(sign: str) -> int:
    return -1 if sign else 1


def _day(match: re.Match[str]) -> Day:
    if match["year"] == "-0000":
        raise NotATime(match.group())
    return Day(int(match["year"]), int(match["month"]), int(match["day"]))


def _seconds(match: re.Match[str]) -> Decimal:
    hour, minute, second = int(match["hour"]), int(match["minute"]), Decimal(match["second"])
    if minute > 59 or second >= 60 or hour > 24 or (hour == 24 and (minute or second)):
        raise NotATime(match.group())
    return hour * 3600 + minute * 60 + second


def _zone(match: re.Match[str]) -> Zone:
    if match["utc"]:
        return 0
    if match["named"]:
        return match["named"]
    if not match["offset"]:
        return None
    hours, minutes, *more = (int(part) for part in match["offset"][1:].split(":"))
    if minutes > 59 or (more and more[0] > 59):
        raise NotATime(match.group())
    return _signed("" if match["offset"][0] == "+" else "-") * (hours * 3600 + minutes * 60 + sum(more))


def _day_text(value: Day) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def _time_text(seconds: Decimal, zone: Zone) -> str:
    whole = int(seconds)
    said = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{_fraction(seconds - whole)}"
    if zone is None:
        return said
    if isinstance(zone, str):
        return f"{said}@{zone}"
    return said + (offset_text(zone) if zone else "Z")


def offset_text(offset: int) -> str:
    """`+08:00`."""
    sign, rest = ("-" if offset < 0 else "+"), abs(offset)
    more = f":{rest % 60:02d}" if rest % 60 else ""
    return f"{sign}{rest // 3600:02d}:{rest // 60 % 60:02d}{more}"


def _fraction(part: Decimal) -> str:
    return f"{part:f}"[1:].rstrip("0").rstrip(".") if part else ""


def _months_text(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    said = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "")
    return ("-" if months < 0 else "") + "P" + (said or "0M")


def _seconds_text(seconds: Decimal) -> str:
    rest = abs(seconds)
    whole = int(rest)
    days, hours, minutes = whole // DAY_SECONDS, whole // 3600 % 24, whole // 60 % 60
    second = f"{whole % 60}{_fraction(rest - whole)}"
    clock = (
        (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + (f"{second}S" if second != "0" else "")
    )
    said = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if seconds < 0 else "") + "P" + (said or "T0S")
