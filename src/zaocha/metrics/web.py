"""Pages of the wall: figures, charts, and the rows behind each figure."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaocha.accounts import calendars
from zaocha.accounts.access import actor_of, signed_in
from zaocha.demands import queries as demand_queries
from zaocha.kernel import clock
from zaocha.lang import categories
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import BY_CODE, METRICS, MINIMUM
from zaocha.metrics.queries import Figure


@require_GET
@signed_in("metrics.read")
def wall(request: HttpRequest) -> HttpResponse:
    """The figures of a period; each opens to its rows."""
    by, at = actor_of(request), clock.now()
    period = periods.of(request.GET.get("period", "year"), on=at.date())
    figures = [queries.figure(metric, by=by, period=period, at=at) for metric in METRICS]
    tiles = [_tile(figure, period.code, day_minutes=_day_minutes(by)) for figure in figures]
    months = periods.last_months(12, on=at.date())
    context = {
        "period": period,
        "choices": periods.CHOICES,
        "tiles": tiles,
        "per_month": _month_chart(queries.by_month(by=by, months=months), months),
        "per_category": _category_chart(queries.by_category(by=by, period=period)),
        "minimum": MINIMUM,
    }
    return render(request, "metrics/wall.html", context)


@require_GET
@signed_in("metrics.read")
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind one figure: those that count, or all out of which it counts."""
    if code not in BY_CODE:
        raise Http404
    by, at, metric = actor_of(request), clock.now(), BY_CODE[code]
    period = periods.of(request.GET.get("period", "year"), on=at.date())
    everything = request.GET.get("of") == "all"
    chosen = queries.among_rows if everything else queries.counted_rows
    found = chosen(metric, by=by, period=period, at=at).select_related("company", "unit").order_by("-id")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    if metric.over == "demands":  # as the reader may see them
        found_here: Any = page.object_list
        page.object_list = demand_queries.rows_of(found_here, by=by, at=at)
    context = {
        "metric": metric,
        "period": period,
        "everything": everything,
        "choices": periods.CHOICES,
        "figure": _tile(
            queries.figure(metric, by=by, period=period, at=at), period.code, day_minutes=_day_minutes(by)
        ),
        "page": page,
    }
    return render(request, "metrics/rows.html", context)


def _tile(figure: Figure, period: str, *, day_minutes: int) -> dict[str, Any]:
    metric = figure.metric
    value, unit, note = _shown(figure, day_minutes)
    href = f"{reverse('wall-rows', args=[metric.code])}?period={period}"
    return {
        "label": metric.label, "value": value, "unit": unit, "note": note, "href": href,
        "icon": metric.icon, "tone": metric.tone, "explanation": metric.explanation, "left_out": metric.left_out,
    }  # fmt: skip


def _shown(figure: Figure, day_minutes: int) -> tuple[str, str, str]:
    counts = {"counted": figure.counted, "among": figure.among}
    if figure.metric.kind == "count":
        return f"{figure.counted:,}", "", ""
    if figure.metric.kind == "median":
        if figure.median is None:
            return "—", "", _("no reply yet")
        return f"{figure.median / day_minutes:.1f}", _("working days"), _("of %(counted)s replies") % counts
    if figure.share is None or figure.interval is None:
        return f"{figure.counted}", _("of %(among)s") % counts, _("too few for a rate")
    low, high = (f"{100 * bound:.0f}" for bound in figure.interval)
    note = _("%(counted)s of %(among)s, between %(low)s and %(high)s %%")
    return f"{100 * figure.share:.0f}", "%", note % {**counts, "low": low, "high": high}


def _month_chart(found: dict[str, list[int]], months: list[periods.Period]) -> dict[str, Any]:
    return {
        "labels": [f"{month.first_on:%Y-%m}" for month in months],
        "series": [
            {"name": _("raised"), "values": found["raised"]},
            {"name": _("solved by the company's word"), "values": found["solved"]},
        ],
    }


def _category_chart(found: list[tuple[str, int]]) -> dict[str, Any]:
    labels = [_category_name(code) for code, _count in found[:12]]
    return {"labels": labels, "series": [{"name": _("demands"), "values": [n for _code, n in found[:12]]}]}


def _category_name(code: str) -> str:
    if not code:
        return _("without a category")
    name = categories.category(code).name
    return name.en if get_language() == "en" else name.zh


def _day_minutes(by: Any) -> int:
    return int(calendars.of(by.tenant).day_length.total_seconds() // 60)


urlpatterns = [
    path("wall/", wall, name="wall"),
    path("wall/<slug:code>/", rows, name="wall-rows"),
]
