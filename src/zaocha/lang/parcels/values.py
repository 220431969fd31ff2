"""One value of a notice with its words, and how numbers with units become values."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from zaocha.lang import numerals
from zaocha.lang.normalise import Normalised

NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
M2 = {"平方米": Decimal(1), "平米": Decimal(1), "㎡": Decimal(1), "m2": Decimal(1), "m²": Decimal(1),
      "公顷": Decimal(10_000), "亩": Decimal(10_000) / 15}  # fmt: skip
MONEY = re.compile(rf"({NUMBER})\s*(万|亿)?\s*(?:元|(?<=[万亿])|(?=人民币))")


@dataclass(frozen=True, slots=True)
class Value:
    """A fact as offers keep it, with its words; places are in the text that was searched."""

    name: str
    value: str
    words: str
    start: int
    end: int

    def at_origin(self, uniform: Normalised) -> Value:
        """The same with places and words of the original text."""
        start, end = uniform.span(self.start, self.end)
        return replace(self, words=uniform.original[start:end].strip(), start=start, end=end)


def of(name: str, value: Decimal | str, text: str, span: tuple[int, int]) -> Value:
    """A value that stands at a span of the text."""
    plain = value if isinstance(value, str) else shown(value)
    return Value(name, plain, text[span[0] : span[1]].strip(), *span)


def shown(number: Decimal) -> str:
    """Without zeros at the end; six places at most."""
    text = f"{number.quantize(Decimal('0.000001'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")


def number(text: str) -> Decimal:
    """Digits with or without separators."""
    return Decimal(text.replace(",", ""))


def money(text: str, *, unit: str = "") -> tuple[Decimal, int, int] | None:
    """The first amount in yuan with its place; `unit`: of a table's heading, where the cell has none."""
    found = MONEY.search(text)
    if found:
        scale = {"万": 10_000, "亿": 100_000_000}.get(found[2] or "", 1)
        return number(found[1]) * scale, found.start(), found.end()
    bare = re.search(NUMBER, text) if unit else None
    if bare is None:
        return None
    return number(bare.group()) * (10_000 if "万" in unit else 1), bare.start(), bare.end()


def area(text: str, *, unit: str = "") -> tuple[Decimal, int, int] | None:
    """The first area in m2 with its place; square metres rather than the mu that stand beside them."""
    best = None
    for found in re.finditer(rf"({NUMBER})\s*(平方米|平米|㎡|m2|m²|公顷|亩)(?!均)", text):
        if text[max(0, found.start() - 3) : found.start()].endswith(("/", "每")):
            continue
        if best is None or (best[2] == "亩" and found[2] != "亩" and found.start() - best.end() < 8):
            best = found
    if best is not None:
        return number(best[1]) * M2[best[2]], best.start(), best.end()
    bare = re.search(NUMBER, text) if unit else None
    known = next((times for name, times in M2.items() if name in unit), None)
    if bare is None or known is None:
        return None
    return number(bare.group()) * known, bare.start(), bare.end()


_LOW = r"(?:≥|≧|>=|>|不低于|不小于|不少于|大于等于|大于|至少|高于)"
_HIGH = r"(?:≤|≦|<=|<|不高于|不大于|不超过|小于等于|小于|至多|低于)"
_N = r"(\d+(?:\.\d+)?)\s*(%)?"
_BETWEEN = re.compile(rf"{_N}\s*(?:≤|<=|<|＜)\s*[A-Za-z容积率建筑密度绿地系数]{{1,6}}\s*(?:≤|<=|<|＜)\s*{_N}")
_RANGE = re.compile(rf"{_N}\s*(?:-|—|–|~|～|至|到)\s*{_N}")
_AT_LEAST = re.compile(rf"(?<![不等]){_LOW}\s*(?:等于)?\s*{_N}|{_N}\s*(?:及?以上|以?上)")
_AT_MOST = re.compile(rf"(?<!不){_HIGH}\s*{_N}|{_N}\s*(?:及?以下|以内|之内)")
_BARE = re.compile(_N)


def bounds(text: str) -> tuple[Decimal | None, Decimal | None, int, int] | None:
    """Lower and upper bound of what a text says, such as ≥1.8且≤2.5, with the place; shares as fractions."""
    for pattern in (_BETWEEN, _RANGE):
        both = pattern.search(text)
        if both:
            percent = both[2] or both[4]
            return _share(both[1], percent), _share(both[3], percent), both.start(), both.end()
    low, high = _AT_LEAST.search(text), _AT_MOST.search(text)
    if low is None and high is None:
        bare = _BARE.search(text)
        return (_share(bare[1], bare[2]), None, bare.start(), bare.end()) if bare else None
    places = [place for found in (low, high) if found for place in found.span()]
    return _bound(low), _bound(high), min(places), max(places)


def _bound(found: re.Match[str] | None) -> Decimal | None:
    if found is None:
        return None
    return _share(found[1] or found[3], found[2] or found[4])


def _share(text: str, percent: str | None) -> Decimal:
    return Decimal(text) / 100 if percent else Decimal(text)


def count(text: str) -> Decimal | None:
    """A whole number in digits or characters."""
    found = numerals.exact(text)
    return None if found is None else Decimal(found)
