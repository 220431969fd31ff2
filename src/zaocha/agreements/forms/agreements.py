"""Forms of agreements and clauses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant, Unit
from zaocha.agreements.actions.agreements import NewAgreement
from zaocha.agreements.actions.clauses import NewClause
from zaocha.agreements.forms.facilities import day_input
from zaocha.agreements.models import Agreement, Clause, Party
from zaocha.companies import naming
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """Above the list of agreements."""

    q = forms.CharField(label=_("Title or company"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("all")), *Agreement.State.choices, ("soon", _("ends soon")), ("over", _("its term is over"))],
    )  # fmt: skip


class AgreementForm(StyledForm):
    """Parties and term of an agreement."""

    title = forms.CharField(label=_("Title"), max_length=120)
    unit = forms.ChoiceField(label=_("The community's side"))
    spokesman = forms.CharField(label=_("Who speaks for the community"), required=False, max_length=60)
    companies = forms.CharField(
        label=_("Companies"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: name, pinyin initials or credit code."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=2000, widget=forms.Textarea
    )
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), widget=day_input())

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(tenant=tenant, is_active=True).exclude(kind="outside").order_by("pk")
        _choose(self, "unit", [(str(one.pk), one.name) for one in units])

    def new_agreement(self, *, by: Actor) -> NewAgreement:
        """What was filled in; a company that is not found is refused at its field."""
        given = self.cleaned_data
        lines = [one.strip() for one in given["companies"].splitlines() if one.strip()]
        found = dict.fromkeys(naming.meant(one, by=by, field="companies") for one in lines)
        return NewAgreement(
            title=given["title"], unit_id=int(given["unit"]), company_ids=tuple(found), starts_on=given["starts_on"],
            ends_on=given["ends_on"], purpose=given["purpose"], spokesman=given["spokesman"],
        )  # fmt: skip


class ClauseForm(StyledForm):
    """One clause."""

    party = forms.ChoiceField(label=_("Who promises"))
    what = forms.CharField(
        label=_("What is promised"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.CharField(label=_("Who answers for it"), max_length=60)
    months = forms.TypedChoiceField(label=_("How often"), coerce=int, choices=Clause.Rhythm.choices)
    first_due_on = forms.DateField(label=_("For the first time by"), widget=day_input())

    def __init__(self, *args: Any, parties: list[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "party", [(str(one.pk), str(one)) for one in parties])

    def new_clause(self) -> NewClause:
        """What was filled in."""
        given = self.cleaned_data
        return NewClause(
            party_id=int(given["party"]), what=given["what"], owner=given["owner"], months=given["months"],
            first_due_on=given["first_due_on"],
        )  # fmt: skip


class SignForm(StyledForm):
    """The day of the signatures."""

    signed_on = forms.DateField(label=_("Signed on"), widget=day_input())


class EndForm(StyledForm):
    """Why it ends before its time."""

    reason = forms.CharField(label=_("End it early: why?"), max_length=400)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
