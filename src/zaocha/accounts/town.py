"""What an administrator sets: name, officer, office hours, chains, units, passwords."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zaocha.accounts import actions
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Tenant, Unit
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


def name_officer(*, officer: str, phone: str, by: Actor, at: datetime) -> None:
    """Whom companies may call: stands on slips, messages and company pages."""
    describe(changes={"officer": officer, "phone": phone}, by=by, at=at)


def describe(*, changes: Mapping[str, Any], by: Actor, at: datetime) -> Tenant:
    """Change name, officer, telephone; the first saving of the settings page ends the provisional time."""
    by.need("tenant.settings")
    with work.begin(by=by, at=at) as w:
        tenant = Tenant.objects.select_for_update().get(pk=by.tenant_id)
        for field, longest in (("name", 80), ("officer", 40), ("phone", 40)):
            if field in changes:
                setattr(tenant, field, str(changes[field]).strip()[:longest])
        if not tenant.name:
            raise Invalid(_("A town needs a name."), field="name")
        if "name" in changes and tenant.set_up_at is None:
            tenant.set_up_at = at
        tenant.save(update_fields=["name", "officer", "phone", "set_up_at"])
        w.record("tenant_described", subject=("tenant", tenant.pk), fields=dict(changes))
    return tenant


def set_hours(*, sessions: list[tuple[time, time]], by: Actor, at: datetime) -> None:
    """Office hours: one or two stretches of a day, the earlier first."""
    by.need("tenant.settings")
    edges = [edge for session in sessions for edge in session]
    if not edges or edges != sorted(set(edges)):
        raise Invalid(_("Office hours must follow one another: from earlier to later."), field="sessions")
    _keep(by, at, "sessions", [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in sessions])


def set_chains(*, chains: list[dict[str, str]], by: Actor, at: datetime) -> None:
    """The tenant's chains: `code`, `zh`, `en` each."""
    by.need("tenant.settings")
    codes = [one["code"] for one in chains]
    if len(set(codes)) != len(codes) or not all(
        re.fullmatch(r"[a-z][a-z0-9_]{0,19}", code) for code in codes
    ):
        raise Invalid(_("Each chain needs a short name of its own in small letters."), field="chains")
    _keep(by, at, "chains", chains)


def set_days(*, offer_days: int, source_days: int, by: Actor, at: datetime) -> None:
    """Working days after which the owner of an offer is asked, and after which an unseen source turns amber."""
    by.need("tenant.settings")
    for name, days in (("offer_days", offer_days), ("source_days", source_days)):
        if not 1 <= days <= 250:
            raise Invalid(_("Between 1 and 250 working days."), field=name)
    with work.begin(by=by, at=at):
        _keep(by, at, "offer_days", offer_days)
        _keep(by, at, "source_days", source_days)


def set_yield_classes(*, bounds: list[tuple[str, Decimal]], last: str, by: Actor, at: datetime) -> None:
    """Classes of the score per mu: each with the score that it begins at, the best first; `last` is what lies below.

    None at all: the town has set no bounds, and shows scores without a class.
    """
    by.need("tenant.settings")
    starts = [start for _name, start in bounds]
    if starts != sorted(set(starts), reverse=True):
        raise Invalid(_("Each class begins below the one before it."), field="bounds")
    ends = [None, *starts][: len(starts)]
    found = {
        name: f">= {start:f}" if end is None else f"[{start:f}..{end:f})"
        for (name, start), end in zip(bounds, ends, strict=True)
    }
    _keep(by, at, "yield_classes", {**found, last: f"< {starts[-1]:f}"} if starts else {})


def set_map(*, features: list[dict[str, Any]], by: Actor, at: datetime) -> None:
    """What the map of offers shows below them: checked GeoJSON features, such as roads and the boundary."""
    by.need("tenant.settings")
    _keep(by, at, "map", features)


def set_report(*, template: dict[str, Any], by: Actor, at: datetime) -> None:
    """How the town's report is built; checked by `metrics.report_template`."""
    by.need("tenant.settings")
    _keep(by, at, "report", template)


def set_unit(*, unit_id: int, by: Actor, at: datetime, name: str, short_name: str, is_active: bool) -> Unit:
    """Rename a unit, or rest it: a resting unit gets nothing new."""
    by.need("tenant.settings")
    with work.begin(by=by, at=at) as w:
        unit = Unit.objects.select_for_update().filter(tenant_id=by.tenant_id, pk=unit_id).first()
        if unit is None:
            raise NotFound()
        if not name.strip():
            raise Invalid(_("A unit needs a name."), field="name")
        if Unit.objects.filter(tenant_id=by.tenant_id, name=name.strip()).exclude(pk=unit_id).exists():
            raise Conflict(_("There is a unit of this name already."), field="name")
        unit.name, unit.short_name, unit.is_active = name.strip()[:80], short_name.strip()[:40], is_active
        unit.save(update_fields=["name", "short_name", "is_active"])
        w.record("unit_changed", subject=("unit", unit.pk), ids={"active": is_active}, fields={"name": name})
    return unit


def set_password(*, person_id: int, password: str, by: Actor, at: datetime, login: str = "") -> Person:
    """One's own password, or that of somebody whom an administrator helps."""
    if person_id != by.person_id:
        by.need("people.write")
    with work.begin(by=by, at=at) as w:
        person: Person | None = Person.objects.filter(tenant_id=by.tenant_id, pk=person_id).first()
        if person is None:
            raise NotFound()
        wanted = login.strip().lower()
        if wanted and wanted != person.login:
            if Person.objects.filter(login=wanted).exists():
                raise Conflict(_("This sign-in name is taken."), field="login")
            person.login = wanted[:60]
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Invalid(" ".join(error.messages), field="password") from error
        person.set_password(password)
        person.save(update_fields=["password", "login"])
        w.record("password_set", subject=("person", person.pk), fields={"login": person.login})
    return person


def open_account(*, new: actions.NewPerson, role: str, unit: Unit | None, by: Actor, at: datetime) -> Person:
    """A new account with its role; in a unit where the role belongs to one."""
    by.need("people.write")
    if not new.password:
        raise Invalid(_("An account needs a password."), field="password")
    with work.begin(by=by, at=at):
        person = actions.create_person(new=new, by=by, at=at)
        actions.give_role(person=person, role=role, unit=unit if role == "handler" else None, by=by, at=at)
    return person


def set_active(*, person_id: int, is_active: bool, by: Actor, at: datetime) -> None:
    """Close an account, or open it again; nobody closes their own."""
    by.need("people.write")
    if person_id == by.person_id and not is_active:
        raise NotAllowed(_("You cannot close your own account."))
    with work.begin(by=by, at=at) as w:
        if not Person.objects.filter(tenant_id=by.tenant_id, pk=person_id).update(is_active=is_active):
            raise NotFound()
        w.record("account_opened" if is_active else "account_closed", subject=("person", person_id))


def _keep(by: Actor, at: datetime, name: str, value: Any) -> None:
    with work.begin(by=by, at=at) as w:
        tenant = Tenant.objects.select_for_update().get(pk=by.tenant_id)
        tenant.settings = {**tenant.settings, name: value}
        tenant.save(update_fields=["settings"])
        w.record("settings_changed", subject=("tenant", tenant.pk), ids={"what": name})
