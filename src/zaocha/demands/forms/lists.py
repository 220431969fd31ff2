"""The filter above the list, as it stands in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies import chains
from zaocha.demands import labels
from zaocha.demands.forms.choices import category_choices, unit_choices
from zaocha.demands.models import Demand
from zaocha.demands.queries import Filters
from zaocha.ui.forms import StyledForm

COLOURS = [("", _("any")), ("red", _("late")), ("amber", _("soon due")), ("green", _("in time"))]
ORDERS = [("newest", _("newest first")), ("due", _("oldest clock first"))]


class FilterForm(StyledForm):
    """Every field is optional; what an address gets wrong is left out."""

    q = forms.CharField(label=_("Words, company or number"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    channel = forms.ChoiceField(label=_("Came by"), required=False)
    colour = forms.ChoiceField(label=_("Clock"), required=False, choices=COLOURS)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    company = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    meeting = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    state = forms.CharField(required=False, widget=forms.HiddenInput)
    closed_as = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, tenant: Tenant, with_units: bool) -> None:
        super().__init__(data)
        anything = [("", _("any"))]
        self._choose("group", anything + list(labels.GROUPS.items()))
        self._choose("category", anything + category_choices()[1:])
        self._choose("chain", anything + [(one.code, one.label) for one in chains.of(tenant)])
        self._choose("channel", anything + list(Demand.Channel.choices))
        if with_units:
            self._choose("unit", anything + unit_choices(tenant)[1:])
        else:
            del self.fields["unit"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def filters(self) -> Filters:
        """What is asked for; fields that hold nonsense are as if empty."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(
            group=given.get("group", ""),
            state=given.get("state", ""),
            category=given.get("category", ""),
            chain=given.get("chain", ""),
            unit_id=int(given["unit"]) if "unit" in given else None,
            channel=given.get("channel", ""),
            company_id=given.get("company"),
            meeting_id=given.get("meeting"),
            colour=given.get("colour", ""),
            closed_as=given.get("closed_as", ""),
            text=given.get("q", ""),
            order=given.get("order", "newest"),
        )
