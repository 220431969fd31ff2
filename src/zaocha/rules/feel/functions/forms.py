"""How built-in functions are declared: by name, with their parameters and types, in one or several forms."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from zaocha.rules.feel.temporal import Day, moment_of
from zaocha.rules.feel.values import Function, NoValue, Parameter, Value, kind

F = TypeVar("F", bound=Callable[..., Any])
_KINDS = {
    "moment": ("date and time",), "months": ("years and months duration",), "seconds": ("days and time duration",),
    "duration": ("years and months duration", "days and time duration"), "null": ("Null",),
    "point": ("number", "string", "date", "time", "date and time", "years and months duration",
              "days and time duration"),
}  # fmt: skip
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter: the kinds it takes; `rest` takes every argument that is left."""

    name: str
    kinds: frozenset[str]
    optional: bool
    rest: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One way to call a function."""

    slots: tuple[Slot, ...]
    call: Callable[..., Value]


FORMS: dict[str, list[Form]] = {}


def form(name: str, parameters: str = "") -> Callable[[F], F]:
    """Declare a form of a built-in: `form("substring", "string: string, start position: number, length: number?")`.

    A type is a kind, several with `|`, or `any`; `?` marks what may be left out, `*` what takes all the rest.
    """
    slots = tuple(_slot(one.strip()) for one in parameters.split(",") if one.strip())

    def declare(function: F) -> F:
        FORMS.setdefault(name, []).append(Form(slots, function))
        return function

    return declare


def _slot(text: str) -> Slot:
    name, _colon, said = text.partition(":")
    said = said.strip()
    kinds = frozenset(one for word in said.rstrip("?").split("|") for one in _KINDS.get(word, (word,)))
    return Slot(name.strip().lstrip("*"), kinds, said.endswith("?"), name.startswith("*"))


def functions() -> dict[str, Function]:
    """All built-ins by name."""
    return {name: _function(name, forms) for name, forms in FORMS.items()}


def _function(name: str, forms: list[Form]) -> Function:
    def choose(arguments: list[Value], named: dict[str, Value]) -> Value:
        reason = NoValue(f"{name} cannot be called so")
        for one in forms:
            try:
                given = _bound(name, one, arguments, named)
            except NoValue as error:
                reason = error
                continue
            return one.call(*given)
        raise reason

    parameters = tuple(Parameter(slot.name) for slot in forms[0].slots)
    return Function(parameters, forms[0].call, name=name, choose=choose)


def _bound(name: str, one: Form, arguments: list[Value], named: dict[str, Value]) -> list[Value]:
    """The arguments in the order of the slots. Raises `NoValue` when they do not fit."""
    if named:
        arguments = _in_order(name, one, named)
    given: list[Value] = []
    for place, slot in enumerate(one.slots):
        if slot.rest:
            return given + [fitted(name, slot, value) for value in arguments[place:]]
        if place < len(arguments) and arguments[place] is not _MISSING:
            given.append(fitted(name, slot, arguments[place]))
        elif not slot.optional:
            raise NoValue(f"{name} needs '{slot.name}'")
        elif any(value is not _MISSING for value in arguments[place:]):
            given.append(None)
    if len(arguments) > len(one.slots):
        raise NoValue(f"{name} takes {len(one.slots)} arguments, not {len(arguments)}")
    return given


def _in_order(name: str, one: Form, named: dict[str, Value]) -> list[Value]:
    known = [slot.name for slot in one.slots]
    if unknown := [given for given in named if given not in known]:
        raise NoValue(f"{name} has no parameter '{unknown[0]}'")
    if one.slots and one.slots[-1].rest:
        rest = named.get(known[-1], [])
        return [named[word] for word in known[:-1] if word in named] + (
            rest if isinstance(rest, list) else [rest]
        )
    return [named.get(word, _MISSING) for word in known]


def fitted(name: str, slot: Slot, value: Value) -> Value:
    """An argument as its parameter takes it: out of or into a list of one, a day as its midnight."""
    is_kind = kind(value)
    if "any" in slot.kinds or is_kind in slot.kinds:
        return value
    if isinstance(value, list) and len(value) == 1 and kind(value[0]) in slot.kinds:
        return value[0]
    if "list" in slot.kinds and value is not None:
        return [value]
    if "date and time" in slot.kinds and isinstance(value, Day):
        return moment_of(value)
    raise NoValue(f"{name} cannot take {is_kind} as '{slot.name}'")
