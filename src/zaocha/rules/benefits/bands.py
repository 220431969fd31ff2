"""Bands of a number with bounds that count or do not (含/不含), and what lies between and twice within them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaocha.rules.benefits import words
from zaocha.rules.benefits.spans import ENDLESS, Span
from zaocha.rules.texts import Text

INTERVAL = re.compile(
    r"\s*(?P<left>[\[(\]])\s*(?P<low>-?[\d.]+)\s*\.\.\s*(?P<high>-?[\d.]+)\s*(?P<right>[\])\[])\s*"
)
HALF = re.compile(r"\s*(?P<sign><=|>=|<|>)\s*(?P<value>-?[\d.]+)\s*")
_OPEN_LEFT, _OPEN_RIGHT = "(]", ")["


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` to `high`, each within the band if it is closed. Usual bands are `[low..high)`."""

    low: Decimal = -ENDLESS
    high: Decimal = ENDLESS
    low_closed: bool = True
    high_closed: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies within."""
        above = value >= self.low if self.low_closed else value > self.low
        return above and (value <= self.high if self.high_closed else value < self.high)

    def meets(self, span: Span) -> bool:
        """Whether some value of the span may lie within."""
        if span.is_exact:
            return self.holds(span.low)
        above = span.high >= self.low if self.low_closed else span.high > self.low
        return above and (span.low <= self.high if self.high_closed else span.low < self.high)

    def covers(self, span: Span) -> bool:
        """Whether every value of the span lies within."""
        return self._reaches(span.low, span.high)

    def is_empty(self) -> bool:
        """Whether no value lies within."""
        return self.low > self.high or (self.low == self.high and not (self.low_closed and self.high_closed))

    def told(self, show: Callable[[Decimal], Text]) -> Text:
        """ "10 亩（含）至 30 亩（不含）", "from 10 to below 30 mu"; `show` writes a number with its unit."""
        if self.high == ENDLESS and self.low == -ENDLESS:
            return words.say("any_amount")
        low, high = show(self.low), show(self.high)
        if self.high == ENDLESS:
            return words.say("band_from" if self.low_closed else "band_above", low=low)
        if self.low == -ENDLESS:
            return words.say("band_to" if self.high_closed else "band_below", high=high)
        key = f"band_{'from' if self.low_closed else 'above'}_{'to' if self.high_closed else 'below'}"
        return words.say(key, low=low, high=high)

    def said(self) -> Text:
        """ "[3..10)", ">= 30"; the notation of the rule language."""
        if self.high == ENDLESS and self.low == -ENDLESS:
            return words.say("any_amount")
        if self.high == ENDLESS:
            return words.verbatim(f"{'≥' if self.low_closed else '>'} {words.number(self.low).en}")
        if self.low == -ENDLESS:
            return words.verbatim(f"{'≤' if self.high_closed else '<'} {words.number(self.high).en}")
        left, right = "[" if self.low_closed else "(", "]" if self.high_closed else ")"
        return words.verbatim(f"{left}{words.number(self.low).en}..{words.number(self.high).en}{right}")

    def _reaches(self, low: Decimal, high: Decimal) -> bool:
        if not low.is_finite() and low != self.low:
            return False
        if not high.is_finite() and high != self.high:
            return False
        bottom = low >= self.low if self.low_closed or not low.is_finite() else low > self.low
        return bottom and (
            high <= self.high if self.high_closed or not high.is_finite() else high < self.high
        )


def parse(text: str) -> Band | None:
    """The band that "[3..10)", ">= 30" or "< 3" writes; None if it is none."""
    interval = INTERVAL.fullmatch(text)
    if interval:
        return Band(
            Decimal(interval["low"]),
            Decimal(interval["high"]),
            low_closed=interval["left"] not in _OPEN_LEFT,
            high_closed=interval["right"] not in _OPEN_RIGHT,
        )
    half = HALF.fullmatch(text)
    if half is None:
        return None
    value = Decimal(half["value"])
    if half["sign"].startswith(">"):
        return Band(low=value, low_closed=half["sign"] == ">=")
    return Band(high=value, high_closed=half["sign"] == "<=")


def overlaps(bands: Sequence[Band]) -> list[tuple[int, int]]:
    """Pairs of places whose bands share a value."""
    return [
        (one, other)
        for one in range(len(bands))
        for other in range(one + 1, len(bands))
        if not _common(bands[one], bands[other]).is_empty()
    ]


def gaps(bands: Sequence[Band]) -> list[Band]:
    """What lies between the lowest and the highest band and belongs to none."""
    ordered = sorted(bands, key=lambda band: (band.low, not band.low_closed))
    found: list[Band] = []
    for one, other in itertools.pairwise(ordered):
        gap = Band(one.high, other.low, low_closed=not one.high_closed, high_closed=not other.low_closed)
        if not gap.is_empty():
            found.append(gap)
    return found


def _common(one: Band, other: Band) -> Band:
    low = max((one, other), key=lambda band: (band.low, not band.low_closed))
    high = min((one, other), key=lambda band: (band.high, band.high_closed))
    return Band(low.low, high.high, low_closed=low.low_closed, high_closed=high.high_closed)
