"""Forms of results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies import chains
from zaocha.results import kinds, queries
from zaocha.ui.forms import StyledForm


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class FilterForm(StyledForm):
    """Above the list."""

    q = forms.CharField(label=_("Company"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("What changed"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    first = _day(_("From day"), required=False)
    last = _day(_("To day"), required=False)
    company = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(code, label) for code, (label, _tone, _rows) in queries.STATES.items()]
        given: dict[str, list[Any]] = {
            "kind": kinds.choices(), "chain": [(one.code, one.label) for one in chains.of(tenant)], "state": states,
        }  # fmt: skip
        for name, choices in given.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *choices]

    def filters(self) -> queries.Filters:
        """What was chosen, as far as it is usable."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return queries.Filters(
            text=given.get("q", ""), kind=given.get("kind", ""), chain=given.get("chain", ""),
            state=given.get("state", ""), first_on=given.get("first"), last_on=given.get("last"),
            company_id=given.get("company"),
        )  # fmt: skip


class ResultForm(StyledForm):
    """One result that a person of the desk notes."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    kind = forms.ChoiceField(label=_("What changed"))
    amount = forms.DecimalField(
        label=_("How much of it"), max_digits=14, decimal_places=2,
        help_text=_("In the unit that stands behind what changed; money in yuan."),
    )  # fmt: skip
    on = _day(_("When"))
    evidence = forms.CharField(
        label=_("By what it is known"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A contract, a list, an announcement, who of the company said it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("—")),
            *(
                (one.code, f"{one.label} ({kinds.UNITS[one.unit]})")
                for one in kinds.every().values()
                if one.by_hand
            ),
        ]


class CorrectForm(StyledForm):
    """The right amount, and why."""

    amount = forms.DecimalField(label=_("The right amount"), max_digits=14, decimal_places=2)
    reason = forms.CharField(label=_("Why"), max_length=400)


class ReasonForm(StyledForm):
    """Why it is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class NotSoForm(StyledForm):
    """What is not so, in the company's words."""

    words = forms.CharField(
        label=_("What is not so?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
