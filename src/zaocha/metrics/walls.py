"""All that a wall shows, worked out at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zaocha.accounts.actors import Actor
from zaocha.metrics import ahead, queries
from zaocha.metrics.definitions import BY_CODE, METRICS
from zaocha.metrics.outcomes import DRAWN
from zaocha.metrics.periods import Period
from zaocha.metrics.queries import Figure
from zaocha.metrics.scopes import Scope


@dataclass(frozen=True)
class Wall:
    """The figures in the order of `METRICS`, and what is drawn. `as_of`: when they were counted ahead; None: just now."""

    figures: list[Figure]
    per_month: dict[str, list[int]]
    outcomes_per_month: dict[str, list[Decimal | int]]
    per_category: list[tuple[str, int]]
    as_of: datetime | None = None


def wall(*, by: Actor, period: Period, months: list[Period], scope: Scope, at: datetime) -> Wall:
    """What a reader sees of a period and a scope: counted ahead where the town is large, else now."""
    if (found := ahead.wall(by=by, period=period, months=months, scope=scope)) is not None:
        return Wall(**found)
    return counted_now(by=by, period=period, months=months, scope=scope, at=at)


def counted_now(*, by: Actor, period: Period, months: list[Period], scope: Scope, at: datetime) -> Wall:
    """Out of the rows themselves: seven statements."""
    drawn = [BY_CODE[code] for code in DRAWN]
    return Wall(
        queries.figures(METRICS, by=by, period=period, at=at, scope=scope),
        queries.by_month(by=by, months=months, scope=scope),
        queries.outcomes_by_month(drawn, by=by, months=months, at=at, scope=scope),
        queries.by_category(by=by, period=period, scope=scope),
    )
