"""Forms of the ledger."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.ui.forms import StyledForm


class GiverForm(StyledForm, forms.Form):
    """What the giver of a statement says to it, by link."""

    VERBS = [("confirm", _("I confirm it")), ("decline", _("I did not mean it so"))]
    verb = forms.ChoiceField(choices=VERBS, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=60)
    due_on = forms.DateField(
        label=_("By which working day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    words = forms.CharField(
        label=_("In your words (needed for another day, or to decline)"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class EndForm(StyledForm, forms.Form):
    """How a promise ended, or who confirmed it."""

    VERBS = [
        ("confirm", _("confirmed by its giver")),
        ("keep", _("kept")),
        ("break", _("cannot be kept")),
        ("release", _("released by the company")),
    ]
    verb = forms.ChoiceField(choices=VERBS, widget=forms.HiddenInput)
    due_on = forms.DateField(
        label=_("By which working day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    evidence = forms.CharField(
        label=_("In a few words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
