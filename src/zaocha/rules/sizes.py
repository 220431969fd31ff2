"""Size of a company by the statistics rule of 2017: micro, small, medium or large, by industry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from zaocha.rules import data_files
from zaocha.rules.benefits import words
from zaocha.rules.benefits.evaluating import label_of
from zaocha.rules.benefits.settings import Facts, Setting
from zaocha.rules.facts import dictionary
from zaocha.rules.texts import Text

SIZES = ("micro", "small", "medium", "large")
INDICATORS = ("employees", "revenue", "assets")


@dataclass(frozen=True, slots=True)
class Row:
    """Lower bounds per indicator, from small to large, for industries whose code begins with one of `codes`."""

    label: Text
    codes: tuple[str, ...]
    bounds: Mapping[str, tuple[Decimal, Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Sized:
    """`size` is None while facts are missing that decide, or when the rule does not cover the industry; then it is
    at most `at_most`. `missing` names the facts that would decide, `steps` say how it was found."""

    size: str | None
    at_most: str | None
    missing: tuple[str, ...]
    row: Row | None
    steps: tuple[Text, ...]


def sized(*, facts: Facts) -> Sized:
    """The size of one company from its facts industry, employees, revenue (yuan) and assets (yuan)."""
    at = Setting(facts)
    codes = at.codes("industry")
    if not codes:
        said = words.say("lacking", facts=label_of("industry"))
        return Sized(None, None, ("industry",), None, (said,))
    code = min(codes)
    row = row_of(code)
    if row is None:
        return Sized(None, None, (), None, (words.say("size_no_row", code=words.verbatim(code)),))
    return _by_row(row, at)


@lru_cache(maxsize=4096)
def row_of(code: str) -> Row | None:
    """The row of an industry code (GB/T 4754-2017, digits); None if the rule does not cover it, or if the code is
    too short to tell."""
    return next((row for row in rows() if any(code.startswith(one) for one in row.codes)), None)


@cache
def rows() -> tuple[Row, ...]:
    """The rows of data/company_sizes.yaml."""
    return tuple(_row(held) for held in data_files.table("company_sizes.yaml")["rows"])


def source() -> Mapping[str, Any]:
    """Title, number and day of the rule."""
    held: Mapping[str, Any] = data_files.table("company_sizes.yaml")["source"]
    return held


def _by_row(row: Row, at: Setting) -> Sized:
    known = {name: at.number(name) for name in row.bounds}
    levels = {name: _level(row, name, span.low) for name, span in known.items() if span.is_exact}
    missing = tuple(name for name in row.bounds if name not in levels)
    at_most = min(levels.values(), default=len(SIZES) - 1)
    steps = [words.say("size_row", row=row.label)]
    steps += [_said(name, known[name].low, SIZES[level]) for name, level in levels.items()]
    if missing and at_most > 0:
        steps.append(words.say("lacking", facts=words.listed(map(label_of, missing))))
        return Sized(None, SIZES[at_most], missing, row, tuple(steps))
    size = SIZES[at_most]
    steps.append(words.say("size_found", size=size_label(size)))
    return Sized(size, size, (), row, tuple(steps))


def size_label(size: str) -> Text:
    """The size in words."""
    return dictionary().codes["company_size"][size]


def _level(row: Row, name: str, value: Decimal) -> int:
    return sum(value >= bound for bound in row.bounds[name])


def _said(name: str, value: Decimal, size: str) -> Text:
    number = words.number(value) if name == "employees" else words.money(value)
    return words.say("size_indicator", label=label_of(name), value=number, size=size_label(size))


def _row(held: Mapping[str, Any]) -> Row:
    return Row(Text(held["label"]["zh"], held["label"]["en"]), tuple(held["codes"]), dict(_bounds(held)))


def _bounds(held: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Decimal, Decimal, Decimal]]]:
    for name in INDICATORS:
        if name in held:
            small, medium, large = (Decimal(held[name][size]) for size in SIZES[1:])
            yield name, (small, medium, large)
