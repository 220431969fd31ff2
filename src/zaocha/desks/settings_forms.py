"""Forms of the settings page."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars
from zaocha.accounts.models import Tenant, Unit
from zaocha.accounts.roles import LABELS
from zaocha.companies import chains
from zaocha.lang import pinyin
from zaocha.ui.forms import StyledForm

MOST_CHAINS = 6
KINDS = [("inside", _("unit of the sub-district")), ("outside", _("body above or outside"))]


class TownForm(StyledForm):
    """Name of the town and whom companies may call."""

    name = forms.CharField(label=_("Name of the sub-district"), max_length=80)
    officer = forms.CharField(
        label=_("Officer whom companies may call"),
        max_length=40,
        required=False,
        help_text=_("Printed on slips, and on every company's page."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(StyledForm):
    """Office hours: a morning, and an afternoon that may stay empty."""

    from_1 = forms.TimeField(label=_("Morning from"), widget=_clock())
    to_1 = forms.TimeField(label=_("Morning until"), widget=_clock())
    from_2 = forms.TimeField(label=_("Afternoon from"), widget=_clock(), required=False)
    to_2 = forms.TimeField(label=_("Afternoon until"), widget=_clock(), required=False)

    def clean(self) -> dict[str, Any]:
        """Either both ends of the afternoon or none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(given.get("from_2")) != bool(given.get("to_2")):
            self.add_error("to_2", _now("Give both ends of the afternoon, or neither."))
        return given

    def sessions(self) -> list[tuple[time, time]]:
        """The stretches of a working day."""
        given = self.cleaned_data
        pairs = [(given["from_1"], given["to_1"]), (given["from_2"], given["to_2"])]
        return [pair for pair in pairs if pair[0]]


class ChainsForm(StyledForm):
    """The chains of the town, each with its name in both languages; an empty line takes a chain away."""

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = list(chains.of(tenant))
        for place in range(MOST_CHAINS):
            one = self.known[place] if place < len(self.known) else None
            for language, label in (("zh", _("Chinese name")), ("en", _("English name"))):
                self.fields[f"{language}_{place}"] = forms.CharField(
                    label=label,
                    max_length=40,
                    required=False,
                    initial=getattr(one, language, ""),
                    widget=forms.TextInput(attrs={"class": "form-control"}),
                )

    def rows(self) -> list[tuple[Any, Any]]:
        """Pairs of bound fields, one per chain."""
        return [(self[f"zh_{place}"], self[f"en_{place}"]) for place in range(MOST_CHAINS)]

    def chains(self) -> list[dict[str, str]]:
        """What to store: a chain keeps its code, a new one gets its pinyin initials."""
        found: list[dict[str, str]] = []
        for place in range(MOST_CHAINS):
            name = self.cleaned_data[f"zh_{place}"].strip()
            if name:
                code = self.known[place].code if place < len(self.known) else _code(name, place)
                found.append(
                    {"code": code, "zh": name, "en": self.cleaned_data[f"en_{place}"].strip() or name}
                )
        return found


class UnitForm(StyledForm):
    """A new unit."""

    name = forms.CharField(label=_("Name of the unit"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)


class PersonForm(StyledForm):
    """A new account."""

    name = forms.CharField(label=_("Name"), max_length=40)
    login = forms.CharField(label=_("Sign-in name"), max_length=60)
    password = forms.CharField(
        label=_("First password"),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("At least ten characters; tell it to the person."),
    )
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit, for a handling unit"), required=False)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(code, label) for code, label in LABELS.items() if code != "company"]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        units = Unit.objects.filter(tenant=tenant, is_active=True).order_by("kind", "name")
        self.fields["unit"].choices = [("", "—"), *((str(unit.pk), str(unit)) for unit in units)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A handler belongs to a unit."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("role") == "handler" and not given.get("unit"):
            self.add_error("unit", _now("Choose the unit that this person works for."))
        return given


class OwnPasswordForm(StyledForm):
    """One's own sign-in name and password."""

    login = forms.CharField(
        label=_("Sign-in name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("password") != given.get("again"):
            self.add_error("again", _now("The two are not the same."))
        return given


def hours_of(tenant: Tenant) -> dict[str, time]:
    """The present office hours as the form shows them."""
    found: dict[str, time] = {}
    for place, (begin, end) in enumerate(calendars.of(tenant).sessions[:2], 1):
        found[f"from_{place}"], found[f"to_{place}"] = begin, end
    return found


def _code(name: str, place: int) -> str:
    letters = "".join(sign for sign in pinyin.initials(name).lower() if "a" <= sign <= "z")
    return f"{letters[:12] or 'chain'}_{place}"
