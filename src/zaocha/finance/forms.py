"""Forms of dossiers, banks' answers and upgrades."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains
from zaocha.finance.models import Bank, Credit, Pledge, Upgrade
from zaocha.ui.forms import StyledForm


def _day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


def _yuan(label: Any, *, required: bool = True, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, max_digits=14, decimal_places=2, min_value=0, **more
    )


class FilterForm(StyledForm):
    """Above a list: words, state, chain, and the bank of a dossier."""

    q = forms.CharField(label=_("Key words"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    bank = forms.ChoiceField(label=_("Bank"), required=False)

    def __init__(self, *args: Any, by: Actor, banks: list[Bank] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        states = Upgrade.State.choices if banks is None else Credit.State.choices
        own = [(one.code, one.label) for one in chains.of(by.tenant)]
        choices: dict[str, list[tuple[str, Any]]] = {
            "state": list(states),
            "chain": list(own),
            "bank": [(str(one.pk), one.name) for one in banks or []],
        }
        for name, some in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [everything, *some]
        if banks is None:
            del self.fields["bank"]


class CreditForm(StyledForm):
    """What a company wishes for; on its own page it need not say who it is."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Credit.Purpose.choices)
    words = forms.CharField(
        label=_("What the money is for"), max_length=2000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    amount = _yuan(_("Amount in yuan"), help_text=_("2 million is 2000000."))
    months = forms.IntegerField(label=_("Term in months"), required=False, min_value=1, max_value=360)
    needed_by = _day(_("Needed by"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_company: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_company:
            del self.fields["company"]


class PledgeForm(StyledForm):
    """A right that is pledged."""

    kind = forms.ChoiceField(label=_("Type"), choices=Pledge.Kind.choices)
    number = forms.CharField(label=_("Number"), max_length=60)
    title = forms.CharField(label=_("Name of the right"), max_length=160)
    owner = forms.CharField(label=_("Owner of the right"), max_length=120)
    valid_until = _day(_("Valid until"))
    is_first = forms.TypedChoiceField(
        label=_("First pledge of this right"), required=False, empty_value=None,
        choices=[("", _("not known")), ("yes", _("yes")), ("no", _("no"))], coerce=lambda value: value == "yes",
    )  # fmt: skip


class BanksForm(StyledForm):
    """The banks that the company agrees to; the desk names the signed paper."""

    banks = forms.TypedMultipleChoiceField(
        label=_("Banks"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )
    paper = forms.CharField(
        label=_("Signed paper and its day"), max_length=200,
        help_text=_("Better: the company agrees on its own page."),
    )  # fmt: skip

    def __init__(self, *args: Any, banks: list[Bank], with_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["banks"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one.pk, one.name) for one in banks]
        if not with_paper:
            del self.fields["paper"]


class BankForm(StyledForm):
    """A bank and whom to call there."""

    name = forms.CharField(label=_("Bank"), max_length=120)
    contact_name = forms.CharField(label=_("Whom to call"), required=False, max_length=60)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    note = forms.CharField(label=_("Note"), required=False, max_length=400)
    is_resting = forms.BooleanField(label=_("Takes no new dossiers"), required=False)


class TermsForm(StyledForm):
    """What a bank offers."""

    amount = _yuan(_("Credit line in yuan"))
    rate = forms.DecimalField(
        label=_("Interest, per cent a year"), max_digits=7, decimal_places=4, min_value=0, max_value=36
    )
    months = forms.IntegerField(label=_("Term in months"), min_value=1, max_value=360)
    until = _day(_("The offer stands until"))
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    name = forms.CharField(label=_("Your name"), max_length=60)


class DeclineForm(StyledForm):
    """Why a bank gives no credit."""

    reason = forms.CharField(label=_("Why not? The company reads this."), max_length=400)
    name = forms.CharField(label=_("Your name"), max_length=60)


class WordsForm(StyledForm):
    """A question, an answer, a reason."""

    words = forms.CharField(
        label=_("In a few words"), max_length=2000, widget=forms.Textarea(attrs={"rows": "2"})
    )


class DrawdownForm(StyledForm):
    """Money that was paid out."""

    amount = _yuan(_("Paid out, in yuan"))
    on_day = _day(_("On"), required=True)


class UpgradeForm(StyledForm):
    """A project of digital upgrading."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    title = forms.CharField(label=_("What is upgraded"), max_length=160)
    machines = forms.IntegerField(label=_("Machines planned"), min_value=1, max_value=100_000)
    planned = _yuan(_("Investment planned, in yuan"))
    spent = _yuan(_("Spent by invoices, in yuan"), required=False)
    supplier = forms.CharField(label=_("Supplier"), required=False, max_length=120)
    starts_on = _day(_("From"))
    due_on = _day(_("To be done by"))
    words = forms.CharField(
        label=_("In its own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_company: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_company:
            del self.fields["company"]


class CountForm(StyledForm):
    """Machines upgraded by a day."""

    machines = forms.IntegerField(label=_("Machines done"), min_value=1, max_value=100_000)
    what = forms.CharField(label=_("Kind of machine"), max_length=120)
    on_day = _day(_("On"), required=True)
    evidence = forms.CharField(label=_("How it is known"), max_length=400)


class AcceptanceForm(StyledForm):
    """Who accepted the work."""

    on_day = _day(_("Accepted on"), required=True)
    body = forms.CharField(label=_("By which body"), max_length=120)
    words = forms.CharField(label=_("In which words"), required=False, max_length=400)


class SubsidyForm(StyledForm):
    """A subsidy that was paid."""

    amount = _yuan(_("Subsidy paid, in yuan"))
    on_day = _day(_("On"), required=True)
    policy_code = forms.CharField(label=_("Under which policy"), required=False, max_length=80)
