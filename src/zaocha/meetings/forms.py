"""Forms of this area."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Refused
from zaocha.meetings import labels
from zaocha.meetings.actions.planning import NewMeeting
from zaocha.meetings.models import Invitation, Meeting
from zaocha.ui.forms import StyledForm

# Fields of the actions that the form calls by another name.
NAMES = {"starts_at": "day", "ends_at": "until"}


class MeetingForm(StyledForm):
    """The plan of a morning tea."""

    theme = forms.CharField(
        label=_("Theme"), max_length=120, help_text=_("What it is about, as it stands on the invitation.")
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="09:00"
    )
    until = forms.TimeField(
        label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="10:30"
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    host = forms.CharField(label=_("Host"), max_length=60, required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("Brings up companies with open demands of this kind."),
    )
    chain = forms.ChoiceField(label=_("Chain"), required=False)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("any")), *labels.category_choices()]  # type: ignore[attr-defined]
        self.fields["chain"].choices = [("", _("any")), *labels.chains(tenant).items()]  # type: ignore[attr-defined]

    def new_meeting(self) -> NewMeeting:
        """What was entered, as the action takes it."""
        data = self.cleaned_data
        return NewMeeting(
            theme=data["theme"],
            starts_at=_moment(data["day"], data["begins"]),
            ends_at=_moment(data["day"], data["until"]),
            place=data["place"],
            host=data["host"],
            category=data["category"],
            chain=data["chain"],
        )

    @staticmethod
    def values_of(meeting: Meeting) -> dict[str, Any]:
        """The form's values for a plan that is there."""
        starts, ends = meeting.starts_at.astimezone(SHANGHAI), meeting.ends_at.astimezone(SHANGHAI)
        same = {name: getattr(meeting, name) for name in ("theme", "place", "host", "category", "chain")}
        return {**same, "day": starts.date(), "begins": starts.time(), "until": ends.time()}


class FilterForm(StyledForm):
    """What the list of meetings is narrowed by."""

    q = forms.CharField(label=_("Find"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    category = forms.ChoiceField(label=_("Category"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    when = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("All")), *labels.category_choices()]  # type: ignore[attr-defined]
        self.fields["chain"].choices = [("", _("All")), *labels.chains(tenant).items()]  # type: ignore[attr-defined]


class ReplyForm(StyledForm):
    """What an invited one answers."""

    answer = forms.ChoiceField(
        label=_("Will you come?"),
        widget=forms.RadioSelect,
        choices=[
            (Invitation.Answer.COMING, _("Yes, we come")),
            (Invitation.Answer.NOT_COMING, _("No, not this time")),
        ],
    )
    guest = forms.CharField(
        label=_("Who comes"), max_length=60, required=False, help_text=_("Name and post, if you like.")
    )
    beforehand = forms.CharField(
        label=_("What you want to raise"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": ""}),
        help_text=_("In your own words. We bring whoever can answer it."),
    )


def blame(form: forms.Form, refusal: Refused) -> None:
    """Put a refusal where it belongs in the form; nothing that was typed is lost."""
    name = NAMES.get(refusal.field, refusal.field)
    form.add_error(name if name in form.fields else None, str(refusal))


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI)
