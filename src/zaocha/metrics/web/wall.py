"""Pages of the wall: figures, charts, and the rows behind each figure."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zaocha.accounts import calendars
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import queries as demand_queries
from zaocha.kernel import clock
from zaocha.metrics import periods, queries, scopes, showing, walls
from zaocha.metrics.definitions import BY_CODE, MINIMUM
from zaocha.metrics.metric import Metric
from zaocha.metrics.outcomes import OUTCOMES

PER_PAGE = 50


@require_GET
@signed_in("metrics.read")
def wall(request: HttpRequest) -> HttpResponse:
    """The figures of a period, of the town, a chain or an alliance; each opens to its rows."""
    by, at = actor_of(request), clock.now()
    period = periods.of(request.GET.get("period", "year"), on=at.date())
    among = scopes.choices(by)
    scope = scopes.chosen(request.GET.get("scope", ""), among=among)
    months = periods.last_months(12, on=at.date())
    found = walls.wall(by=by, period=period, months=months, scope=scope, at=at)
    query = {"period": period.code, "scope": scope.code}
    tiles = [
        showing.tile(one, query=query, day_minutes=_day_minutes(by))
        for one in found.figures
    ]  # fmt: skip
    split = len(found.figures) - len(OUTCOMES)
    context = {
        "period": period, "choices": periods.CHOICES, "scopes": among, "scope": scope, "service": tiles[:split],
        "outcomes": tiles[split:], "outcomes_first": not by.may("demands.dispatch"), "tiles": tiles,
        "per_month": showing.per_month(found.per_month, months),
        "outcomes_per_month": showing.outcomes(found.outcomes_per_month, months),
        "per_category": showing.per_category(found.per_category), "minimum": MINIMUM, "as_of": found.as_of,
    }  # fmt: skip
    return render(request, "metrics/wall.html", context)


@require_GET
@signed_in("metrics.read")
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure: those that count, or all out of which it counts."""
    if code not in BY_CODE:
        raise Http404
    by, at, metric = actor_of(request), clock.now(), BY_CODE[code]
    period = periods.of(request.GET.get("period", "year"), on=at.date())
    among = scopes.choices(by)
    scope = scopes.chosen(request.GET.get("scope", ""), among=among)
    everything = request.GET.get("of") == "all"
    chosen: dict[str, Any] = {"by": by, "period": period, "at": at, "scope": scope}
    found = queries.figure(metric, **chosen)
    query = {"period": period.code, "scope": scope.code}
    context = {
        "metric": metric, "period": period, "scope": scope, "scopes": among, "everything": everything,
        "choices": periods.CHOICES, "figure": showing.tile(found, query=query, day_minutes=_day_minutes(by)),
        "page": _page(request, metric, everything, chosen),
    }  # fmt: skip
    return render(request, "metrics/rows.html", context)


def _page(request: HttpRequest, metric: Metric, everything: bool, chosen: dict[str, Any]) -> Any:
    number = request.GET.get("page")
    if metric.kind == "companies":
        page: Any = Paginator(queries.companies(metric, **chosen), PER_PAGE).get_page(number)
        named = Company.objects.in_bulk([row["helped"] for row in page.object_list])
        page.object_list = [{**row, "company": named[row["helped"]]} for row in page.object_list]
        return page
    found = (queries.among_rows if everything else queries.counted_rows)(metric, **chosen)
    joined = ("company",) if metric.over == "results" else ("company", "unit")
    page = Paginator(found.select_related(*joined).order_by("-id"), PER_PAGE).get_page(number)
    if metric.over == "demands":  # as the reader may see them
        found_here: Any = page.object_list
        page.object_list = demand_queries.rows_of(found_here, by=chosen["by"], at=chosen["at"])
    return page


def _day_minutes(by: Actor) -> int:
    return int(calendars.of(by.tenant).day_length.total_seconds() // 60)


urlpatterns = [
    path("wall/", wall, name="wall"),
    path("wall/<slug:code>/", rows, name="wall-rows"),
]
