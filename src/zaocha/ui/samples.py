"""Invented content for the gallery of components."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from zaocha.ui import paging
from zaocha.ui.forms import StyledForm


class SampleForm(StyledForm):
    """Every kind of control."""

    company = forms.CharField(label=_("Company"), help_text=_("Name, pinyin initials or credit code."))
    words = forms.CharField(
        label=_("In their own words"), widget=forms.Textarea(attrs={"data-keep": "gallery-words"})
    )
    kind = forms.ChoiceField(label=_("Category"), choices=[("03", _("Land and space")), ("05", _("Finance"))])
    due_on = forms.DateField(label=_("Due on"), widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(
        label=_("How it came in"),
        widget=forms.RadioSelect,
        choices=[("table", _("At the table")), ("phone", _("By telephone"))],
    )
    hidden_author = forms.BooleanField(label=_("Do not name the company to the unit"), required=False)
    papers = forms.FileField(label=_("Papers"), required=False)


class SampleFilter(StyledForm):
    """A filter of a list."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Not closed")), ("late", _("Late"))],
    )


def samples() -> dict[str, Any]:
    """Context of the gallery's pages."""
    months = [f"2026-{month:02d}" for month in range(1, 11)]
    return {
        "form": SampleForm(),
        "wrong": SampleForm({"words": "…", "due_on": "2026-02-30", "kind": "05"}, auto_id="wrong_%s"),
        "filter_form": SampleFilter(auto_id="filter_%s"),
        "numbered": Paginator(range(1284), 50).page(7),
        "keyset": paging.KeysetPage(rows=[], after="Zm9v", before="YmFy", total=1000, capped=True),
        "rows": _rows(),
        "tones": ["grey", "blue", "green", "amber", "red", "purple", "teal"],
        "entries": _entries(),
        "per_month": {
            "labels": months,
            "series": [
                {"name": _("Raised"), "values": [31, 22, 40, 38, 44, 51, 47, 39, 52, 60]},
                {
                    "name": _("Solved by the company's word"),
                    "values": [20, 19, 31, 30, 37, 40, 41, 30, 44, 41],
                },
            ],
        },
        "per_category": {
            "labels": [_("Land and space"), _("Finance"), _("Staff and skills"), _("Roads and water")],
            "series": [{"name": _("Demands"), "values": [82, 61, 44, 19]}],
        },
    }


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "code": "2026-0412",
            "text": _("10 mu of land; 5,000 m² rented is too small"),
            "company": _("Yunhe Hosiery"),
            "unit": _("Natural Resources Office"),
            "state": _("In work"),
            "tone": "blue",
            "days": 6,
            "used": 40,
            "clock": "green",
        },
        {
            "code": "2026-0409",
            "text": _("When will the widening of the road be finished?"),
            "company": _("Qinglan Yarn"),
            "unit": _("Construction Office"),
            "state": _("Waiting for call-back"),
            "tone": "purple",
            "days": 1,
            "used": 85,
            "clock": "amber",
        },
        {
            "code": "2026-0398",
            "text": _("Cheaper meals for the night shift"),
            "company": _("Hesheng Machinery"),
            "unit": _("Community desk"),
            "state": _("Late"),
            "tone": "red",
            "days": -2,
            "used": 100,
            "clock": "red",
        },
    ]


def _entries() -> list[dict[str, Any]]:
    return [
        {
            "title": _("Raised at the morning tea"),
            "at": datetime(2026, 3, 5, 9, 12, tzinfo=UTC),
            "tone": "teal",
            "icon": "message-circle",
            "by": "Lin Jing",
            "body": _("10 mu of land; 5,000 m² rented is too small"),
        },
        {
            "title": _("Assigned"),
            "at": datetime(2026, 3, 5, 15, 0, tzinfo=UTC),
            "tone": "blue",
            "icon": "send",
            "by": "Zhou Ming",
        },
        {"title": _("Promise late by 2 working days"), "tone": "red", "icon": "clock-exclamation"},
    ]
