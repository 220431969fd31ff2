"""The form for a demand that came by telephone or on a visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zaocha.demands.forms.choices import category_choices
from zaocha.demands.models import Demand
from zaocha.ui.forms import StyledForm

BY_HAND = ("phone", "visit", "web", "meeting")
PRESETS = [
    ("", _("by its category")),
    ("A", _("simple: 1 working day")),
    ("B", _("ordinary: 5 working days")),
    ("C", _("complex: 10 working days")),
    ("D", _("hard: 20 working days")),
]


_LOOKUP = {
    "autocomplete": "off",
    "hx-get": reverse_lazy("demand-companies"),
    "hx-trigger": "input changed delay:150ms",
    "hx-target": "#companies",
}


class DemandForm(StyledForm):
    """Only the words are needed."""

    words = forms.CharField(
        label=_("The demand in words"),
        max_length=20_000,
        help_text=_("In the company's own words."),
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": "demand-new", "autofocus": True}),
    )
    company_text = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=120,
        help_text=_("Name, pinyin initials or credit code."),
        widget=forms.TextInput(attrs=_LOOKUP),
    )
    company_id = forms.IntegerField(required=False, max_value=2**53, widget=forms.HiddenInput)
    raised_by = forms.CharField(label=_("Who said it"), required=False, max_length=60)
    channel = forms.ChoiceField(label=_("Came by"), widget=forms.RadioSelect, initial="phone")
    category = forms.ChoiceField(label=_("Category"), required=False)
    preset = forms.ChoiceField(label=_("Deadline"), required=False, choices=PRESETS)
    hide_author = forms.BooleanField(
        label=_("Hide the author from the handling unit"),
        required=False,
        help_text=_("Complaints about offices are hidden in any case."),
    )
    client_key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = dict(Demand.Channel.choices)
        channel, category = self.fields["channel"], self.fields["category"]
        assert isinstance(channel, forms.ChoiceField)
        assert isinstance(category, forms.ChoiceField)
        channel.choices = [(code, channels[code]) for code in BY_HAND]
        category.choices = category_choices(second=True)
