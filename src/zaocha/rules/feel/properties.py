"""What stands behind a dot: entries of contexts, parts of dates, times, durations and ranges."""

from collections.abc import Callable
from decimal import Decimal

from zaocha.rules.feel import temporal_texts
from zaocha.rules.feel.temporal import Day, Moment, Months, Seconds, Time
from zaocha.rules.feel.values import NoValue, Range, Value, kind


def behind(value: Value, name: str) -> Value:
    """`value.name`; over a list, of every item. Raises `NoValue`."""
    if isinstance(value, list):
        return [_item(item, name) for item in value]
    return _one(value, name)


def _item(value: Value, name: str) -> Value:
    return value.get(name) if isinstance(value, dict) else _one(value, name)


def _one(value: Value, name: str) -> Value:
    if isinstance(value, dict):
        if name not in value:
            raise NoValue(f"there is no '{name}' in the context")
        return value[name]
    part = _PARTS.get(type(value), {}).get(name)
    if part is None:
        raise NoValue(f"{kind(value)} has no '{name}'")
    return part(value)


def _number(value: int) -> Decimal:
    return Decimal(value)


def _offset(value: Time | Moment) -> Value:
    return None if value.offset is None else Seconds(Decimal(value.offset))


def _timezone(value: Time | Moment) -> Value:
    if isinstance(value.zone, int):
        return "Z" if value.zone == 0 else temporal_texts.offset_text(value.zone)
    return value.zone


def _whole(value: Decimal, unit: int, of: int | None = None) -> Decimal:
    """Whole units in so many seconds, those of the next larger unit left out; the sign stays."""
    found = abs(value) // unit
    return (found if of is None else found % of).copy_sign(value) + 0


def _of(attribute: str, part: Callable[[Value], Value]) -> Callable[[Value], Value]:
    return lambda value: part(getattr(value, attribute))


_DAY: dict[str, Callable[[Value], Value]] = {
    "year": lambda v: _number(v.year),
    "month": lambda v: _number(v.month),
    "day": lambda v: _number(v.day),
    "weekday": lambda v: _number(v.weekday),
}
_TIME: dict[str, Callable[[Value], Value]] = {
    "hour": lambda v: _number(v.hour),
    "minute": lambda v: _number(v.minute),
    "second": lambda v: v.seconds % 60,
    "time offset": _offset,
    "timezone": _timezone,
}
_PARTS: dict[type, dict[str, Callable[[Value], Value]]] = {
    Day: _DAY,
    Time: _TIME,
    Moment: {
        **{name: _of("day", part) for name, part in _DAY.items()},
        **{name: _of("time", part) for name, part in _TIME.items()},
        "time offset": _offset,
    },
    Months: {
        "years": lambda v: Decimal(int(v.months / 12)),
        "months": lambda v: Decimal(v.months - int(v.months / 12) * 12),
    },
    Seconds: {
        "days": lambda v: _whole(v.seconds, 86_400),
        "hours": lambda v: _whole(v.seconds, 3600, 24),
        "minutes": lambda v: _whole(v.seconds, 60, 60),
        "seconds": lambda v: (abs(v.seconds) % 60).copy_sign(v.seconds) + 0,
    },
    Range: {
        "start": lambda v: v.low,
        "end": lambda v: v.high,
        "start included": lambda v: v.low_closed,
        "end included": lambda v: v.high_closed,
    },
}
