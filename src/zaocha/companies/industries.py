"""Industry codes of GB/T 4754-2017: sections, divisions, groups and classes, matched by prefix."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

VERSION = "GB/T 4754-2017"
"""Codes of 2011 map many-to-many onto these: keep the version beside a stored code."""

OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"袜": ("1830",), "袜子": ("1830",), "袜业": ("1830",), "袜机": ("3551",), "尼龙": ("2821",)}
)
"""Words of the trade that the table's names lack; the note to 1830 covers socks."""

_SHAPE = re.compile(r"([A-T])?(\d{2,4})|([A-T])")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Industry:
    """One entry. `level`: 门类 (a letter), 大类, 中类, 小类 (2, 3, 4 digits); `section` is its letter."""

    code: str
    level: str
    section: str
    name: str


class IndustryNotKnown(ValueError):
    """No such code. `reason`: shape (no code at all), section (wrong letter), orphan (not in the table)."""

    def __init__(self, text: str, reason: str, message: str) -> None:
        super().__init__(message)
        self.text = text
        self.reason = reason


def normalise(text: str) -> str:
    """ "C1830", "c 1830" and "１８３０" are "1830", a section stays a letter; raises IndustryNotKnown."""
    narrow = "".join(text.translate(_HALF_WIDTH).split())
    shape = _SHAPE.fullmatch(narrow.upper()) if narrow.isascii() else None
    if shape is None:
        raise IndustryNotKnown(text, "shape", f"{text!r} is no industry code such as C1830 or 1830")
    letter, digits = shape[1], shape[2]
    code = digits or shape[3]
    found = _table().get(code)
    if found is None:
        raise IndustryNotKnown(text, "orphan", f"{VERSION} has no code {code}")
    if letter and letter != found.section:
        raise IndustryNotKnown(text, "section", f"{code} belongs to section {found.section}, not {letter}")
    return code


def industry(code: str) -> Industry:
    """The entry of a code in any of its spellings; raises IndustryNotKnown."""
    return _table()[normalise(code)]


def is_within(code: str, ancestor: str) -> bool:
    """Whether `code` is `ancestor` or lies below it, at any level; raises IndustryNotKnown for either."""
    return _lies_within(industry(code), industry(ancestor))


def path(code: str) -> tuple[Industry, ...]:
    """The entry and those above it, section first."""
    found = industry(code)
    above = [found.code[:length] for length in range(2, len(found.code) + 1)]
    return (_table()[found.section], *(_table()[part] for part in above if part != found.section))


def below(code: str) -> tuple[Industry, ...]:
    """The entries right below a code, the sections for ""; nothing for a code that there is not."""
    if not code:
        return tuple(entry for entry in _table().values() if entry.code == entry.section)
    above = _table().get(code)
    if above is None:
        return ()
    length = 2 if above.code == above.section else len(above.code) + 1
    return tuple(
        entry
        for entry in _table().values()
        if len(entry.code) == length and _lies_within(entry, above) and entry.code != above.code
    )


def search(text: str, *, limit: int = 20) -> tuple[Industry, ...]:
    """Entries whose code begins with the text or whose name holds it, closest and finest first."""
    wanted = "".join(text.translate(_HALF_WIDTH).upper().split())
    if not wanted:
        return ()
    ranked = sorted(_ranked(wanted), key=lambda hit: (hit[0], -len(hit[1].code), hit[1].code))
    return tuple(entry for _rank, entry in ranked[:limit])


def _ranked(wanted: str) -> Iterator[tuple[int, Industry]]:
    bare = wanted[1:] if wanted[0].isalpha() and wanted[1:].isdigit() else wanted
    for entry in _table().values():
        if wanted in (entry.code, entry.section + entry.code) or entry.code in OTHER_NAMES.get(wanted, ()):
            yield 0, entry
        elif entry.code.startswith(bare) and (bare == wanted or entry.section == wanted[0]):
            yield 1, entry
        elif entry.name == wanted:
            yield 2, entry
        elif wanted in entry.name:
            yield (3 if entry.name.startswith(wanted) else 4), entry


def _lies_within(entry: Industry, ancestor: Industry) -> bool:
    if ancestor.code == ancestor.section:
        return entry.section == ancestor.section
    return entry.code.startswith(ancestor.code)


@cache
def _table() -> Mapping[str, Industry]:
    text = resources.files("zaocha.companies").joinpath("data/gbt4754_2017.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType(
        {row["code"]: Industry(row["code"], row["level"], row["section"], row["name"]) for row in rows}
    )
