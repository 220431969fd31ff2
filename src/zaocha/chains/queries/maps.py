"""The map of a chain: positions with counts, goods, thin and missing links. Never who supplies whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Place
from zaocha.companies.models import Company
from zaocha.dealings import queries as dealing_queries
from zaocha.dealings.models import Good
from zaocha.dealings.queries import Link

OUTSIDE = "outside"


@dataclass(frozen=True)
class Box:
    """A good on the map. A count of None is less than five, and not told to this reader."""

    good: Good
    makers: int | None
    buyers: int | None
    supplies: int | None
    flag: str

    @property
    def code(self) -> str:
        return self.good.code


@dataclass(frozen=True)
class Tier:
    """A position with the number of companies there; `outside` holds what comes from other chains."""

    code: str
    label: Any
    companies: int | None
    boxes: list[Box]


@dataclass(frozen=True)
class ChainMap:
    """Tiers from upstream to downstream; `ropes`: (good that goes in, good that it goes into, flag of the first)."""

    tiers: list[Tier]
    ropes: list[tuple[str, str, str]]
    unplaced: int | None
    feeds: dict[str, list[str]]

    @cached_property
    def boxes(self) -> list[Box]:
        """All goods, tier by tier."""
        return [box for tier in self.tiers for box in tier.boxes]

    @property
    def breaks(self) -> list[Box]:
        """The goods that are missing or thin."""
        return [box for box in self.boxes if box.flag in ("missing", "thin")]


def chain_map(*, by: Actor, chain: str) -> ChainMap:
    """The map as this reader may see it: five statements. Whoever deals with goods sees counts, others from five on."""
    open_ = by.may("dealings.read")
    every = {one.good.code: one for one in dealing_queries.links(by=actors.system(by.tenant))}
    own = {code: one for code, one in every.items() if one.good.chain == chain}
    needed = {code for one in own.values() for code in one.good.inputs}
    outside = {code: every[code] for code in sorted(needed - set(own)) if code in every}
    stood = _positions(by, chain)
    tiers = [
        Tier(code, label, _cut(stood.get(code, 0), open_), _boxes(own, code, open_))
        for code, label in Good.Tier.choices
    ]
    if outside:
        boxes = [_box(one, open_) for one in outside.values()]
        tiers.insert(0, Tier(OUTSIDE, "", None, boxes))
    flags = {code: one.flag for code, one in (own | outside).items()}
    ropes = [
        (code, one.good.code, flags[code] if flags[code] != "spare" else "")
        for one in own.values()
        for code in one.good.inputs
        if code in flags
    ]
    feeds = {code: one.feeds for code, one in (own | outside).items()}
    return ChainMap(tiers, sorted(ropes), _cut(stood.get("", 0), open_), feeds)


def _positions(by: Actor, chain: str) -> dict[str, int]:
    """Position → companies of the chain; "" where nobody said it."""
    on_it = Company.objects.filter(tenant=by.tenant, chain=chain, merged_into=None)
    places = Place.objects.filter(tenant=by.tenant, chain=chain, to_on=None, company__in=on_it)
    found = dict(places.exclude(position="").values_list("position").annotate(n=Count("pk")))
    found[""] = on_it.count() - sum(found.values())
    return found


def _boxes(own: dict[str, Link], tier: str, open_: bool) -> list[Box]:
    return [_box(one, open_) for one in own.values() if one.good.tier == tier]


def _box(one: Link, open_: bool) -> Box:
    flag = one.flag if one.flag != "spare" else ""
    return Box(one.good, _cut(one.makers, open_), _cut(one.buyers, open_), one.supplies, flag)


def _cut(number: int, open_: bool) -> int | None:
    """Nought is told to everybody: it says that a link is missing, and of nobody anything."""
    return number if open_ or number == 0 or number >= access.LEAST else None
