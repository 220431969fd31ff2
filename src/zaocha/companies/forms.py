"""Forms: the filter above the list, a company, a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies import chains, queries
from zaocha.companies.actions import EDITABLE, NewCompany, NewContact
from zaocha.companies.models import Company
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """What the list is narrowed by."""

    q = forms.CharField(label=_("Name, pinyin, initials or credit code"), required=False, max_length=120)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    community = forms.ChoiceField(label=_("Community"), required=False)
    local = forms.ChoiceField(
        label=_("Where"),
        required=False,
        choices=[
            ("", _("everywhere")),
            ("here", _("in the sub-district")),
            ("elsewhere", _("member elsewhere")),
        ],
    )
    officer = forms.ChoiceField(label=_("Contact officer"), required=False)
    heard = forms.ChoiceField(
        label=_("Heard"),
        required=False,
        choices=[("", _("at any time")), ("never", _("never")), ("long", _("not for half a year"))],
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        _choose(self, "chain", everything + [(one.code, one.label) for one in chains.of(by.tenant)])
        _choose(self, "community", everything + [(one, one) for one in queries.communities(by.tenant_id)])
        _choose(self, "officer", everything + officers(by))

    def filters(self) -> queries.Filters:
        """The filters; what is not among the choices counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        officer = data.get("officer")
        return queries.Filters(
            text=data.get("q", ""),
            chain=data.get("chain", ""),
            community=data.get("community", ""),
            local=data.get("local", ""),
            officer_id=int(officer) if officer else None,
            heard=data.get("heard", ""),
        )


class CompanyForm(StyledForm):
    """A company as it stands in the register; what is typed is judged by the action."""

    name = forms.CharField(label=_("Company name"), help_text=_("As it is registered."), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"),
        required=False,
        max_length=80,
        help_text=_("Left empty, it is made from the name."),
    )
    credit_code = forms.CharField(
        label=_("Credit code"),
        required=False,
        max_length=40,
        help_text=_("18 characters, as on the licence."),
    )
    confirmed = forms.BooleanField(
        label=_("I compared the code with the licence; it is right as it stands."), required=False
    )
    same_name = forms.BooleanField(label=_("This is another company of the same name."), required=False)
    industry = forms.CharField(
        label=_("Industry code"), required=False, max_length=60,
        help_text=_("Type a word such as 袜 or a code such as 1830, and choose."),
    )  # fmt: skip
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    community = forms.CharField(label=_("Community"), required=False, max_length=120)
    address = forms.CharField(label=_("Address"), required=False, max_length=400)
    employees = forms.CharField(label=_("Employees"), required=False, max_length=20)
    is_local = forms.BooleanField(
        label=_("In the sub-district (not an alliance member elsewhere)"), required=False
    )
    officer = forms.ChoiceField(label=_("Contact officer"), required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", "–")]
        _choose(self, "chain", none + [(one.code, one.label) for one in chains.of(by.tenant)])
        _choose(self, "officer", none + officers(by))
        self.fields["community"].widget.attrs["list"] = "communities"
        self.fields["employees"].widget.attrs["inputmode"] = "numeric"
        self.communities = queries.communities(by.tenant_id)

    def changes(self) -> dict[str, Any]:
        """The fields of the register as typed."""
        data = dict(self.cleaned_data)
        data["officer_id"] = int(data["officer"]) if data["officer"] else None
        return {name: data[name] for name in EDITABLE if name in data}

    @staticmethod
    def initial_of(company: Company) -> dict[str, Any]:
        """What the form shows of a company."""
        shown = {name: getattr(company, name) for name in EDITABLE}
        return shown | {"officer": company.officer_id or "", "employees": shown["employees"]}


class NewCompanyForm(CompanyForm):
    """A company with its first contact."""

    contact_name = forms.CharField(label=_("Contact"), required=False, max_length=80)
    contact_post = forms.CharField(label=_("Post"), required=False, max_length=120)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=80)

    def company(self) -> NewCompany:
        """The company as typed."""
        data = self.cleaned_data
        contact = {name: data[name] for name in ("contact_name", "contact_post", "contact_phone")}
        return NewCompany(
            **self.changes(),
            **contact,
            confirmed=data["confirmed"],
            same_name=data["same_name"],
            source="desk",
        )


class ContactForm(StyledForm):
    """Somebody of a company."""

    contact_name = forms.CharField(label=_("Name"), max_length=80)
    contact_post = forms.CharField(label=_("Post"), required=False, max_length=120)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=80)
    is_primary = forms.BooleanField(label=_("Ring this one first"), required=False)

    def contact(self) -> NewContact:
        """The contact as typed."""
        data = self.cleaned_data
        return NewContact(
            data["contact_name"], data["contact_post"], data["contact_phone"], data["is_primary"]
        )


def officers(by: Actor) -> list[tuple[str, Any]]:
    """The people here who may be a contact officer, for a choice."""
    found = Person.objects.filter(tenant_id=by.tenant_id, is_active=True).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")[:500]]


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
