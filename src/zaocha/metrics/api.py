"""API of the wall."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from zaocha.accounts.access import actor_of
from zaocha.kernel import clock
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import METRICS

router = Router(tags=["metrics"])


@router.get("/metrics", url_name="metrics")
def metrics(request: HttpRequest, period: str = "year") -> dict[str, Any]:
    """Every figure of a period: numerator, denominator, rate with interval, median in working minutes."""
    by, at = actor_of(request), clock.now()
    by.need("metrics.read")
    chosen = periods.of(period, on=at.date())
    figures = [queries.figure(metric, by=by, period=chosen, at=at) for metric in METRICS]
    items = [
        {
            "metric": figure.metric.code,
            "label": str(figure.metric.label),
            "explanation": str(figure.metric.explanation),
            "left_out": str(figure.metric.left_out),
            "counted": figure.counted,
            "among": figure.among,
            "share": figure.share,
            "interval": figure.interval,
            "median_minutes": figure.median,
        }
        for figure in figures
    ]
    return {"period": chosen.code, "from": chosen.first_on, "until": chosen.until_on, "items": items}
