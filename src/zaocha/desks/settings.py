"""The settings page: town, office hours, chains, units, people, one's own password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actions, town
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Membership, Person, Unit
from zaocha.accounts.roles import LABELS
from zaocha.desks import settings_forms as own
from zaocha.desks import settings_offers
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui.forms import StyledForm


@require_http_methods(["GET", "POST"])
@signed_in("tenant.settings")
def settings(request: HttpRequest) -> HttpResponse:
    """Every part is a form of its own; POST with `part` saves one of them."""
    by, at = actor_of(request), clock.now()
    forms = _forms(request, by)
    part = request.POST.get("part", "")
    if request.method == "POST":
        if _saved(request, part, forms.get(part), by=by, at=at):
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('settings')}#{part}")
        if part not in forms:
            messages.error(request, _("This did not work. Load the page again."))
    context = {
        "forms": forms,
        "units": _units(by),
        "people": _people(by),
        "me": by.person_id,
        "town": by.tenant,
    }
    wrong = request.method == "POST"
    return render(request, "desks/settings.html", context, status=422 if wrong else 200)


def _forms(request: HttpRequest, by: Actor) -> dict[str, StyledForm]:
    """One form per part; only the one that was sent is bound."""
    sent = request.POST.get("part", "") if request.method == "POST" else ""

    def data(part: str) -> Any:
        return request.POST if sent == part else None

    tenant = by.tenant
    described = {"name": tenant.name, "officer": tenant.officer, "phone": tenant.phone}
    me = Person.objects.get(pk=by.person_id)
    return {
        "town": own.TownForm(data("town"), initial=described, prefix="town"),
        "hours": own.HoursForm(data("hours"), initial=own.hours_of(tenant), prefix="hours"),
        "chains": own.ChainsForm(data("chains"), tenant=tenant, prefix="chains"),
        "days": settings_offers.DaysForm(
            data("days"), initial=settings_offers.of_days(tenant), prefix="days"
        ),
        "yield": settings_offers.YieldForm(
            data("yield"), initial=settings_offers.of_yield(tenant), prefix="yield"
        ),
        "map": settings_offers.MapForm(data("map"), initial=settings_offers.of_map(tenant), prefix="map"),
        "unit": own.UnitForm(data("unit"), prefix="unit"),
        "person": own.PersonForm(data("person"), tenant=tenant, prefix="person"),
        "password": own.OwnPasswordForm(data("password"), initial={"login": me.login}, prefix="password"),
    }


def _saved(request: HttpRequest, part: str, form: StyledForm | None, *, by: Actor, at: datetime) -> bool:
    """Save one part; False when something is wrong, which the form then says."""
    if form is not None and not form.is_valid():
        return False
    savers: dict[str, Callable[..., None]] = {
        "town": _save_town, "hours": _save_hours, "chains": _save_chains, "unit": _save_unit,
        "person": _save_person, "password": _save_password, "unit-change": _change_unit,
        "person-active": _change_active, "days": _save_days, "yield": _save_yield, "map": _save_map,
    }  # fmt: skip
    if part not in savers:
        return False
    try:
        savers[part](request, form, by=by, at=at)
    except Refused as refusal:
        if form is None:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True


def _save_town(_request: HttpRequest, form: own.TownForm, *, by: Actor, at: datetime) -> None:
    town.describe(changes=form.cleaned_data, by=by, at=at)


def _save_hours(_request: HttpRequest, form: own.HoursForm, *, by: Actor, at: datetime) -> None:
    town.set_hours(sessions=form.sessions(), by=by, at=at)


def _save_chains(_request: HttpRequest, form: own.ChainsForm, *, by: Actor, at: datetime) -> None:
    town.set_chains(chains=form.chains(), by=by, at=at)


def _save_days(_request: HttpRequest, form: settings_offers.DaysForm, *, by: Actor, at: datetime) -> None:
    town.set_days(**form.cleaned_data, by=by, at=at)


def _save_yield(_request: HttpRequest, form: settings_offers.YieldForm, *, by: Actor, at: datetime) -> None:
    town.set_yield_classes(bounds=form.bounds(), last=settings_offers.LAST, by=by, at=at)


def _save_map(_request: HttpRequest, form: settings_offers.MapForm, *, by: Actor, at: datetime) -> None:
    town.set_map(features=form.cleaned_data["features"], by=by, at=at)


def _save_unit(_request: HttpRequest, form: own.UnitForm, *, by: Actor, at: datetime) -> None:
    actions.create_unit(**form.cleaned_data, by=by, at=at)


def _change_unit(request: HttpRequest, _form: None, *, by: Actor, at: datetime) -> None:
    town.set_unit(
        unit_id=_id(request), name=request.POST.get("name", ""), short_name=request.POST.get("short_name", ""),
        is_active="is_active" in request.POST, by=by, at=at,
    )  # fmt: skip


def _save_person(_request: HttpRequest, form: own.PersonForm, *, by: Actor, at: datetime) -> None:
    given = form.cleaned_data
    by.need("people.write")
    unit = Unit.objects.filter(tenant=by.tenant, pk=int(given["unit"])).first() if given["unit"] else None
    new = actions.NewPerson(login=given["login"], name=given["name"], password=given["password"])
    town.open_account(new=new, role=given["role"], unit=unit, by=by, at=at)


def _change_active(request: HttpRequest, _form: None, *, by: Actor, at: datetime) -> None:
    town.set_active(person_id=_id(request), is_active="is_active" in request.POST, by=by, at=at)


def _save_password(request: HttpRequest, form: own.OwnPasswordForm, *, by: Actor, at: datetime) -> None:
    given = form.cleaned_data
    person = town.set_password(
        person_id=int(by.person_id or 0), login=given["login"], password=given["password"], by=by, at=at
    )
    update_session_auth_hash(request, person)


def _id(request: HttpRequest) -> int:
    given = request.POST.get("id", "")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Invalid()
    return int(given)


def _units(by: Actor) -> list[Unit]:
    return list(Unit.objects.filter(tenant=by.tenant).exclude(kind=Unit.Kind.DESK).order_by("kind", "name"))


def _people(by: Actor) -> list[tuple[Person, str]]:
    roles: dict[int, list[str]] = {}
    for row in Membership.objects.filter(person__tenant=by.tenant).select_related("unit").order_by("pk"):
        label = str(LABELS.get(row.role, row.role)) + (f" · {row.unit}" if row.unit else "")
        roles.setdefault(row.person_id, []).append(label)
    people = Person.objects.filter(tenant=by.tenant).order_by("-is_active", "name", "pk")
    return [(person, ", ".join(roles.get(person.pk, []))) for person in people]


urlpatterns = [path("settings/", settings, name="settings")]
