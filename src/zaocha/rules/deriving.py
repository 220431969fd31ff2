"""Derived facts: worked out from others, in an order that has no circle."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache

from zaocha.rules import sizes
from zaocha.rules.facts import Dictionary, FactSet, FactValue, Known
from zaocha.rules.feel import names as near_names
from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel
from zaocha.rules.findings import Finding, Place, Unreadable, caret
from zaocha.rules.texts import Message, Parameter

ON = "on"
"""The day of the question, within a derivation."""

_EXACT = Context(prec=34)
_NUMBER, _DAY, _ANY = "number", "date", "any"
YEARS, SIZE = tree.Name("years between"), tree.Name("company size")
_NAMES = frozenset({YEARS.name, SIZE.name})
_SIZED = ("industry", *sizes.INDICATORS)


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "circle": _("These facts are worked out from each other: {names}."),
    "derived_unreadable": _("The derivation of {fact} cannot be read: {said}"),
    "derived_unknown": _("The derivation of {fact} names “{name}”, which is no fact."),
    "derived_wrong": _(
        "The derivation of {fact} can only hold facts, numbers, + - * /, min, max, years between."
    ),
    "derived_type": _("The derivation of {fact} needs {wanted} where “{name}” stands."),
}
REMEDIES: Mapping[str, str] = {
    "break_circle": _("Ask for one of them instead of deriving it."),
    "did_you_mean": _("Did you mean {names}?"),
}


@dataclass(frozen=True)
class Plan:
    """Derived facts in the order of working out, and what each comes from directly."""

    steps: tuple[tuple[str, tree.Expression], ...]
    sources: Mapping[str, tuple[str, ...]]
    expressions: Mapping[str, tree.Expression]


@lru_cache(maxsize=64)
def plan(dictionary: Dictionary) -> Plan:
    """How the derived facts of a dictionary are worked out. Raises `Unreadable` for circles and wrong ones."""
    found, findings = examined(dictionary)
    if findings:
        raise Unreadable(findings)
    return found


def examined(dictionary: Dictionary) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of all derivations that are right, and what is wrong with the others."""
    findings: list[Finding] = []
    expressions: dict[str, tree.Expression] = {}
    for fact in dictionary.facts.values():
        if fact.derived:
            try:
                expressions[fact.name] = _expression(fact.name, fact.derived, dictionary)
            except Unreadable as wrong:
                findings += wrong.findings
    sources = {name: tuple(dict.fromkeys(_facts(one))) for name, one in expressions.items()}
    order, circles = _ordered(sources)
    for circle in circles:
        message = _said("circle", names=(*circle, circle[0]))
        findings.append(Finding(message, _remedy("break_circle"), place=Place(path=f"facts.{circle[0]}")))
    return Plan(tuple((name, expressions[name]) for name in order), sources, expressions), tuple(findings)


def completed(facts: FactSet, dictionary: Dictionary) -> FactSet:
    """The same facts and all that follow from them; what was said already stays as it was said."""
    more: dict[str, FactValue] = {}

    def value(name: str) -> Known | None:
        if name == ON:
            return facts.on
        return more[name].value if name in more else facts.value(name)

    for name, expression in plan(dictionary).steps:
        if name not in facts.values:
            found = _evaluate(expression, value)
            if found is not None:
                more[name] = FactValue(found, worked_out=True)
    return facts.with_values(more) if more else facts


def bases(name: str, *, facts: FactSet, dictionary: Dictionary) -> tuple[str, ...]:
    """What is to be asked for when a fact is missing: itself, or what it comes from and nobody has said."""
    steps = plan(dictionary)
    direct = steps.sources.get(name)
    if direct is None:
        return (name,) if facts.value(name) is None else ()
    if _is_size(steps.expressions[name]):
        direct = sizes.sized(facts=facts).missing
    return tuple(
        dict.fromkeys(
            base
            for source in direct
            if facts.value(source) is None
            for base in bases(source, facts=facts, dictionary=dictionary)
        )
    )


def years_between(earlier: date, later: date) -> int:
    """Full years from one day to another; a 29 February has its year full on 1 March."""
    years = later.year - earlier.year
    return years - ((later.month, later.day) < (earlier.month, earlier.day))


def _expression(name: str, text: str, dictionary: Dictionary) -> tree.Expression:
    label = dictionary[name].label
    try:
        expression = parsing.expression(text, names=_NAMES)
    except NotFeel as wrong:
        params = {key: str(value) for key, value in wrong.values.items()}
        said = Message("not_feel", wrong.message, params)
        raise _wrong(name, _said("derived_unreadable", fact=label, said=said), text, wrong.at) from None
    wanted = _DAY if dictionary[name].type == "date" else _NUMBER
    _check(expression, wanted, name, text, dictionary)
    return expression


def _check(expression: tree.Expression, wanted: str, name: str, text: str, dictionary: Dictionary) -> None:
    """Only what a derivation may hold, each of the type that its place wants."""
    if isinstance(expression, tree.Name):
        _check_name(expression, wanted, name, text, dictionary)
        return
    inner = _operands(expression)
    if inner is None or wanted in {_DAY, _ANY}:
        at = getattr(expression, "span", tree.NOWHERE).start
        raise _wrong(name, _said("derived_wrong", fact=dictionary[name].label), text, at)
    function = expression.function if isinstance(expression, tree.Call) else None
    kind = {YEARS: _DAY, SIZE: _ANY}.get(function, _NUMBER) if isinstance(function, tree.Name) else _NUMBER
    for one in inner:
        _check(one, kind, name, text, dictionary)


