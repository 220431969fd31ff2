"""Units of facts: their labels, and the spellings that mean them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from zaocha.rules import data_files
from zaocha.rules.texts import Text


@dataclass(frozen=True)
class Unit:
    """A unit; `times` are spellings of a multiple of it, which are never converted silently."""

    code: str
    label: Text
    other: frozenset[str]
    times: dict[str, Decimal]


@cache
def units() -> dict[str, Unit]:
    """Code → unit."""
    return {
        code: Unit(
            code=code,
            label=Text(row["zh"], row["en"]),
            other=frozenset(row["other"]),
            times={spelling: Decimal(factor) for spelling, factor in row["times"].items()},
        )
        for code, row in data_files.table("units.yaml").items()
    }


def means(spelling: str, code: str) -> bool:
    """Does a spelling mean exactly this unit?"""
    return spelling == code or spelling in units()[code].other


def factor(spelling: str, code: str) -> Decimal | None:
    """How many of the unit one of `spelling` is, when it is a known multiple."""
    return units()[code].times.get(spelling)


def label(code: str | None) -> Text:
    """The words for a unit; empty for none."""
    return units()[code].label if code else Text("", "")


def named(code: str | None) -> Text:
    """The words for a unit within a sentence, also of a share and of none."""
    if code is None:
        return Text("无单位", "no unit")
    return Text("小数", "a fraction") if code == "1" else label(code)
