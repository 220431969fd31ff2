"""The service plan of a chain: lines with where each promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import PlanLine
from zaocha.demands.forms import category_label
from zaocha.promises import queries as promise_queries
from zaocha.promises.models import Promise
from zaocha.promises.queries import Standing

UNSETTLED = frozenset({"late", "due_today", "open", "statement", "waiting"})


@dataclass(frozen=True)
class Planned:
    """One line. `mine`: the reader gave it and may say that it was kept."""

    line: PlanLine
    promise: Promise
    standing: Standing
    mine: bool

    @property
    def is_open(self) -> bool:
        return self.standing.code in UNSETTLED

    @property
    def giver(self) -> str:
        """Who promised it, or whom it was put to."""
        return str(self.promise.unit or self.promise.person or self.promise.giver)

    @property
    def category(self) -> str:
        return str(category_label(self.line.category))


def plan(*, by: Actor, chain: str, at: datetime, categories: Sequence[str] = ()) -> list[Planned]:
    """The lines, open ones by day first, then what became of the others: one statement."""
    rows = access.plan_lines(by, chain).select_related("promise__unit", "promise__person")
    if categories:
        rows = rows.filter(category__in=categories)
    found = []
    for line in rows.order_by(F("promise__due_on").asc(nulls_last=True), "pk"):
        assert line.promise is not None
        standing = promise_queries.standing(line.promise, at=at)
        found.append(Planned(line, line.promise, standing, _may_end(line.promise, by)))
    return sorted(found, key=lambda one: not one.is_open)


def _may_end(promise: Promise, by: Actor) -> bool:
    if promise.state not in (Promise.State.OPEN, Promise.State.STATED):
        return False
    own = by.person_id is not None and promise.person_id == by.person_id
    return own or promise.unit_id in by.unit_ids or by.may("promises.write")
