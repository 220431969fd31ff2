"""Forms of activities and of signing up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.agreements.actions.activities import NewActivity
from zaocha.agreements.actions.signups import NewSignup
from zaocha.agreements.forms.facilities import day_input, time_input
from zaocha.agreements.models import Activity, Facility
from zaocha.kernel.clock import SHANGHAI
from zaocha.ui.forms import StyledForm


class FilterForm(StyledForm):
    """Above the list of activities."""

    q = forms.CharField(label=_("Title, place or organiser"), required=False, max_length=60)
    when = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("still to come")), ("past", _("past")), ("all", _("all"))],
    )  # fmt: skip


class ActivityForm(StyledForm):
    """An activity."""

    title = forms.CharField(label=_("Title"), max_length=120)
    organiser = forms.CharField(label=_("Organiser"), max_length=80)
    place = forms.CharField(label=_("Where"), max_length=120)
    facility = forms.ChoiceField(label=_("In one of the facilities"), required=False)
    day = forms.DateField(label=_("Day"), widget=day_input())
    begins = forms.TimeField(label=_("Begins at"), widget=time_input())
    ends = forms.TimeField(label=_("Ends at"), widget=time_input())
    until_day = forms.DateField(
        label=_("Sign-up until"), required=False, widget=day_input(), help_text=_("Left empty: until it begins.")
    )  # fmt: skip
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=5000)
    most_persons = forms.IntegerField(
        label=_("Persons in one sign-up, at most"), initial=3, min_value=1, max_value=20
    )
    asks_name = forms.ChoiceField(label=_("The name"), choices=Activity.Asks.choices, initial="may")
    asks_phone = forms.ChoiceField(label=_("The telephone"), choices=Activity.Asks.choices, initial="not")
    keep_days = forms.IntegerField(
        label=_("Days after which names are blotted out"), initial=30, min_value=1, max_value=180
    )
    words = forms.CharField(
        label=_("What the activity is"), required=False, max_length=2000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facility"]
        assert isinstance(field, forms.ChoiceField)
        rows = Facility.objects.filter(tenant=tenant, is_active=True).order_by("name")
        field.choices = [("", _("—")), *((str(one.pk), one.name) for one in rows)]

    def new_activity(self) -> NewActivity:
        """What was filled in."""
        given = self.cleaned_data
        starts = datetime.combine(given["day"], given["begins"], SHANGHAI)
        until = given["until_day"]
        last = (
            datetime.combine(until, given["begins"], SHANGHAI).replace(hour=23, minute=59)
            if until
            else starts
        )
        return NewActivity(
            title=given["title"], organiser=given["organiser"], place=given["place"], words=given["words"],
            starts_at=starts, ends_at=datetime.combine(given["day"], given["ends"], SHANGHAI), until=min(last, starts),
            seats=given["seats"], facility_id=int(given["facility"]) if given["facility"] else None,
            most_persons=given["most_persons"], asks_name=given["asks_name"], asks_phone=given["asks_phone"],
            keep_days=given["keep_days"],
        )  # fmt: skip


class SignupForm(StyledForm):
    """Signing up; name and telephone only as the organiser chose."""

    persons = forms.IntegerField(label=_("How many come"), initial=1, min_value=1, max_value=5000)
    name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(
        label=_("Telephone"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    client_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, activity: Activity, for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, asks in (("name", activity.asks_name), ("phone", activity.asks_phone)):
            if for_company or asks == Activity.Asks.NOT:
                del self.fields[field]
            else:
                self.fields[field].required = asks == Activity.Asks.MUST

    def new_signup(self) -> NewSignup:
        """What was filled in."""
        return NewSignup(**self.cleaned_data)


class CountForm(StyledForm):
    """How many came."""

    attended = forms.IntegerField(
        label=_("How many came"), min_value=0, max_value=20000, help_text=_("Heads counted; nobody is ticked off.")
    )  # fmt: skip


class CancelForm(StyledForm):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Cancel it: why?"), max_length=200)
