"""Forms around policies: the filter of the list, and the small steps beside a policy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.offers import labels
from zaocha.offers.queries import policies as queries
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """What the list is narrowed by."""

    q = forms.CharField(label=_("Title, place, authority or number"), required=False, max_length=80)
    standing = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    automatic = forms.BooleanField(label=_("without application (免申即享)"), required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything: list[tuple[str, Any]] = [("", _("all"))]
        _choose(self, "standing", everything + list(labels.STANDINGS.items()))
        kinds = [(code, labels.kind(code)) for code in queries.kinds(by.tenant_id)]
        _choose(self, "kind", everything + kinds)
        _choose(self, "place", everything + [(one, one) for one in queries.places(by.tenant_id)])

    def filters(self) -> queries.Filters:
        """The filters; what is not among the choices counts as not chosen."""
        self.is_valid()
        data = self.cleaned_data
        return queries.Filters(
            text=data.get("q", ""),
            standing=data.get("standing", ""),
            kind=data.get("kind", ""),
            place=data.get("place", ""),
            automatic=data.get("automatic", False),
        )


class RepealForm(StyledForm):
    """From which day a policy is no longer in force, and why."""

    on = forms.DateField(label=_("From which day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("By what, or why"), max_length=400)


class YamlForm(StyledForm):
    """A policy as YAML, pasted or as a file."""

    file = forms.FileField(label=_("A .yaml file"), required=False)
    text = forms.CharField(
        label=_("or the text itself"), required=False, widget=forms.Textarea(attrs={"rows": 24})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
