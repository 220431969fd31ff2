"""Reads notices of land auctions into parcels: each value beside the words that say it, for a person to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zaocha.lang import normalise
from zaocha.lang.parcels import days, fields, tables
from zaocha.lang.parcels.values import Value

LIMIT = 60_000
"""Most characters that are read of one notice; the rest is left alone."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel: values by the name of the fact. `start` and `end` of a value are places in the original text."""

    values: tuple[Value, ...]

    def facts(self) -> dict[str, str]:
        """Name → value, as offers keep it."""
        return {one.name: one.value for one in self.values}

    def words(self) -> dict[str, str]:
        """Name → the words that say it."""
        return {one.name: one.words for one in self.values}


def read(text: str, *, on: date | None = None) -> list[Parcel]:
    """The parcels of a pasted notice, none when it speaks of no land. `on`: the day it was pasted, for bare 6月18日.

    A table gives a parcel for each of its rows; what stands around it holds for all of them.
    """
    uniform = normalise.normalise(text[:LIMIT])
    found, rest = tables.find(uniform.text)
    common = _merged(fields.find(rest), days.find(rest, on=on))
    if not found:
        parcels = [common] if _is_parcel(common) else []
    else:
        parcels = [_merged(row, common) for row in found]
    return [Parcel(tuple(one.at_origin(uniform) for one in parcel)) for parcel in parcels]


def _merged(first: list[Value], second: list[Value]) -> list[Value]:
    have = {one.name for one in first}
    both = [*first, *(one for one in second if one.name not in have)]
    return fields.with_price_of_area(both)


def _is_parcel(values: list[Value]) -> bool:
    names = {one.name for one in values}
    return bool(names & {"area_m2", "parcel_number"}) and len(names) >= 3
