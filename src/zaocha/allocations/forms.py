"""Forms of the rounds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.allocations import actions, scoring
from zaocha.allocations.models import Place, Round, Ruling
from zaocha.ui.forms import StyledForm

WEIGHT_LABELS = {
    "choice": _("Weight of the first choice"),
    "never": _("Weight when no place was ever given to it"),
    "need": _("Weight of a need that the desk knows"),
    "missed": _("Weight of each earlier round in which it got nothing"),
}


class FilterForm(StyledForm):
    """Above the list of rounds."""

    q = forms.CharField(label=_("Key words"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", Round.Kind.choices), ("state", Round.State.choices)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *choices]


class RoundForm(StyledForm):
    """What is handed out, until when one may wish, and what counts how much."""

    title = forms.CharField(label=_("What is handed out"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Round.Kind.choices)
    note = forms.CharField(label=_("Note for the companies"), required=False, max_length=400)
    wishes_until = forms.DateField(
        label=_("Wishes are taken until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    per_company = forms.IntegerField(
        label=_("Places that one company may get"), min_value=1, max_value=actions.CHOICES, initial=1
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in WEIGHT_LABELS.items():
            most = scoring.MOST[code]
            self.fields[f"weight_{code}"] = forms.IntegerField(
                label=label, min_value=0, max_value=most, initial=scoring.WEIGHTS[code],
                help_text=_("0 to %(most)s") % {"most": most},
            )  # fmt: skip

    def new_round(self) -> actions.NewRound:
        """What was filled in."""
        given = self.cleaned_data
        return actions.NewRound(
            kind=given["kind"], title=given["title"], note=given["note"], wishes_until=given["wishes_until"],
            per_company=given["per_company"], weights={code: given[f"weight_{code}"] for code in WEIGHT_LABELS},
        )  # fmt: skip

    @property
    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{code}"] for code in WEIGHT_LABELS]


class PlaceForm(StyledForm):
    """One thing that is handed out."""

    name = forms.CharField(label=_("Place to give"), max_length=120)
    note = forms.CharField(label=_("When and where"), required=False, max_length=200)
    capacity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=1)
    kept = forms.IntegerField(
        label=_("Of these, for companies that never got one"), min_value=0, max_value=10_000, initial=0
    )


class _OfPlaces(StyledForm):
    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("—")), *((str(one.pk), one.name) for one in places)]
        for name, field in self.fields.items():
            if name.startswith(("place", "choice")) and isinstance(field, forms.ChoiceField):
                field.choices = choices


class WishForm(_OfPlaces):
    """Up to three wishes, dearest first; a company's own page leaves out who and whether there is a need."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    choice_1 = forms.ChoiceField(label=_("First choice"), required=False)
    choice_2 = forms.ChoiceField(label=_("Second choice"), required=False)
    choice_3 = forms.ChoiceField(label=_("Third choice"), required=False)
    words = forms.CharField(label=_("In its own words"), required=False, max_length=300)
    has_need = forms.BooleanField(label=_("The desk knows a demand that this would meet"), required=False)

    def __init__(self, *args: Any, by_link: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_link:
            del self.fields["company"], self.fields["has_need"]

    @property
    def places(self) -> list[int]:
        """The ids chosen, dearest first."""
        given = [self.cleaned_data[f"choice_{number}"] for number in (1, 2, 3)]
        return [int(one) for one in given if one]


class RulingForm(_OfPlaces):
    """A person overrules the weight."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    place = forms.ChoiceField(label=_("Place to give"))
    kind = forms.ChoiceField(label=_("Ruling"), choices=Ruling.Kind.choices)
    reason = forms.CharField(label=_("Why so"), max_length=400)
