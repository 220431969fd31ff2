"""Forms of facilities and bookings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.agreements.actions.booking import NewBooking
from zaocha.agreements.actions.facilities import NewFacility
from zaocha.agreements.models import Facility
from zaocha.kernel.clock import SHANGHAI
from zaocha.ui.forms import StyledForm

WEEKDAYS = [
    ("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday")), ("4", _("Friday")),
    ("5", _("Saturday")), ("6", _("Sunday")),
]  # fmt: skip
LENGTHS = [(30, "30"), (60, "60"), (90, "90"), (120, "120"), (180, "180"), (240, "240")]


def time_input() -> forms.TimeInput:
    """The browser's own control for a time of day."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def day_input() -> forms.DateInput:
    """The browser's own control for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(StyledForm):
    """Above the list of facilities."""

    q = forms.CharField(label=_("Name or place"), required=False, max_length=60)


class BookingFilterForm(StyledForm):
    """Above the list of bookings."""

    q = forms.CharField(label=_("Company or purpose"), required=False, max_length=60)
    when = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("still to come")), ("past", _("past")), ("cancelled", _("cancelled")), ("all", _("all"))],
    )  # fmt: skip


class FacilityForm(StyledForm):
    """A facility with its rules."""

    name = forms.CharField(label=_("Name of the facility"), max_length=80)
    place = forms.CharField(label=_("Where"), required=False, max_length=120)
    community = forms.CharField(label=_("Community"), required=False, max_length=60)
    contact = forms.CharField(
        label=_("Who opens the door"), required=False, max_length=80, help_text=_("Name and telephone.")
    )
    persons = forms.IntegerField(
        label=_("Holds how many persons"), required=False, min_value=1, max_value=10000
    )
    at_once = forms.IntegerField(
        label=_("Bookings at a time"), initial=1, min_value=1, max_value=50, help_text=_("Courts or tables, for example.")
    )  # fmt: skip
    who = forms.ChoiceField(label=_("Who may book"), choices=Facility.Who.choices)
    days = forms.MultipleChoiceField(
        label=_("Open on"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, initial=list("0123456")
    )
    opens = forms.TimeField(label=_("Opens at"), initial="08:00", widget=time_input())
    closes = forms.TimeField(label=_("Closes at"), initial="21:00", widget=time_input())
    slot_minutes = forms.TypedChoiceField(
        label=_("Minutes of a slot"), coerce=int, choices=LENGTHS, initial=60
    )
    most_slots = forms.IntegerField(
        label=_("Slots in one booking, at most"), initial=3, min_value=1, max_value=24
    )
    ahead_days = forms.IntegerField(
        label=_("Days ahead it may be booked"), initial=30, min_value=1, max_value=366
    )
    per_week = forms.IntegerField(
        label=_("Bookings of one company in a week"), initial=2, min_value=1, max_value=50
    )
    rules = forms.CharField(
        label=_("Rules of the house"), required=False, max_length=1000, widget=forms.Textarea,
        help_text=_("Shown to whoever books. There is no deposit."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("It can be booked"), required=False, initial=True)

    def new_facility(self) -> NewFacility:
        """What was filled in."""
        return NewFacility(**{**self.cleaned_data, "days": "".join(sorted(self.cleaned_data["days"]))})


class BookForm(StyledForm):
    """A booking from a free time of the week; `starts_at` comes with the time that was chosen."""

    starts_at = forms.CharField(widget=forms.HiddenInput, max_length=16)
    client_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    count = forms.TypedChoiceField(label=_("How long"), coerce=int)
    company = forms.CharField(
        label=_("Company"), required=False, max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )  # fmt: skip
    who = forms.CharField(
        label=_("Or for whom else"),
        required=False,
        max_length=80,
        help_text=_("A residents' group, for example."),
    )
    purpose = forms.CharField(label=_("What for"), max_length=200)

    def __init__(self, *args: Any, facility: Facility, for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = self.fields["count"]
        assert isinstance(count, forms.ChoiceField)
        count.choices = [
            (n, _("%(minutes)s minutes") % {"minutes": n * facility.slot_minutes})
            for n in range(1, facility.most_slots + 1)
        ]
        if for_company:
            del self.fields["company"], self.fields["who"]

    def clean_starts_at(self) -> datetime:
        """The chosen beginning; in Chinese time."""
        return at_time(self.cleaned_data["starts_at"])

    def new_booking(self, facility_id: int, company_id: int | None) -> NewBooking:
        """What was filled in."""
        given = self.cleaned_data
        return NewBooking(
            facility_id=facility_id, starts_at=given["starts_at"], count=given["count"], purpose=given["purpose"],
            company_id=company_id, who=given.get("who", ""), client_key=given["client_key"],
        )  # fmt: skip


class ClosingForm(StyledForm):
    """Days on which it is closed."""

    from_on = forms.DateField(label=_("Closed from"), widget=day_input())
    to_on = forms.DateField(label=_("Until and including"), widget=day_input())
    reason = forms.CharField(label=_("Why"), max_length=200)


def at_time(text: str) -> datetime:
    """A moment as the week writes it: 2026-03-02T18:00."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise forms.ValidationError(_("Choose a free time of the week.")) from None
