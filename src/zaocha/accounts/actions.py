"""Writes of this area: tenants, units, people, roles, sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zaocha.accounts import actors
from zaocha.accounts.models import Membership, Person, SignInAttempt, Tenant, Unit
from zaocha.accounts.roles import RIGHTS
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, Refused

ATTEMPTS, LOCKED = 5, timedelta(minutes=15)


class LockedOut(Refused):
    """Too many failed sign-ins."""

    status = 429
    code = "locked_out"
    default = _("Too many failed sign-ins.")


@dataclass(frozen=True)
class NewPerson:
    """What a new account needs; an empty password means that nobody can sign in with it yet."""

    login: str
    name: str
    password: str = ""
    post: str = ""
    phone: str = ""
    language: str = ""


def create_tenant(*, slug: str, name: str, at: datetime, officer: str = "", phone: str = "") -> Tenant:
    """Open a tenant with its desk as first unit."""
    if Tenant.objects.filter(slug=slug).exists():
        raise Conflict(_("There is a tenant with this short name already."), field="slug")
    tenant = Tenant(slug=slug, name=name, officer=officer, phone=phone, created_at=at)
    tenant.save()
    with work.begin(by=actors.system(tenant), at=at) as w:
        desk = Unit.objects.create(tenant=tenant, name=str(_("Desk")), kind=Unit.Kind.DESK)
        w.record(
            "tenant_created", subject=("tenant", tenant.pk), fields={"name": name}, ids={"desk": desk.pk}
        )
    return tenant


def create_unit(
    *, name: str, kind: str, by: actors.Actor, at: datetime, short_name: str = "", phone: str = ""
) -> Unit:
    """Add a unit of the sub-district or a body outside it."""
    name = name.strip()
    if not name:
        raise Invalid(_("A unit needs a name."), field="name")
    with work.begin(by=by, at=at) as w:
        unit, made = Unit.objects.get_or_create(
            tenant=by.tenant, name=name, defaults={"kind": kind, "short_name": short_name, "phone": phone}
        )
        if made:
            w.record("unit_created", subject=("unit", unit.pk), fields={"name": name}, ids={"kind": kind})
    return unit


def create_person(*, new: NewPerson, by: actors.Actor, at: datetime) -> Person:
    """Open an account; the login is unique over all tenants."""
    login = new.login.strip().lower()
    if Person.objects.filter(login=login).exists():
        raise Conflict(_("This sign-in name is taken."), field="login")
    person = Person(
        tenant=by.tenant, login=login, name=new.name, post=new.post, phone=new.phone,
        language=new.language, created_at=at,
    )  # fmt: skip
    if new.password:
        _check_password(new.password, person)
        person.set_password(new.password)
    else:
        person.set_unusable_password()
    with work.begin(by=by, at=at) as w:
        person.save()
        w.record("person_created", subject=("person", person.pk), fields={"login": login, "name": new.name})
    return person


def give_role(
    *, person: Person, role: str, by: actors.Actor, at: datetime, unit: Unit | None = None, chain: str = ""
) -> Membership:
    """Give a person a role, in a unit or over a chain where it belongs to one."""
    if role not in RIGHTS or role == "company":
        raise Invalid(_("There is no such role: %(role)s") % {"role": role}, field="role")
    with work.begin(by=by, at=at) as w:
        membership, made = Membership.objects.get_or_create(person=person, role=role, unit=unit, chain=chain)
        if made:
            ids = {"role": role, "unit": unit.pk if unit else None, "chain": chain}
            w.record("role_given", subject=("person", person.pk), ids=ids)
    return membership


def take_role(*, person: Person, role: str, by: actors.Actor, at: datetime, chain: str) -> None:
    """Take a role over a chain away; nothing happens where it is not held."""
    with work.begin(by=by, at=at) as w:
        gone, _rows = Membership.objects.filter(person=person, role=role, chain=chain).delete()
        if gone:
            w.record("role_taken", subject=("person", person.pk), ids={"role": role, "chain": chain})


def check_lock(*, login: str, at: datetime) -> None:
    """Refuse (429) after five failed sign-ins within a quarter of an hour."""
    recent = SignInAttempt.objects.filter(login=login.strip().lower()[:60], at__gt=at - LOCKED)
    if recent.count() >= ATTEMPTS:
        raise LockedOut(remedy=_("Wait fifteen minutes, or ask your administrator."))


def note_failure(*, login: str, address: str, at: datetime) -> None:
    """Count a failed sign-in."""
    SignInAttempt.objects.create(login=login.strip().lower()[:60], address=address[:45], at=at)


def note_success(*, person: Person, at: datetime) -> None:
    """Forget the failures, and put the sign-in on record."""
    SignInAttempt.objects.filter(login=person.login).delete()
    with work.begin(by=actors.of_person(person), at=at) as w:
        w.record("signed_in", subject=("person", person.pk))


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
