"""Forms of questions to workers and of their wishes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.agreements.actions.wishes import LONGEST, NewCollection
from zaocha.agreements.forms.facilities import day_input
from zaocha.agreements.models import Collection
from zaocha.demands.forms import category_choices
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """Above the list of questions."""

    q = forms.CharField(label=_("Title or question"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *Collection.State.choices]
    )


class CollectionForm(StyledForm):
    """A question to workers."""

    title = forms.CharField(label=_("Title"), max_length=80)
    question = forms.CharField(label=_("Question"), max_length=200)
    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=1000, widget=forms.Textarea,
        help_text=_("One a line; workers can always write their own words."),
    )  # fmt: skip
    community = forms.CharField(label=_("Community"), required=False, max_length=60)
    company = forms.CharField(
        label=_("Only workers of one company"), required=False, max_length=120,
        help_text=_("Name, pinyin initials or credit code."),
    )  # fmt: skip
    open_until = forms.DateField(label=_("Answers until"), widget=day_input())

    def new_collection(self, company_id: int | None) -> NewCollection:
        """What was filled in."""
        given = self.cleaned_data
        return NewCollection(
            title=given["title"], question=given["question"], choices=tuple(given["choices"].splitlines()),
            community=given["community"], company_id=company_id, open_until=given["open_until"],
        )  # fmt: skip


class WordsForm(StyledForm):
    """A worker's own words."""

    words = forms.CharField(
        label=_("In your own words"), max_length=LONGEST,
        help_text=_("Please no names and no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class PoolForm(StyledForm):
    """Under which category a wish goes into the pool."""

    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = category_choices()
