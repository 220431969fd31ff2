"""Forms of chains and alliances."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Unit
from zaocha.chains import access, actions
from zaocha.chains.actions.terms import LEADS
from zaocha.chains.models import Alliance, Term
from zaocha.chains.queries import MemberFilters
from zaocha.chains.queries.members import UNSAID
from zaocha.companies import chains, queries
from zaocha.dealings.models import Good
from zaocha.demands.forms import category_choices
from zaocha.ui.forms import StyledForm

COMPANY_HELP = _("Name, pinyin initials or credit code.")


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


class AllianceFilter(StyledForm):
    """Above the list of alliances."""

    q = forms.CharField(label=_("Name or brand"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Alliance.Kind.choices]
    )
    ended = forms.ChoiceField(
        label=_("Which"), required=False, choices=[("", _("those there are")), ("yes", _("those that ended"))]
    )


class AllianceForm(StyledForm):
    """One alliance."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Alliance.Kind.choices)
    name = forms.CharField(label=_("Name of the alliance"), max_length=80)
    brand = forms.CharField(
        label=_("Brand name"),
        required=False,
        max_length=40,
        help_text=_("As it stands on the sign, if it has one."),
    )
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    from_on = _day(_("Founded on"))
    aim = forms.CharField(label=_("What it is for"), required=False, max_length=300, widget=forms.Textarea)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        across = [("", _("across chains"))] if by.may("chains.write_all") else []
        own = [(one.code, one.label) for one in chains.of(by.tenant) if access.may_write(by, one.code)]
        _choose(self, "chain", [*across, *own])

    def new_alliance(self) -> actions.NewAlliance:
        """What was filled in."""
        return actions.NewAlliance(**self.cleaned_data)


class BelongForm(StyledForm):
    """A company joins an alliance."""

    company = forms.CharField(label=_("Company"), max_length=120, help_text=COMPANY_HELP)
    on = _day(_("From"))


class OrganisationForm(StyledForm):
    """An organisation joins an alliance."""

    name = forms.CharField(
        label=_("Organisation"),
        max_length=80,
        help_text=_("The organisation alone: nobody who belongs to it is noted."),
    )
    company = forms.CharField(
        label=_("Of which company"), max_length=120, required=False, help_text=COMPANY_HELP
    )
    on = _day(_("From"))


class TermForm(StyledForm):
    """Somebody begins to lead, convene or anchor a chain."""

    role = forms.ChoiceField(label=_("As what"), choices=Term.Role.choices)
    person = forms.ChoiceField(label=_("Person, for a leader"), required=False)
    company = forms.CharField(
        label=_("Company, for a convener or an anchor"),
        max_length=120,
        required=False,
        help_text=COMPANY_HELP,
    )
    name = forms.CharField(
        label=_("Name of the convener"), max_length=40, required=False, help_text=_("As the company said it.")
    )
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    from_on = _day(_("From"))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(tenant=by.tenant, is_active=True, memberships__role=LEADS).distinct()
        _choose(
            self, "person", [("", "—"), *((str(one.pk), one.name) for one in people.order_by("name", "pk"))]
        )


class EndForm(StyledForm):
    """A term ends."""

    on = _day(_("Ends before"))


class LineForm(StyledForm):
    """A line of the plan."""

    what = forms.CharField(label=_("What will be done"), widget=forms.Textarea, max_length=1000)
    due_on = _day(_("By"))
    unit = forms.ChoiceField(
        label=_("Who promises it"),
        required=False,
        help_text=_("A unit confirms it within the next working day."),
    )
    category = forms.ChoiceField(label=_("Which shared problem it answers"), required=False, choices=[])

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(tenant=by.tenant, is_active=True).exclude(kind=Unit.Kind.DESK)
        _choose(
            self,
            "unit",
            [("", _("I myself")), *((str(one.pk), str(one)) for one in units.order_by("kind", "name"))],
        )
        _choose(self, "category", [("", "—"), *category_choices()[1:]])

    def new_line(self, chain: str) -> actions.NewLine:
        """What was filled in."""
        given = self.cleaned_data
        return actions.NewLine(
            chain=chain, what=given["what"], due_on=given["due_on"], category=given["category"],
            unit_id=int(given["unit"]) if given["unit"] else None,
        )  # fmt: skip


class MemberFilter(StyledForm):
    """Above the list of members."""

    q = forms.CharField(label=_("Company"), required=False, max_length=60)
    position = forms.ChoiceField(label=_("Place in the chain"), required=False)
    community = forms.ChoiceField(label=_("Community"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "position", [("", _("all")), *Good.Tier.choices, (UNSAID, _("not said yet"))])
        _choose(
            self, "community", [("", _("all")), *((one, one) for one in queries.communities(by.tenant_id))]
        )

    def filters(self) -> MemberFilters:
        """What is asked for; fields that hold nonsense are as if empty."""
        self.is_valid()
        given = self.cleaned_data
        return MemberFilters(given.get("q", ""), given.get("position", ""), given.get("community", ""))


class JoinForm(StyledForm):
    """A company joins a chain."""

    company = forms.CharField(label=_("Company"), max_length=120, help_text=COMPANY_HELP)
    position = forms.ChoiceField(
        label=_("Place in the chain"), required=False, choices=[("", _("not said yet")), *Good.Tier.choices]
    )
    on = _day(_("From"), required=False)


class AskForm(StyledForm):
    """A company asks to join or leave."""

    words = forms.CharField(label=_("In a few words, if you like"), max_length=200, required=False)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
