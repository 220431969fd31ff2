"""How well offers fit a need: hard conditions with three values, weighted wishes, every part explained.

A wish that is missed by less than a fifth of its bound counts in part. What an offer does not say counts nothing,
and is said: the best that it could still come to stands beside it. Offers are put in order; nobody else is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zaocha.offers import conditions
from zaocha.offers.models import Need, Offer

TOLERATED = Decimal("0.2")


@dataclass(frozen=True)
class Wish:
    """One wish and what an offer earns for it, of its weight."""

    judged: conditions.Judged
    earned: Decimal

    @property
    def percent(self) -> int:
        """Of its weight."""
        return int((self.earned / self.judged.weight * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Fit:
    """An offer for a need. `share` and `at_best` are percent of all weights; None when nothing was wished."""

    offer: Offer
    must: conditions.Verdict
    wishes: tuple[Wish, ...]
    share: int | None
    at_best: int | None

    @property
    def holds(self) -> bool | None:
        """Whether every hard condition holds; None when something is not said."""
        return self.must.holds

    @property
    def unknown(self) -> list[conditions.Judged]:
        """What would have to be asked."""
        parts = (*self.must.clauses, *(one.judged for one in self.wishes))
        return [one for one in parts if one.holds is None]


def fits(need: Need, offers: Iterable[Offer]) -> list[Fit]:
    """Every offer of the need's kind: those that fit first, then those that may, then those that do not."""
    made = [fit(need, offer) for offer in offers]
    return sorted(made, key=_order)


def fit(need: Need, offer: Offer) -> Fit:
    """One offer for a need."""
    must = conditions.judge(need.kind, need.must, offer.facts)
    wishes = tuple(_wish(one) for one in conditions.judge(need.kind, need.wishes, offer.facts).clauses)
    total = sum(one.judged.weight for one in wishes)
    earned = sum((one.earned for one in wishes), Decimal(0))
    open_ = sum(one.judged.weight for one in wishes if one.judged.holds is None)
    if not total:
        return Fit(offer, must, wishes, None, None)
    return Fit(offer, must, wishes, _percent(earned, total), _percent(earned + open_, total))


def _wish(judged: conditions.Judged) -> Wish:
    if judged.holds:
        return Wish(judged, Decimal(judged.weight))
    if judged.holds is None or judged.near is None or judged.near >= TOLERATED:
        return Wish(judged, Decimal(0))
    return Wish(judged, judged.weight * (1 - judged.near / TOLERATED))


def _percent(part: Decimal, whole: int) -> int:
    return int((part / whole * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _order(one: Fit) -> tuple[int, int, int, Decimal, int]:
    group = {True: 0, None: 1, False: 2}[one.holds]
    missed = sum(
        (clause.near or Decimal(1) for clause in one.must.clauses if clause.holds is False), Decimal(0)
    )
    return group, -(one.share or 0), -(one.at_best or 0), missed, one.offer.pk
