"""FEEL's arithmetic over numbers, strings, dates, times and durations; what has no meaning is `NoValue`."""

from collections.abc import Callable
from decimal import Decimal, DecimalException

from zaocha.rules.feel.temporal import DAY_SECONDS, Day, Moment, Months, NotATime, Seconds, Time
from zaocha.rules.feel.values import NoValue, Value, kind

ZERO = Decimal(0)
LONGEST_TEXT = 1_000_000


def apply(op: str, left: Value, right: Value) -> Value:
    """`left op right`. Raises `NoValue`."""
    rule = _RULES.get((op, type(left), type(right)))
    if rule is None:
        raise NoValue(f"{kind(left)} {op} {kind(right)} has no meaning")
    try:
        found = rule(left, right)
    except (DecimalException, NotATime, OverflowError) as error:
        raise NoValue(f"{op} goes beyond what can be counted") from error
    if isinstance(found, Decimal) and not found.is_finite():
        raise NoValue(f"{op} goes beyond what can be counted")
    return found


def negated(value: Value) -> Value:
    """`-value`. Raises `NoValue`."""
    if isinstance(value, Decimal):
        return -value
    if isinstance(value, Months):
        return Months(-value.months)
    if isinstance(value, Seconds):
        return Seconds(-value.seconds)
    raise NoValue(f"-{kind(value)} has no meaning")


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    return Decimal(1) if not exponent else base**exponent


def _divided(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise NoValue("a division by zero")
    return left / right


def _joined(left: str, right: str) -> str:
    if len(left) + len(right) > LONGEST_TEXT:
        raise NoValue(f"a text has at most {LONGEST_TEXT} characters")
    return left + right


def _months_divided(left: Months, right: Decimal) -> Months:
    return Months(int(_divided(Decimal(left.months), right)))


def _moment_plus_months(left: Moment, right: Months) -> Moment:
    return Moment(left.day.plus_months(right.months), left.time)


def _day_plus_seconds(left: Day, right: Seconds) -> Day:
    return left.plus_days(int((right.seconds / DAY_SECONDS).to_integral_value("ROUND_FLOOR")))


def _time_plus_seconds(left: Time, right: Seconds) -> Time:
    return Moment(Day(1970, 1, 1), left).plus_seconds(right.seconds % (DAY_SECONDS * 2)).time


def _between_moments(left: Moment, right: Moment) -> Seconds:
    if (left.offset is None) != (right.offset is None):
        raise NoValue("a local date and time and one with a zone have no difference")
    return Seconds(left.instant - right.instant)


def _between_times(left: Time, right: Time) -> Seconds:
    if (left.offset is None) != (right.offset is None):
        raise NoValue("a local time and one with a zone have no difference")
    return Seconds(left.instant - right.instant)


def _midnight(day: Day) -> Moment:
    return Moment(day, Time(ZERO, 0))


_Rule = Callable[[Value, Value], Value]
_RULES: dict[tuple[str, type, type], _Rule] = {
    ("+", Decimal, Decimal): lambda a, b: a + b,
    ("-", Decimal, Decimal): lambda a, b: a - b,
    ("*", Decimal, Decimal): lambda a, b: a * b,
    ("/", Decimal, Decimal): _divided,
    ("**", Decimal, Decimal): _power,
    ("+", str, str): _joined,
    ("+", Months, Months): lambda a, b: Months(a.months + b.months),
    ("-", Months, Months): lambda a, b: Months(a.months - b.months),
    ("*", Months, Decimal): lambda a, b: Months(int(a.months * b)),
    ("*", Decimal, Months): lambda a, b: Months(int(b.months * a)),
    ("/", Months, Decimal): _months_divided,
    ("/", Months, Months): lambda a, b: _divided(Decimal(a.months), Decimal(b.months)),
    ("+", Seconds, Seconds): lambda a, b: Seconds(a.seconds + b.seconds),
    ("-", Seconds, Seconds): lambda a, b: Seconds(a.seconds - b.seconds),
    ("*", Seconds, Decimal): lambda a, b: Seconds(a.seconds * b),
    ("*", Decimal, Seconds): lambda a, b: Seconds(b.seconds * a),
    ("/", Seconds, Decimal): lambda a, b: Seconds(_divided(a.seconds, b)),
    ("/", Seconds, Seconds): lambda a, b: _divided(a.seconds, b.seconds),
    ("+", Day, Months): lambda a, b: a.plus_months(b.months),
    ("+", Months, Day): lambda a, b: b.plus_months(a.months),
    ("-", Day, Months): lambda a, b: a.plus_months(-b.months),
    ("+", Day, Seconds): _day_plus_seconds,
    ("+", Seconds, Day): lambda a, b: _day_plus_seconds(b, a),
    ("-", Day, Seconds): lambda a, b: _day_plus_seconds(a, negated(b)),
    ("-", Day, Day): lambda a, b: Seconds(Decimal((a.number - b.number) * DAY_SECONDS)),
    ("-", Moment, Day): lambda a, b: _between_moments(a, _midnight(b)),
    ("-", Day, Moment): lambda a, b: _between_moments(_midnight(a), b),
    ("-", Moment, Moment): _between_moments,
    ("+", Moment, Months): _moment_plus_months,
    ("+", Months, Moment): lambda a, b: _moment_plus_months(b, a),
    ("-", Moment, Months): lambda a, b: _moment_plus_months(a, negated(b)),
    ("+", Moment, Seconds): lambda a, b: a.plus_seconds(b.seconds),
    ("+", Seconds, Moment): lambda a, b: b.plus_seconds(a.seconds),
    ("-", Moment, Seconds): lambda a, b: a.plus_seconds(-b.seconds),
    ("+", Time, Seconds): _time_plus_seconds,
    ("+", Seconds, Time): lambda a, b: _time_plus_seconds(b, a),
    ("-", Time, Seconds): lambda a, b: _time_plus_seconds(a, negated(b)),
    ("-", Time, Time): _between_times,
}
