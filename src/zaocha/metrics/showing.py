"""Figures as tiles and charts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.lang import categories
from zaocha.metrics.definitions import BY_CODE
from zaocha.metrics.outcomes import DRAWN
from zaocha.metrics.periods import Period
from zaocha.metrics.queries import Figure
from zaocha.results import kinds

MYRIAD, MILLION = Decimal(10_000), Decimal(1_000_000)


def tile(figure: Figure, *, query: dict[str, str], day_minutes: int) -> dict[str, Any]:
    """A figure with its words, and the address of its rows."""
    metric = figure.metric
    value, unit, note = _shown(figure, day_minutes)
    return {
        "label": metric.label, "value": value, "unit": unit, "note": note, "icon": metric.icon, "tone": metric.tone,
        "href": f"{reverse('wall-rows', args=[metric.code])}?{urlencode(query)}", "explanation": metric.explanation,
        "left_out": metric.left_out,
    }  # fmt: skip


def per_month(found: dict[str, list[int]], months: list[Period]) -> dict[str, Any]:
    """Demands raised and solved."""
    return {
        "labels": [f"{month.first_on:%Y-%m}" for month in months],
        "series": [
            {"name": _("raised"), "values": found["raised"]},
            {"name": _("solved by the company's word"), "values": found["solved"]},
        ],
    }


def outcomes(found: dict[str, list[Decimal | int]], months: list[Period]) -> dict[str, Any]:
    """Results by month and kind; a kind without any is left out."""
    return {
        "labels": [f"{month.first_on:%Y-%m}" for month in months],
        "series": [
            {"name": str(BY_CODE[code].label), "values": [int(value) for value in found[code]]}
            for code in DRAWN
            if any(found[code])
        ],
    }


def per_category(found: list[tuple[str, int]]) -> dict[str, Any]:
    """Demands by first-level category, the twelve most frequent."""
    labels = [_category_name(code) for code, _count in found[:12]]
    return {"labels": labels, "series": [{"name": _("demands"), "values": [n for _code, n in found[:12]]}]}


def money(amount: Decimal) -> tuple[str, str]:
    """Yuan in the units in which people speak of them: ten thousands in Chinese, millions in English."""
    english = (get_language() or "").startswith("en")
    scale, name = (MILLION, _("million yuan")) if english else (MYRIAD, _("ten thousand yuan"))
    if amount < scale:
        return kinds.shown(amount), _("yuan")
    return kinds.shown(amount / scale), name


def _shown(figure: Figure, day_minutes: int) -> tuple[str, str, str]:
    counts = {"counted": figure.counted, "among": figure.among}
    kind = figure.metric.kind
    if kind in ("count", "companies"):
        return f"{figure.counted:,}", "", ""
    if kind == "sum":
        amount = Decimal(figure.counted)
        if figure.metric.unit == "CNY":
            return (*money(amount), "")
        return kinds.shown(amount), str(kinds.UNITS[figure.metric.unit]), ""
    if kind == "median":
        if figure.median is None:
            return "—", "", _("no reply yet")
        return f"{figure.median / day_minutes:.1f}", _("working days"), _("of %(counted)s replies") % counts
    if figure.share is None or figure.interval is None:
        return f"{figure.counted}", _("of %(among)s") % counts, _("too few for a rate")
    low, high = (f"{100 * bound:.0f}" for bound in figure.interval)
    note = _("%(counted)s of %(among)s, between %(low)s and %(high)s %%")
    return f"{100 * figure.share:.0f}", "%", note % {**counts, "low": low, "high": high}


def categories_of(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Every first-level category by its name, with its demands."""
    return [(_category_name(code), count) for code, count in found]


def _category_name(code: str) -> str:
    if not code:
        return _("without a category")
    name = categories.category(code).name
    return name.en if get_language() == "en" else name.zh
