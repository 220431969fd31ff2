"""A column of tests cut into regions: every value of one region passes the same tests, so one of them stands for all.

Numbers, days and durations are cut at every bound that a test names, texts at every text, and everything else is one
region more. Whatever the tests cannot tell apart is one region, so a table is finite and can be looked through wholly.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from zaocha.rules.feel import testing, tree
from zaocha.rules.feel.evaluating import value_of
from zaocha.rules.feel.functions.texts import text_of
from zaocha.rules.feel.scopes import Scope
from zaocha.rules.feel.temporal import Day, Months, Seconds
from zaocha.rules.feel.values import Value, exactly, order

_ORDERED = (Decimal, Day, Months, Seconds)
_OTHER_TEXT = "\uffff"


class NotFixed(Exception):
    """A test that depends on more than its own column: nothing can be said before it is evaluated."""


@dataclass(frozen=True, slots=True)
class Region:
    """A value that stands for all between `low` and `high` (`None`: no bound), or for one text."""

    value: Value
    words: str = ""
    low: Value = None
    high: Value = None
    closed: bool = False


def cut(tests: Sequence[tree.Test], *, allowed: tree.Test | None = None, whole: bool = False) -> list[Region]:
    """The regions of a column within its allowed values; `whole`: it has whole numbers only. Raises `NotFixed`."""
    everything = [*tests, *([allowed] if allowed is not None else [])]
    with exactly():
        found = list(_cut(list(_bounds(everything)), _prefixes(everything), whole))
        return [one for one in found if allowed is None or passes(allowed, one.value)]


def passes(test: tree.Test, value: Value) -> bool:
    """Whether a value passes a test that is fixed."""
    return testing.verdict(test, value, Scope(), value_of) is True


def _cut(points: list[Value], prefixes: list[str], whole: bool) -> Iterable[Region]:
    if not points and not prefixes:
        return [Region(None, "-")]
    if prefixes or all(isinstance(one, str) for one in points):
        if not all(isinstance(one, str) for one in points):
            raise NotFixed
        return _texts(points, prefixes)
    if all(isinstance(one, bool) for one in points):
        return [Region(one, text_of(one)) for one in (True, False)]
    if any(type(one) is not type(points[0]) for one in points) or not isinstance(points[0], _ORDERED):
        raise NotFixed
    return _line(points, whole)


def _texts(points: list[Value], prefixes: list[str]) -> Iterator[Region]:
    for one in dict.fromkeys(points):
        yield Region(one, text_of(one))
    for prefix in dict.fromkeys(prefixes):
        if prefix not in points:
            yield Region(prefix, f"{prefix}…")
        yield Region(prefix + _OTHER_TEXT, f"{prefix}…")
    yield Region(_OTHER_TEXT, "")


def _line(points: list[Value], whole: bool) -> Iterator[Region]:
    """Before the first bound, each bound, between each two, after the last."""
    ordered: list[Value] = []
    for one in sorted(points, key=cmp_to_key(order)):
        if not ordered or order(ordered[-1], one):
            ordered.append(one)
    yield Region(_shifted(ordered[0], -1), high=ordered[0])
    for one, after in zip(ordered, [*ordered[1:], None], strict=True):
        yield Region(one, low=one, high=one, closed=True)
        if after is None:
            yield Region(_shifted(one, 1), low=one)
        elif (between := _between(one, after, whole)) is not None:
            yield Region(between, low=one, high=after)


def _shifted(value: Value, by: int) -> Value:
    if isinstance(value, Day):
        return value.plus_days(by)
    if isinstance(value, Months):
        return Months(value.months + by)
    return Seconds(value.seconds + by) if isinstance(value, Seconds) else value + by


def _between(low: Value, high: Value, whole: bool) -> Value:
    """A value between two bounds, or nothing when none lies there."""
    if isinstance(low, Decimal):
        middle = (low // 1 + 1) if whole else (low + high) / 2
        return middle if middle < high else None
    if isinstance(low, Seconds):
        return Seconds((low.seconds + high.seconds) / 2)
    after = _shifted(low, 1)
    return after if order(after, high) < 0 else None


def _bounds(tests: Iterable[tree.Test]) -> Iterator[Value]:
    """Every value that a test names. Raises `NotFixed`."""
    for test in tests:
        yield from _BOUNDS[type(test)](test)


def _operand(operand: tree.Operand) -> Value:
    scope = Scope()
    found = value_of(operand, scope)
    if found is None or scope.notes or isinstance(found, (list, dict)):
        raise NotFixed
    return found


def _no_bounds(_test: tree.Test) -> list[Value]:
    return []


def _expression(_test: tree.Holds) -> list[Value]:
    raise NotFixed


_BOUNDS: dict[type, Callable[[Any], Iterable[Value]]] = {
    tree.Compare: lambda test: [_operand(test.value)],
    tree.Interval: lambda test: [_operand(test.low), _operand(test.high)],
    tree.OneOf: lambda test: list(_bounds(test.items)),
    tree.Not: lambda test: list(_bounds([test.test])),
    tree.Anything: _no_bounds,
    tree.IsMissing: _no_bounds,
    tree.StartsWith: _no_bounds,
    tree.Holds: _expression,
}


def _prefixes(tests: Iterable[tree.Test]) -> list[str]:
    found: list[str] = []
    for test in tests:
        if isinstance(test, tree.StartsWith):
            found.extend(test.prefixes)
        elif isinstance(test, tree.OneOf):
            found.extend(_prefixes(test.items))
        elif isinstance(test, tree.Not):
            found.extend(_prefixes([test.test]))
    return found


def words_of(regions: Sequence[Region], chosen: Sequence[int]) -> str:
    """Regions by number as a reader says them: neighbours on the line as one range."""
    if len(chosen) == len(regions):
        return "-"
    if regions[0].words or len(regions) == 1:
        named = dict.fromkeys(regions[at].words for at in chosen if regions[at].words)
        if not regions[chosen[-1]].words:
            left = [
                one.words for at, one in enumerate(regions) if at not in chosen and one.words not in named
            ]
            return f"not({', '.join(dict.fromkeys(left))})"
        return ", ".join(named)
    runs: list[list[int]] = []
    for at in chosen:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return ", ".join(_run(regions[run[0]], regions[run[-1]]) for run in runs)


def _run(first: Region, last: Region) -> str:
    if first is last and first.closed:
        return text_of(first.value)
    if first.low is None:
        return f"{'<=' if last.closed else '<'} {text_of(last.high)}"
    if last.high is None:
        return f"{'>=' if first.closed else '>'} {text_of(first.low)}"
    ends = "[" if first.closed else "(", "]" if last.closed else ")"
    return f"{ends[0]}{text_of(first.low)}..{text_of(last.high)}{ends[1]}"
