"""Forms of the matching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains
from zaocha.companies import queries as company_queries
from zaocha.matching.actions.enjoyed import NewEnjoyed
from zaocha.matching.queries import policies as queries
from zaocha.offers.queries import policies as policy_queries
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """What the companies of a policy are narrowed by."""

    q = forms.CharField(label=_("Name, pinyin, initials or credit code"), required=False, max_length=120)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    community = forms.ChoiceField(label=_("Community"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything: list[tuple[str, Any]] = [("", _("all"))]
        _choose(self, "chain", everything + [(one.code, one.label) for one in chains.of(by.tenant)])
        _choose(
            self, "community", everything + [(one, one) for one in company_queries.communities(by.tenant_id)]
        )

    def filters(self) -> queries.Filters:
        """The filters; what is not among the choices counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return queries.Filters(data.get("q", ""), data.get("chain", ""), data.get("community", ""))


class EnjoyedForm(StyledForm):
    """A benefit that a company has had."""

    policy_code = forms.CharField(
        label=_("Which policy"), max_length=80, help_text=_("Choose one, or write the id of another authority's."),
        widget=forms.TextInput(attrs={"list": "policy-codes", "autocomplete": "off"}),
    )  # fmt: skip
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    amount = forms.DecimalField(
        label=_("Amount (CNY)"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    source = forms.CharField(label=_("Known from"), required=False, max_length=200)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = policy_queries.visible(by).order_by("title_zh").values_list("code", "title_zh")
        self.codes = list(rows[:500])

    def new(self) -> NewEnjoyed:
        """The benefit as typed."""
        data = self.cleaned_data
        return NewEnjoyed(data["policy_code"], data["year"], data["amount"], data["source"])


class StepForm(StyledForm):
    """What happened to one company on a list without application."""

    VERBS = [
        ("confirm", _("The company confirms")),
        ("decline", _("The company does not want it")),
        ("pay", _("Paid out")),
        ("drop", _("Take off the list")),
    ]
    verb = forms.ChoiceField(choices=VERBS, widget=forms.HiddenInput)
    note = forms.CharField(label=_("In a few words"), required=False, max_length=400)
    amount = forms.DecimalField(
        label=_("Amount (CNY)"), required=False, min_value=0, max_digits=18, decimal_places=2
    )


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
