"""Yield per 亩 (亩均论英雄): indicators against dated benchmarks, weighted to a score, and classes by parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from zaocha.rules import data_files
from zaocha.rules.benefits import bands, spans, words
from zaocha.rules.benefits.evaluating import label_of
from zaocha.rules.benefits.settings import Facts, Setting
from zaocha.rules.benefits.spans import ENDLESS, ZERO, Span
from zaocha.rules.texts import Text

PLACES = Decimal("0.0001")
CLASSES = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Item:
    """`value ÷ benchmark × weight`, between `floor` and `cap` (shares of the weight; None: no limit).

    The value is `over ÷ under` of two facts, in units of `per` yuan. `missing` is average or unknown.
    """

    name: str
    label: Text
    weight: Decimal
    benchmark: Decimal
    over: str
    under: str
    per: Decimal
    missing: str = "unknown"
    floor: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The items for one group of companies in one year."""

    id: str
    year: int
    group: str
    label: Text
    items: tuple[Item, ...]

    def with_limits(self, *, floor: Decimal | None = None, cap: Decimal | None = None) -> Assessment:
        """The same with a floor and a cap for every item, as shares of its weight."""
        return replace(self, items=tuple(replace(item, floor=floor, cap=cap) for item in self.items))


@dataclass(frozen=True, slots=True)
class Score:
    """`total` to four places, half up; None while facts are missing that it hangs on. Item scores are not rounded.

    `averaged` names the items for which the average stands.
    """

    total: Decimal | None
    items: Mapping[str, Span]
    missing: tuple[str, ...]
    averaged: tuple[str, ...]
    steps: tuple[Text, ...]


class NoAssessment(LookupError):
    """There are no benchmarks for this year and group."""


@cache
def assessments() -> tuple[Assessment, ...]:
    """Every assessment of data/yield_scores.yaml, newest first."""
    held = data_files.table("yield_scores.yaml")["assessments"]
    found = [_assessment(row, group) for row in held for group in row["groups"]]
    return tuple(sorted(found, key=lambda one: (-one.year, one.group)))


def assessment(*, year: int, group: str) -> Assessment:
    """The benchmarks of a year for a group (above_scale, below_scale). Raises NoAssessment: none is made up."""
    for one in assessments():
        if one.year == year and one.group == group:
            return one
    raise NoAssessment(f"no benchmarks for {group} of {year}")


def indicators(*, by: Assessment, facts: Facts) -> dict[str, Span]:
    """The values of the items from a company's facts; without data, or without a base above nothing, unknown."""
    at = Setting(facts)
    with spans.exact_arithmetic():
        return {item.name: _value(item, at) for item in by.items}


def score(
    *,
    by: Assessment,
    values: Mapping[str, Span | Decimal | None],
    averages: Mapping[str, Decimal] | None = None,
) -> Score:
    """The score of one company. `averages` are mean item scores (`averages_of`) for items without data."""
    averaged: list[str] = []
    items: dict[str, Span] = {}
    steps: list[Text] = []
    with spans.exact_arithmetic():
        for item in by.items:
            value = _span(values.get(item.name), item)
            average = (averages or {}).get(item.name)
            if not value.is_exact and item.missing == "average" and average is not None:
                items[item.name] = Span.exactly(average)
                averaged.append(item.name)
                steps.append(words.say("score_average", label=item.label, points=_rounded_said(average)))
            else:
                items[item.name] = _points(item, value)
                steps.append(_said(item, value, items[item.name]))
        whole = spans.total(items.values())
        total = whole.low.quantize(PLACES, ROUND_HALF_UP) if whole.is_exact else None
    missing = tuple(sorted(whole.missing))
    if total is not None:
        steps.append(words.say("score_total", points=words.number(total)))
    else:
        steps.append(words.say("lacking", facts=words.listed(map(label_of, missing))))
    return Score(total, items, missing, tuple(averaged), tuple(steps))


def averages_of(scores: Sequence[Score]) -> dict[str, Decimal]:
    """The mean score of each item over the companies that have data for it."""
    held: dict[str, list[Decimal]] = {}
    for one in scores:
        for name, span in one.items.items():
            if span.is_exact and name not in one.averaged:
                held.setdefault(name, []).append(span.low)
    with spans.exact_arithmetic():
        return {name: sum(points, ZERO) / len(points) for name, points in held.items()}


