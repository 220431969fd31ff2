"""Turns stored cell values into the strings that a person would copy from the screen."""

import datetime as dt
import re
from decimal import Decimal
from enum import Enum
from typing import Final

from zaocha.sheets.messages import Message

Reading = tuple[str | None, Message | None]


class Look(Enum):
    """How a number format shows a number, as far as it matters here."""

    PLAIN = "plain"
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"


_BUILT_IN_DATES: Final = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_BUILT_IN_TIMES: Final = frozenset({18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56})
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SCIENTIFIC: Final = re.compile(r"[+-]?\d(?:\.(\d+))?[eE]\+?(\d{1,3})")
_NUMERIC: Final = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?")
_WHOLE: Final = re.compile(r"-?\d+")
_EXACT_DIGITS: Final = 15
_LAST_SERIAL: Final = 2_958_466
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def look_of(format_id: int, code: str) -> Look:
    """How the number format shows numbers; `code` is "" for the built-in ones."""
    if not code:
        if format_id in {9, 10}:
            return Look.PERCENT
        if format_id in _BUILT_IN_DATES:
            return Look.DATE
        return Look.TIME if format_id in _BUILT_IN_TIMES else Look.PLAIN
    if "[h" in code.lower() or "[m]" in code.lower() or "[s" in code.lower():
        return Look.PLAIN
    shown = _NOT_SHOWN.sub("", code.split(";")[0]).lower().replace("general", "")
    if "%" in shown:
        return Look.PERCENT
    if "y" in shown or "d" in shown or re.fullmatch(r"\W*m+\W*", shown):
        return Look.DATE
    return Look.TIME if "h" in shown or "s" in shown else Look.PLAIN


def zeros_of(code: str) -> int:
    """How many digits a format such as "000000" fills up to, else 0."""
    return len(code) if code and not code.strip("0") else 0


def number(raw: str, look: Look, *, since_1904: bool, zeros: int = 0) -> Reading:
    """A stored number as shown: no float debris, dates in ISO, lost digits reported."""
    # Nothing longer: 1E+999999999 would keep us busy for hours.
    if not _NUMERIC.fullmatch(raw.strip()):
        return raw, None
    value = Decimal(raw.strip())
    if look in {Look.DATE, Look.TIME}:
        return _moment(value, since_1904)
    if abs(value) >= 10**_EXACT_DIGITS:
        return _long(raw.strip(), value)
    if look is Look.PERCENT:
        return _plain(value * 100) + "%", None
    return _plain(value).zfill(zeros), None


def _plain(value: Decimal) -> str:
    if value == value.to_integral_value():
        return str(int(value))
    shown = Decimal(f"{float(value):.{_EXACT_DIGITS}g}")
    return f"{shown:f}" if abs(shown) > Decimal("1e-20") else f"{shown:g}"


def _long(raw: str, value: Decimal) -> Reading:
    """Spreadsheets keep 15 digits; other programs may have stored all of them."""
    if _WHOLE.fullmatch(raw) and raw.lstrip("-")[_EXACT_DIGITS:].strip("0"):
        return raw, Message("number_for_code", {"value": raw})
    shown = f"{float(value):.{_EXACT_DIGITS}G}"
    return shown, Message("digits_lost", {"value": shown})


def _moment(serial: Decimal, since_1904: bool) -> Reading:
    if since_1904:
        serial += 1462
    days = int(min(serial, Decimal(_LAST_SERIAL)))
    # The day 60 of the older count is 29 February 1900, which never was.
    if serial < 0 or days >= _LAST_SERIAL or days == 60:
        shown = _plain(serial)
        return shown, Message("no_such_date", {"value": shown})
    start = dt.datetime(1899, 12, 31 if days < 60 else 30)  # noqa: DTZ001 wall time: a cell has no zone
    moment = start + dt.timedelta(days=days, seconds=round((serial - days) * 86_400))
    if days == 0:
        return _clock(moment), None
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat(), None
    return f"{moment.date().isoformat()} {_clock(moment)}", None


def _clock(moment: dt.datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def iso_moment(raw: str) -> Reading:
    """A cell of the type "date" (ISO 8601), in the same shape as the others."""
    try:
        moment = dt.datetime.fromisoformat(raw.strip())
    except ValueError:
        return raw, Message("no_such_date", {"value": raw})
    day = moment.date().isoformat()
    return (f"{day} {_clock(moment)}" if moment.time() != dt.time() else day), None


def text(raw: str) -> Reading:
    """A text as it is; one such as 9.13E+17 was a long number before its digits were lost."""
    if not raw or raw.isspace():
        return None, None
    found = _SCIENTIFIC.fullmatch(raw.strip()) if len(raw) < 30 else None
    if found and int(found[2]) >= 10 and int(found[2]) > len(found[1] or ""):
        return raw, Message("digits_lost", {"value": raw.strip()})
    return raw, None


def unescaped(raw: str) -> str:
    """Spreadsheets keep some characters as _x000D_; those that no text should hold stay as they are."""
    return _ESCAPED.sub(_character, raw) if "_x" in raw else raw


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if code in {0x09, 0x0A, 0x0D} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
        return chr(code)
    return found[0]
