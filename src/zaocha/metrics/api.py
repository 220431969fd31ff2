"""API of the wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock
from zaocha.metrics import periods, queries, scopes
from zaocha.metrics.definitions import METRICS
from zaocha.results import kinds

router = Router(tags=["metrics"])


@router.get("/metrics", url_name="metrics")
def metrics(request: HttpRequest, period: str = "year", scope: str = "") -> dict[str, Any]:
    """Every figure of a period: numerator, denominator, rate with interval, median in working minutes, sums of results.

    `scope`: empty, `chain-<code>` or `alliance-<id>`.
    """
    by, at = actor_of(request), clock.now()
    by.need("metrics.read")
    chosen = periods.of(period, on=at.date())
    of = scopes.chosen(scope, among=scopes.choices(by))
    figures = queries.figures(METRICS, by=by, period=chosen, at=at, scope=of)
    items = [
        {
            "metric": figure.metric.code,
            "label": str(figure.metric.label),
            "explanation": str(figure.metric.explanation),
            "left_out": str(figure.metric.left_out),
            "counted": kinds.plain(figure.counted),
            "unit": figure.metric.unit,
            "among": figure.among,
            "share": figure.share,
            "interval": figure.interval,
            "median_minutes": figure.median,
        }
        for figure in figures
    ]
    return {
        "period": chosen.code,
        "scope": of.code,
        "from": chosen.first_on,
        "until": chosen.until_on,
        "items": items,
    }
