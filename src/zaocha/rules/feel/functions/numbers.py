"""Numbers: rounding, roots, remainders."""

from decimal import Decimal, DecimalException

from zaocha.rules.feel import arithmetic
from zaocha.rules.feel.functions.forms import form
from zaocha.rules.feel.temporal import Months, Seconds
from zaocha.rules.feel.values import NoValue, Value

_SCALES = range(-6111, 6177)


def rounded(n: Decimal, scale: Value, how: str) -> Decimal:
    """To so many places after the point (before it when negative). Raises `NoValue`."""
    if scale is None or scale != int(scale) or int(scale) not in _SCALES:
        raise NoValue("the scale is a whole number from -6111 to 6176")
    places = int(scale)
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return n
    try:
        # Scaling first keeps the 34 digits for the number, not for the zeros behind it.
        return n.scaleb(places).to_integral_value(how).scaleb(-places)
    except DecimalException as error:
        raise NoValue("the number cannot be rounded so") from error


@form("decimal", "n: number, scale: number")
def half_even(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, Decimal(int(scale)), "ROUND_HALF_EVEN")


@form("floor", "n: number, scale: number?")
def floor(n: Decimal, scale: Decimal | None = Decimal(0)) -> Decimal:
    return rounded(n, scale, "ROUND_FLOOR")


@form("ceiling", "n: number, scale: number?")
def ceiling(n: Decimal, scale: Decimal | None = Decimal(0)) -> Decimal:
    return rounded(n, scale, "ROUND_CEILING")


@form("round up", "n: number, scale: number")
def up(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, "ROUND_UP")


@form("round down", "n: number, scale: number")
def down(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, "ROUND_DOWN")


@form("round half up", "n: number, scale: number")
def half_up(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, "ROUND_HALF_UP")


@form("round half down", "n: number, scale: number")
def half_down(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, "ROUND_HALF_DOWN")


@form("abs", "n: number|duration")
def absolute(n: Value) -> Value:
    if isinstance(n, Months):
        return Months(abs(n.months))
    return Seconds(abs(n.seconds)) if isinstance(n, Seconds) else abs(n)


@form("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the sign of the divisor."""
    if not divisor:
        raise NoValue("a division by zero")
    quotient = (dividend / divisor).to_integral_value("ROUND_FLOOR")
    rest = dividend - divisor * quotient
    if abs(rest) >= abs(divisor):
        raise NoValue("the remainder has more than 34 digits")
    return rest


@form("sqrt", "number: number")
def root(number: Decimal) -> Decimal:
    if number < 0:
        raise NoValue("a negative number has no root")
    return number.sqrt()


@form("log", "number: number")
def logarithm(number: Decimal) -> Decimal:
    if number <= 0:
        raise NoValue("only a positive number has a logarithm")
    return number.ln()


@form("exp", "number: number")
def exponential(number: Decimal) -> Value:
    try:
        return number.exp()
    except DecimalException as error:
        raise NoValue("the result is too large") from error


@form("odd", "number: number")
def odd(number: Decimal) -> bool:
    return abs(number) % 2 == 1


@form("even", "number: number")
def even(number: Decimal) -> bool:
    return abs(number) % 2 == 0


def total(items: list[Value]) -> Value:
    """The sum of numbers or durations. Raises `NoValue` for none and for mixtures."""
    if not items:
        raise NoValue("nothing to add")
    found = items[0]
    if not isinstance(found, (Decimal, Months, Seconds)):
        raise NoValue("only numbers and durations are added up")
    for one in items[1:]:
        found = arithmetic.apply("+", found, one)
    return found
