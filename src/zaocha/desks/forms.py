"""Forms of the pages over several areas."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.demands import labels
from zaocha.ui.forms import StyledForm


class SayForm(StyledForm):
    """Something new that the company asks for."""

    words = forms.CharField(
        label=_("What do you need, or what hinders you?"),
        help_text=_("In your own words. Place, amount or number help us to be quick."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": "company-words"}),
    )
    raised_by = forms.CharField(label=_("Who is asking (may stay empty)"), required=False, max_length=60)
    hide_author = forms.BooleanField(
        label=_("Do not tell the handling unit who asks"),
        help_text=_("Matters of stalling or repeated inspections are always treated this way."),
        required=False,
    )
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class WordForm(StyledForm):
    """The company's word on an answer: two taps."""

    word = forms.ChoiceField(label=_("Is it solved?"), choices=labels.WORDS.items(), widget=forms.RadioSelect)
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied are you? (may stay empty)"),
        choices=[("", "—"), *labels.SATISFACTION.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    words = forms.CharField(
        label=_("Anything to add?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AnswerForm(StyledForm):
    """The company's answer to a question, or its reason."""

    words = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