def class_by_score(total: Decimal | None, *, bounds: Mapping[str, str]) -> str | None:
    """The class whose band holds the score: `{"A": ">= 90", "B": "[70..90)", …}`. None for an unknown score."""
    if total is None:
        return None
    for name, band in bounds.items():
        held = bands.parse(band)
        if held is None:
            raise ValueError(f"class {name}: {band!r} is no band; write >= 90 or [70..90)")
        if held.holds(total):
            return name
    return None


def classes_by_share(
    totals: Mapping[str, Decimal | None],
    *,
    shares: Mapping[str, Decimal],
    vetoed: frozenset[str] = frozenset(),
) -> dict[str, str | None]:
    """Classes by share of the companies, best first: `{"A": 0.2, "B": 0.6, "C": 0.15, "D": 0.05}`.

    The number of a class and those above it is rounded half up; equal scores share the better class. Vetoed
    companies (one-vote veto) are in the last class and leave no place empty. An unknown score has no class.
    """
    if sum(shares.values()) != 1:
        raise ValueError("the shares of the classes must add up to 1")
    ranked = sorted(
        (total for name, total in totals.items() if total is not None and name not in vetoed), reverse=True
    )
    lows: list[tuple[str, Decimal]] = []
    upto = ZERO
    for name, share in shares.items():
        upto += share
        places = int((upto * len(ranked)).quantize(Decimal(1), ROUND_HALF_UP))
        lows.append((name, ranked[places - 1] if places else ENDLESS))
    last = list(shares)[-1]
    return {
        one: last if one in vetoed else _class(total, lows) if total is not None else None
        for one, total in totals.items()
    }


def _class(total: Decimal, lows: Sequence[tuple[str, Decimal]]) -> str:
    return next(name for name, low in lows if total >= low)


def _points(item: Item, value: Span) -> Span:
    points = value.rising(lambda held: _finite_times(held / item.benchmark, item.weight))
    if item.floor is not None:
        points = points.at_least(item.floor * item.weight)
    if item.cap is not None:
        points = points.at_most(item.cap * item.weight)
    return points


def _finite_times(share: Decimal, weight: Decimal) -> Decimal:
    return share if not share.is_finite() else share * weight


def _span(value: Span | Decimal | None, item: Item) -> Span:
    if isinstance(value, Span):
        return value
    return Span.unknown(item.over, item.under) if value is None else Span.exactly(value)


def _value(item: Item, at: Setting) -> Span:
    over, under = at.number(item.over), at.number(item.under)
    if over.is_exact and under.is_exact and under.low > 0:
        return Span.exactly(over.low / item.per / under.low)
    missing = over.missing | under.missing or frozenset({item.under})
    return Span(-ENDLESS, ENDLESS, missing)


def _said(item: Item, value: Span, points: Span) -> Text:
    if not points.is_exact:
        return words.say("score_unknown", label=item.label)
    return words.say(
        "score_item",
        label=item.label,
        value=words.number(value.low),
        benchmark=words.number(item.benchmark),
        weight=words.number(item.weight),
        points=_rounded_said(points.low),
    )


def _rounded_said(points: Decimal) -> Text:
    return words.number(points.quantize(PLACES, ROUND_HALF_UP))


def _assessment(row: Mapping[str, Any], group: str) -> Assessment:
    held = row["groups"][group]
    label = Text(
        f"{row['label']['zh']}（{held['label']['zh']}）", f"{row['label']['en']} ({held['label']['en']})"
    )
    return Assessment(row["id"], int(row["year"]), group, label, tuple(map(_item, held["items"])))


def _item(row: Mapping[str, Any]) -> Item:
    over, under = row["of"]
    return Item(
        name=row["name"],
        label=Text(row["label"]["zh"], row["label"]["en"]),
        weight=Decimal(row["weight"]),
        benchmark=Decimal(row["benchmark"]),
        over=over,
        under=under,
        per=Decimal(row["per"]),
        missing=row["missing"],
        floor=Decimal(row["floor"]) if "floor" in row else None,
        cap=Decimal(row["cap"]) if "cap" in row else None,
    )
