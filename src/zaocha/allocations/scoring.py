"""Points of a wish, and the words that say where they come from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WEIGHTS: dict[str, int] = {
    "choice": 400,  # for the first choice; each further one a quarter less
    "never": 200,  # no place was ever given to this company
    "need": 200,  # the desk knows a demand that it would meet
    "missed": 50,  # for each earlier round in which it wished and got nothing, up to four
}
"""Points by reason; together they stay at or below 1,000. A round may change each of them, down to 0."""
MOST = {"choice": 400, "never": 200, "need": 200, "missed": 50}
TIMES = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason (`choice`, `never`, `need`, `missed`) with its weight; `count`: which choice, how often."""

    code: str
    weight: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Past:
    """What a company was given and missed in earlier rounds of the town."""

    given: int = 0
    missed: int = 0


def reasons(*, choice: int, need: bool, past: Past, weights: Mapping[str, int]) -> tuple[Reason, ...]:
    """The reasons for a wish, each with its weight; their sum is what the wish weighs (0 to 1,000)."""
    by = {**WEIGHTS, **weights}
    found = [Reason("choice", max(0, by["choice"] * (5 - choice) // 4), choice)]
    if past.given == 0:
        found.append(Reason("never", by["never"]))
    if need:
        found.append(Reason("need", by["need"]))
    if past.missed:
        times = min(TIMES, past.missed)
        found.append(Reason("missed", by["missed"] * times, times))
    return tuple(found)


def total(given: tuple[Reason, ...]) -> int:
    """The weight of a wish."""
    return sum(one.weight for one in given)
