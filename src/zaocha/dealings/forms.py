"""Forms of goods, dealings and introductions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies import chains
from zaocha.dealings import actions
from zaocha.dealings.models import Dealing, Good, Introduction
from zaocha.ui.forms import StyledForm

COMPANY_HELP = _("Name, pinyin initials or credit code.")


class FilterForm(StyledForm):
    """Above the list of goods."""

    q = forms.CharField(label=_("Good"), required=False, max_length=60)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    tier = forms.ChoiceField(label=_("Place in the chain"), required=False)
    flag = forms.ChoiceField(label=_("Noteworthy"), required=False)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flags = [
            ("missing", _("missing: nobody makes it")),
            ("thin", _("thin: one maker")),
            ("spare", _("capacity to spare")),
        ]
        choices: dict[str, list[Any]] = {
            "chain": [(one.code, one.label) for one in chains.of(tenant)], "tier": list(Good.Tier.choices), "flag": flags,
        }  # fmt: skip
        for name, given in choices.items():
            _choose(self, name, [("", _("all")), *given])


class StateForm(StyledForm):
    """Above the list of introductions."""

    q = forms.CharField(label=_("Good"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    demand = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )  # those that it tracks

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "state", [("", _("all")), *Introduction.State.choices])


class GoodForm(StyledForm):
    """One good."""

    zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    en = forms.CharField(label=_("Name in English"), required=False, max_length=60)
    aliases = forms.CharField(
        label=_("Other names"), required=False, max_length=200, help_text=_("Separated by commas.")
    )
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    tier = forms.ChoiceField(label=_("Place in the chain"), choices=Good.Tier.choices)
    inputs = forms.MultipleChoiceField(
        label=_("What goes into it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "chain", [("", _("—")), *((one.code, one.label) for one in chains.of(tenant))])
        goods = Good.objects.filter(tenant=tenant).order_by("chain", "zh")
        _choose(self, "inputs", [(one.code, str(one)) for one in goods])

    def new_good(self) -> actions.NewGood:
        """What was filled in."""
        given = self.cleaned_data
        names = [one.strip() for one in given["aliases"].replace("，", ",").replace("、", ",").split(",")]
        return actions.NewGood(
            zh=given["zh"], en=given["en"], chain=given["chain"], tier=given["tier"], inputs=tuple(given["inputs"]),
            aliases=tuple(one for one in names if one),
        )  # fmt: skip


class DealingForm(StyledForm):
    """What a company does with a good; on a company's own page without the company."""

    company = forms.CharField(label=_("Company"), max_length=120, help_text=COMPANY_HELP)
    good = forms.ChoiceField(label=_("Good"))
    role = forms.ChoiceField(label=_("What with it"), choices=Dealing.Role.choices)
    quantity = forms.DecimalField(label=_("Quantity"), required=False, max_digits=14, decimal_places=2)
    unit = forms.CharField(
        label=_("Unit of measure"), required=False, max_length=20, help_text=_("Such as 吨/月 or 万双/月.")
    )
    until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, goods: list[Good], for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "good", [("", _("—")), *((str(one.pk), str(one)) for one in goods)])
        if for_company:
            del self.fields["company"]

    def new_dealing(self, company_id: int) -> actions.NewDealing:
        """What was filled in."""
        given = self.cleaned_data
        return actions.NewDealing(
            company_id=company_id, good_id=int(given["good"]), role=given["role"], quantity=given["quantity"],
            unit=given["unit"], note=given["note"], until=given["until"],
        )  # fmt: skip


class SupplyForm(StyledForm):
    """A company's own supplier or customer; nobody else sees it."""

    good = forms.ChoiceField(label=_("Good"))
    which = forms.ChoiceField(
        label=_("Which way"), choices=[("from", _("it supplies us")), ("to", _("we supply it"))]
    )
    other = forms.CharField(
        label=_("The other company"), max_length=120, help_text=_("Its whole or short name.")
    )

    def __init__(self, *args: Any, goods: list[Good], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "good", [("", _("—")), *((str(one.pk), str(one)) for one in goods)])


class IntroduceForm(StyledForm):
    """Two companies that may suit each other."""

    buyer = forms.CharField(label=_("Who looks for it"), max_length=120, help_text=COMPANY_HELP)
    seller = forms.CharField(label=_("Who makes it"), max_length=120, help_text=COMPANY_HELP)
    words = forms.CharField(
        label=_("What is looked for"), required=False, max_length=300,
        help_text=_("Without names: the other side reads it before both have said yes."),
    )  # fmt: skip


class OutcomeForm(StyledForm):
    """What came of an introduction."""

    dealt = forms.ChoiceField(
        label=_("What came of it"),
        choices=[("yes", _("we deal with each other")), ("no", _("nothing came of it"))],
    )
    words = forms.CharField(label=_("In a few words"), max_length=400)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