def _check_name(found: tree.Name, wanted: str, name: str, text: str, dictionary: Dictionary) -> None:
    fact = dictionary.get(found.name)
    label = dictionary[name].label
    if fact is None and found.name != ON:
        near = near_names.near(found.name, dictionary.facts)
        message = _said("derived_unknown", fact=label, name=found.name)
        what = _remedy("did_you_mean", names=near) if near else None
        raise _wrong(name, message, text, found.span.start, what)
    is_day = fact is None or fact.type == "date"
    fits = {_DAY: is_day, _NUMBER: fact is not None and fact.is_numeric, _ANY: fact is not None}[wanted]
    if not fits:
        word = Message("wanted", _WANTED[wanted])
        message = _said("derived_type", fact=label, wanted=word, name=found.name)
        raise _wrong(name, message, text, found.span.start)


_WANTED = {_NUMBER: _("a number"), _DAY: _("a day"), _ANY: _("a fact")}


def _operands(expression: tree.Expression) -> tuple[tree.Expression, ...] | None:
    """What an allowed expression works on; None for one that is not allowed."""
    if isinstance(expression, tree.Literal):
        return (
            () if isinstance(expression.value, Decimal) and not isinstance(expression.value, bool) else None
        )
    if isinstance(expression, tree.Negation):
        return (expression.operand,)
    if isinstance(expression, tree.Arithmetic) and expression.op != "**":
        return (expression.left, expression.right)
    if isinstance(expression, tree.Call) and isinstance(expression.function, tree.Name):
        count = len(expression.arguments)
        known = expression.function.name in {"min", "max"} and count >= 1
        known = known or (expression.function == YEARS and count == 2)
        known = known or (expression.function == SIZE and count == len(_SIZED))
        return expression.arguments if known and not expression.named else None
    return None


def _facts(expression: tree.Expression) -> Iterator[str]:
    if isinstance(expression, tree.Name):
        if expression.name != ON:
            yield expression.name
        return
    for one in _operands(expression) or ():
        yield from _facts(one)


def _ordered(sources: Mapping[str, tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Names so that each comes after what it needs, and the circles; what stands on a circle is left out."""
    order: list[str] = []
    circles: list[tuple[str, ...]] = []
    state: dict[str, str] = {}

    def visit(name: str, way: tuple[str, ...]) -> bool:
        if name not in sources or state.get(name) == "done":
            return True
        if name in way:
            circles.append(way[way.index(name) :])
        if name in way or state.get(name) == "broken":
            state[name] = "broken"
            return False
        below = [visit(one, (*way, name)) for one in sources[name]]
        good = all(below) and state.get(name) != "broken"
        state[name] = "done" if good else "broken"
        if good:
            order.append(name)
        return good

    for name in sources:
        visit(name, ())
    return order, circles


def _evaluate(expression: tree.Expression, value: Callable[[str], Known | None]) -> Known | None:
    if isinstance(expression, tree.Literal):
        return expression.value
    if isinstance(expression, tree.Name):
        return value(expression.name)
    if _is_size(expression):
        return sizes.sized(facts=_Lookup(value)).size
    operands = [_evaluate(one, value) for one in _operands(expression) or ()]
    if any(one is None for one in operands):
        return None
    return _applied(expression, operands)


def _applied(expression: tree.Expression, operands: list[Known | None]) -> Known | None:
    if isinstance(expression, tree.Call) and isinstance(expression.function, tree.Name):
        if expression.function == YEARS:
            earlier, later = operands
            if isinstance(earlier, date) and isinstance(later, date):
                return Decimal(years_between(earlier, later))
            return None
        numbers = [one for one in operands if isinstance(one, Decimal)]
        return min(numbers) if expression.function.name == "min" else max(numbers)
    numbers = [one for one in operands if isinstance(one, Decimal)]
    if isinstance(expression, tree.Negation):
        return -numbers[0]
    if isinstance(expression, tree.Arithmetic):
        return _arithmetic(expression.op, *numbers)
    return None


def _arithmetic(op: str, left: Decimal, right: Decimal) -> Decimal | None:
    if op == "/":
        return _EXACT.divide(left, right) if right > 0 else None
    call = {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply}[op]
    return call(left, right)


def _is_size(expression: tree.Expression) -> bool:
    return isinstance(expression, tree.Call) and expression.function == SIZE


@dataclass(frozen=True)
class _Lookup:
    """Facts that are being worked out, as the rule of sizes wants them."""

    find: Callable[[str], Known | None]

    def value(self, name: str) -> Known | None:
        """The value, or None."""
        return self.find(name)


def _said(code: str, **params: Parameter) -> Message:
    return Message(code, MESSAGES[code], params)


def _remedy(code: str, **params: Parameter) -> Message:
    return Message(code, REMEDIES[code], params)


def _wrong(name: str, message: Message, text: str, at: int, what: Message | None = None) -> Unreadable:
    return Unreadable([Finding(message, what, place=Place(path=f"facts.{name}"), excerpt=caret(text, at))])
