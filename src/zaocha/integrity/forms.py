"""Forms of lessons and of the office that a town names."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.integrity import actions
from zaocha.integrity.models import Lesson
from zaocha.kernel.clock import SHANGHAI
from zaocha.ui.forms import StyledForm


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class LessonForm(StyledForm):
    """A lesson, a consulting hour, or something to read."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Lesson.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=120)
    teacher = forms.CharField(label=_("Who teaches or advises"), required=False, max_length=60)
    starts_at = forms.DateTimeField(label=_("From"), required=False, widget=_moment())
    ends_at = forms.DateTimeField(label=_("Until"), required=False, widget=_moment())
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def new_lesson(self) -> actions.NewLesson:
        """What was filled in."""
        return actions.NewLesson(**self.cleaned_data)

    @staticmethod
    def values_of(lesson: Lesson) -> dict[str, object]:
        """The lesson as the form shows it."""
        values = {name: getattr(lesson, name) for name in ("kind", "title", "teacher", "place", "about")}
        for name in ("starts_at", "ends_at"):
            moment = getattr(lesson, name)
            values[name] = moment.astimezone(SHANGHAI) if moment else None
        return values


class OfficeForm(StyledForm):
    """The discipline office of the town."""

    name = forms.CharField(label=_("Name of the office"), max_length=80)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    hours = forms.CharField(label=_("Open when"), required=False, max_length=80)


class CountForm(StyledForm):
    """How many companies came."""

    came = forms.IntegerField(label=_("How many companies came"), min_value=0, max_value=10_000)
