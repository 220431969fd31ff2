"""Forms of needs, surveys, viewings and outcomes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid
from zaocha.offers import facts
from zaocha.offers.actions.needs import NewNeed, NewSurvey
from zaocha.offers.forms.conditions import ConditionsForm
from zaocha.offers.models import Need, Survey, Viewing
from zaocha.ui.forms import StyledForm

NEED_STATES = [
    ("live", _("looking")),
    ("proposed", _("to be confirmed")),
    ("met", _("met")),
    ("closed", _("no longer looking")),
    ("all", _("all")),
]
UNITS = {"m2": "m²", "mu": _("mu"), "CNY": _("yuan"), "piece": _("pieces")}


class NeedFilterForm(StyledForm):
    """Every field is optional."""

    q = forms.CharField(label=_("Who, or words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=NEED_STATES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        choose(self, "kind", [("", _("any")), *kind_choices()])

    def filters(self) -> dict[str, str]:
        """What is asked for; nonsense is as if empty."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {
            "kind": given.get("kind", ""),
            "state": given.get("state", "live"),
            "text": given.get("q", ""),
        }


class NeedForm(ConditionsForm):
    """A need: who, in what words, which conditions must hold, and which are wishes of what weight."""

    company = forms.CharField(
        label=_("Who is looking"),
        required=False,
        max_length=120,
        help_text=_("A company of the register, by name, initials or credit code – or any name."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    words = forms.CharField(
        label=_("In their words"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2})
    )
    by_on = forms.DateField(
        label=_("Wanted by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    client_key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, by: Actor, by_link: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, wishes=True, **kwargs)
        self.by, self.by_link = by, by_link

    def new(self, **more: Any) -> NewNeed:
        """What was filled in. By a link the register is not searched: a name is a name."""
        must, wishes = self.given()
        company_id, who = (
            (None, self.cleaned_data["company"])
            if self.by_link
            else named(self.cleaned_data["company"], by=self.by)
        )
        return NewNeed(
            kind=self.kind.code, must=tuple(must), wishes=tuple(wishes), words=self.cleaned_data["words"],
            company_id=company_id, who=who, phone=self.cleaned_data["phone"], by_on=self.cleaned_data["by_on"],
            client_key=self.cleaned_data["client_key"] or "", **more,
        )  # fmt: skip


class SurveyForm(StyledForm):
    """A round of asking."""

    title = forms.CharField(label=_("Title of the survey"), max_length=120)
    about = forms.ChoiceField(label=_("It asks"), choices=Survey.About.choices)
    kind = forms.ChoiceField(label=_("Kind"))
    intro = forms.CharField(
        label=_("A word to whoever fills it in"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", kind_choices())

    def new(self) -> NewSurvey:
        """What was filled in."""
        return NewSurvey(**self.cleaned_data)


class ViewingForm(StyledForm):
    """An appointment."""

    who = forms.CharField(
        label=_("Who comes"),
        required=False,
        max_length=120,
        help_text=_("A company of the register, or any name."),
    )
    need = forms.ChoiceField(label=_("For which need"), required=False)
    starts_at = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    minutes = forms.IntegerField(label=_("For how many minutes"), min_value=10, max_value=480, initial=60)
    place = forms.CharField(label=_("Where to meet"), required=False, max_length=200)
    host = forms.CharField(label=_("Who shows it, with telephone"), required=False, max_length=60)

    def __init__(self, *args: Any, needs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "need", [("", "—"), *needs])

    def starts(self) -> datetime:
        """The beginning, in Chinese time."""
        at: datetime = self.cleaned_data["starts_at"]
        return at.astimezone(SHANGHAI)


class MoveForm(ViewingForm):
    """Another time or place; who comes stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needs=[], **kwargs)
        del self.fields["who"], self.fields["need"]


class NoteForm(StyledForm):
    """What came of a viewing."""

    state = forms.ChoiceField(
        label=_("What came of it"), choices=[one for one in Viewing.State.choices if one[0] != "planned"]
    )
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class OutcomeForm(StyledForm):
    """What changed hands."""

    amount = forms.DecimalField(label=_("How many or how much"), max_digits=14, decimal_places=2, min_value=0)
    unit = forms.ChoiceField(label=_("Unit of measure"))
    on_day = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}))
    who = forms.CharField(label=_("To whom"), required=False, max_length=120)
    need = forms.ChoiceField(label=_("For which need"), required=False)
    evidence = forms.CharField(
        label=_("Known by"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Contract, announcement of the result, the company's own word."),
    )

    def __init__(self, *args: Any, kind: facts.Kind, needs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {"m2": ("m2", "mu"), "mu": ("mu", "m2")}.get(kind.result_unit, (kind.result_unit,))
        choose(self, "unit", [(unit, UNITS[unit]) for unit in units])
        choose(self, "need", [("", "—"), *needs])


def of_need(need: Need) -> dict[str, Any]:
    """What the form of a need shows beside its conditions."""
    return {
        "company": need.company.name if need.company else need.who, "phone": need.phone, "words": need.words,
        "by_on": need.by_on,
    }  # fmt: skip


def named(text: str, *, by: Actor) -> tuple[int | None, str]:
    """A company of the register, or a name as it stands."""
    text = text.strip()
    if not text:
        return None, ""
    found = company_queries.lookup(tenant_id=by.tenant_id, text=text, limit=2)
    exact = [one for one in found if text in (one.name, one.short_name, one.credit_code)]
    if len(exact or found) > 1:
        raise Invalid(
            _("Several companies fit “%(text)s”.") % {"text": text},
            field="company",
            remedy=_("Write the whole name."),
        )
    one = next(iter(exact or found), None)
    return (one.pk, "") if one else (None, text)


def kind_choices() -> list[tuple[str, str]]:
    """Kinds of offers."""
    return [(one.code, one.label) for one in facts.kinds().values()]


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
