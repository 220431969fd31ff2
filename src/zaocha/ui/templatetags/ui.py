"""The components as template tags; docs/ui.md shows each with a snippet."""

from __future__ import annotations

import json
from typing import Any

import segno
from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.forms.forms import BaseForm
from django.forms.widgets import CheckboxSelectMultiple
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zaocha.ui import paging
from zaocha.ui.forms import style

register = template.Library()

TONES = ("grey", "blue", "green", "amber", "red", "purple", "teal")


def _tone(name: str) -> str:
    return name if name in TONES else "grey"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    href = f"{static('ui/vendor/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, href
        )
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css, href)


@register.simple_tag
def status_pill(state: str, label: str, tone: str = "grey") -> SafeString:
    """A state as a soft pill with a dot: {% status_pill demand.state demand.state_label "blue" %}."""
    return format_html(
        '<span class="zc-pill zc-tone-{}" data-state="{}">{}</span>', _tone(tone), state, label
    )


@register.simple_tag
def tone_dot(tone: str, label: str) -> SafeString:
    """A coloured dot with its words."""
    return format_html('<span class="zc-dot zc-tone-{}">{}</span>', _tone(tone), label)


@register.filter
def days_left(days: int) -> str:
    """Working days left in words: 3 → "3 working days left", 0 → "due today", -2 → "2 working days late"."""
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}
    return ngettext("%(n)d working day late", "%(n)d working days late", -days) % {"n": -days}


@register.inclusion_tag("ui/clock_bar.html")
def clock_bar(
    *,
    words: str = "",
    percent: float | None = None,
    tone: str = "grey",
    days: int | None = None,
    note: str = "",
) -> dict[str, Any]:
    """Time used as a thin bar with words: `percent` 0 to 100; `days` speaks when `words` is empty."""
    spoken = words or (days_left(days) if days is not None else "")
    share = None if percent is None else max(0, min(100, round(percent)))
    return {"words": spoken, "percent": share, "tone": _tone(tone), "note": note}


def _grouped(value: Any) -> Any:
    """1284 → "1,284"; what is not a whole number stays."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


@register.inclusion_tag("ui/figure_tile.html")
def figure_tile(label: str, value: Any, **more: Any) -> dict[str, Any]:
    """A figure: label, value, and by name unit, note, href, icon, tone; nought alarms nobody."""
    named = {key: more.get(key, "") for key in ("unit", "note", "href", "icon")}
    tone = "grey" if str(value) == "0" else more.get("tone", "grey")
    return {"label": label, "value": _grouped(value), "tone": _tone(tone), **named}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(
    icon: str, title: str, hint: str = "", action_label: str = "", action_url: str = ""
) -> dict[str, str]:
    """What an empty list says: why, and what to do next."""
    return {
        "icon": icon,
        "title": title,
        "hint": hint,
        "action_label": action_label,
        "action_url": action_url,
    }


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, label: str = "") -> dict[str, Any]:
    """Links to the neighbours: of a Django Page (numbered) or of a `paging.KeysetPage`."""
    request = context.get("request")
    kept = request.GET.copy() if request is not None else None

    def address(**change: Any) -> str:
        query = kept.copy() if kept is not None else None
        if query is None:
            return "?" + "&".join(f"{key}={value}" for key, value in change.items())
        for key in ("page", "after", "before"):
            query.pop(key, None)
        for key, value in change.items():
            query[key] = str(value)
        return f"?{query.urlencode()}"

    shown = _keyset(page, address) if isinstance(page, paging.KeysetPage) else _numbered(page, address)
    return {"label": label or _("Pages"), "shown": _grouped(shown["total"]), **shown}


def _keyset(page: paging.KeysetPage, address: Any) -> dict[str, Any]:
    return {
        "previous": address(before=page.before) if page.before else "",
        "next": address(after=page.after) if page.after else "",
        "total": page.total,
        "capped": page.capped,
        "numbers": [],
    }


def _numbered(page: Any, address: Any) -> dict[str, Any]:
    paginator = page.paginator
    numbers = [
        {
            "label": number,
            "url": address(page=number) if isinstance(number, int) else "",
            "current": number == page.number,
        }
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "previous": address(page=page.number - 1) if page.has_previous() else "",
        "next": address(page=page.number + 1) if page.has_next() else "",
        "total": paginator.count,
        "capped": False,
        "numbers": numbers if paginator.num_pages > 1 else [],
    }


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, label: str = "", hide_label: bool = False) -> dict[str, Any]:
    """Label, control, help and error of one form field, tied together for screen readers."""
    style(bound.field.widget)
    widget = bound.field.widget
    if bound.errors and not isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        widget.attrs["class"] = f"{widget.attrs.get('class', '')} is-invalid".strip()
    return {
        "field": bound,
        "label": label or bound.label,
        "hide_label": hide_label,
        "group": isinstance(widget, (RadioSelect, CheckboxSelectMultiple)),
        "check": isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, at its top, each line leading to its field."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors]}


@register.inclusion_tag("ui/copy_button.html")
def copy_button(text: str = "", label: str = "", target: str = "", css: str = "") -> dict[str, str]:
    """A button that copies `text`, or the text of the element that the selector `target` names."""
    return {"text": text, "label": label or _("Copy"), "target": target, "css": css}


@register.simple_tag
def qr(svg: str, label: str, size: int = 160) -> SafeString:
    """An <img> of a QR code's data address, as segno's `svg_data_uri()` makes it."""
    return format_html('<img class="zc-qr" src="{}" alt="{}" width="{}" height="{}">', svg, label, size, size)


@register.simple_tag
def qr_code(url: str, size: int = 160, label: str = "") -> SafeString:
    """A QR code of an address, as a picture inside the page."""
    data = segno.make(url, error="m", micro=False).svg_data_uri(border=2, scale=4)
    return qr(data, label or _("QR code for %(url)s") % {"url": url}, size)


@register.inclusion_tag("ui/chart.html")
def chart(id: str, kind: str, data: dict[str, Any], label: str, small: bool = False) -> dict[str, Any]:
    """A chart with its figures as a table; `data` = {"labels": […], "series": [{"name", "values"}], "unit"}.

    `kind` is bar, hbar, line, stack, pie, or option (`data["option"]` goes to ECharts as it is).
    """
    rows = [
        (name, [series["values"][place] for series in data["series"]])
        for place, name in enumerate(data.get("labels", []))
    ]
    kept = json.loads(json.dumps(data, default=str))
    return {
        "id": id,
        "kind": kind,
        "data": kept,
        "data_id": f"{id}-data",
        "label": label,
        "rows": rows,
        "series": data.get("series", []),
        "unit": data.get("unit", ""),
        "small": small,
    }
