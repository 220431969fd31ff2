"""Forms of watches and sources."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies import queries as company_queries
from zaocha.kernel.errors import Invalid
from zaocha.offers import facts
from zaocha.offers.actions.sources import SourceText
from zaocha.offers.forms.conditions import ConditionsForm
from zaocha.offers.models import Source
from zaocha.offers.queries import sources
from zaocha.ui.forms import StyledForm, style
from zaocha.watches.queries import Filters

STANDINGS = [
    ("live", _("all that wait")), ("watching", _("watching")), ("amber", _("amber: source unseen or none")),
    ("ended", _("ended")), ("all", _("all")),
]  # fmt: skip


class FilterForm(StyledForm):
    """Every field is optional; what an address gets wrong is left out."""

    q = forms.CharField(label=_("Who waits"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False, choices=STANDINGS)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        _choose(self, "kind", [("", _("any")), *kind_choices()])

    def filters(self) -> Filters:
        """What is asked for; fields that hold nonsense are as if empty."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(given.get("kind", ""), given.get("standing", "live"), given.get("q", ""))


class WatchForm(ConditionsForm):
    """Conditions of a watch, who waits, and the source of the news."""

    company = forms.CharField(
        label=_("Who waits"),
        required=False,
        max_length=120,
        help_text=_("A company of the register, by name, initials or credit code – or any name."),
    )
    source = forms.ChoiceField(label=_("Where news comes from"), required=False)
    client_key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, by: Actor, known_who: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.by = by
        if known_who:
            del self.fields["company"]
        found = [(str(one.pk), one.name) for one in sources.of_kind(kind, by=by)]
        _choose(self, "source", [("", _("the first that is named for these")), *found])
        style(self.fields["source"].widget)

    def who(self) -> tuple[int | None, str]:
        """A company of the register, or a name."""
        text = self.cleaned_data.get("company", "").strip()
        if not text:
            return None, ""
        found = company_queries.lookup(tenant_id=self.by.tenant_id, text=text, limit=2)
        exact = [one for one in found if text in (one.name, one.short_name, one.credit_code)]
        if len(exact or found) > 1:
            raise Invalid(
                _("Several companies fit “%(text)s”.") % {"text": text},
                field="company",
                remedy=_("Write the whole name."),
            )
        one = next(iter(exact or found), None)
        return (one.pk, "") if one else (None, text)


class SourceForm(StyledForm):
    """A place where offers are made known, and who looks."""

    name = forms.CharField(label=_("What it is called"), max_length=120)
    kind = forms.ChoiceField(label=_("News of"))
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=500,
        help_text=_("Only shown to whoever looks; nothing is fetched."),
    )
    person = forms.ChoiceField(label=_("Who looks"), required=False)
    every_days = forms.IntegerField(
        label=_("Every how many working days"), min_value=1, max_value=60, initial=1
    )
    is_active = forms.BooleanField(label=_("It is looked at"), required=False, initial=True)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", kind_choices())
        people = Person.objects.filter(tenant_id=by.tenant_id, is_active=True).order_by("name", "pk")
        _choose(self, "person", [("", "—"), *((str(one.pk), one.name) for one in people)])

    def text(self) -> SourceText:
        """What was filled in."""
        data = self.cleaned_data
        return SourceText(
            name=data["name"], kind=data["kind"], address=data["address"], every_days=data["every_days"],
            person_id=int(data["person"]) if data["person"] else None, is_active=data["is_active"],
        )  # fmt: skip


def of_source(source: Source) -> dict[str, Any]:
    """What the form of a source shows."""
    return {
        "name": source.name, "kind": source.kind, "address": source.address, "every_days": source.every_days,
        "person": str(source.person_id or ""), "is_active": source.is_active,
    }  # fmt: skip


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of offers."""
    return [(one.code, one.label) for one in facts.kinds().values()]


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
