"""Appointments with their terms, and conflicts of interest as advisers declare them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.advisers import access, codes
from zaocha.advisers.models import Adviser, Conflict
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict as Refusal
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound


@dataclass(frozen=True)
class NewAdviser:
    """`login`: of a person of the town with the role of adviser, or nothing for an outside expert.

    `ends_on` is the first day after the term. `chains`: none means every chain. `hours`: a month.
    """

    kind: str
    name: str
    starts_on: date
    ends_on: date
    hours: int = 8
    login: str = ""
    employer: str = ""
    company_id: int | None = None
    phone: str = ""
    about: str = ""
    fields: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("zh",)


@dataclass(frozen=True)
class NewConflict:
    """With one company, or with a whole chain."""

    adviser_id: int
    why: str
    company_id: int | None = None
    chain: str = ""


def appoint(*, new: NewAdviser, by: Actor, at: datetime) -> Adviser:
    """Appoint somebody for a term."""
    by.need("advisers.write")
    values = _checked(new, by)
    with work.begin(by=by, at=at) as w:
        made = Adviser.objects.create(tenant=by.tenant, appointed_at=at, appointed_by=by.mark, **values)
        ids = {
            "kind": made.kind,
            "from": str(made.starts_on),
            "to": str(made.ends_on),
            "person": made.person_id,
        }
        w.record("adviser_appointed", subject=("adviser", made.pk), ids=ids, fields={"name": made.name})
    return made


def change(*, adviser_id: int, new: NewAdviser, by: Actor, at: datetime) -> Adviser:
    """Correct an appointment; another term goes by `renew`."""
    by.need("advisers.write")
    found = access.the_adviser(by, adviser_id)
    values = _checked(new, by)
    with work.begin(by=by, at=at) as w:
        for name, value in values.items():
            setattr(found, name, value)
        found.save(update_fields=list(values))
        w.record("adviser_changed", subject=("adviser", found.pk), ids={"hours": found.hours})
    return found


def renew(*, adviser_id: int, starts_on: date, ends_on: date, by: Actor, at: datetime) -> Adviser:
    """A further term; the earlier one stays on record."""
    by.need("advisers.write")
    found = access.the_adviser(by, adviser_id)
    if starts_on < found.ends_on:
        raise Invalid(
            _("The term before it lasts until %(day)s.") % {"day": found.ends_on}, field="starts_on"
        )
    _check_term(starts_on, ends_on)
    with work.begin(by=by, at=at) as w:
        found.terms = [*found.terms, [str(found.starts_on), str(found.ends_on), ""]]
        found.starts_on, found.ends_on = starts_on, ends_on
        found.save(update_fields=["terms", "starts_on", "ends_on"])
        w.record(
            "adviser_renewed", subject=("adviser", found.pk), ids={"from": str(starts_on), "to": str(ends_on)}
        )
    return found


def end_term(*, adviser_id: int, on: date, reason: str, by: Actor, at: datetime) -> Adviser:
    """End a term early; `on` is the first day without it."""
    by.need("advisers.write")
    found = access.the_adviser(by, adviser_id)
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    if not found.starts_on <= on < found.ends_on:
        raise Invalid(_("This day is outside the term."), field="on")
    with work.begin(by=by, at=at) as w:
        found.terms = [*found.terms, [str(found.starts_on), str(on), reason.strip()[:200]]]
        found.ends_on = on
        found.save(update_fields=["terms", "ends_on"])
        w.record(
            "adviser_ended", subject=("adviser", found.pk), ids={"on": str(on)}, fields={"reason": reason}
        )
    return found


def declare(*, new: NewConflict, by: Actor, at: datetime) -> Conflict:
    """An adviser declares a conflict of interest; the desk may note down what he said."""
    found = _own(by, new.adviser_id)
    if new.why not in Conflict.Why.values:
        raise Invalid(field="why", remedy=", ".join(Conflict.Why.values))
    if (new.company_id is None) == (not new.chain):
        raise Invalid(_("Name one company, or one chain."), field="company")
    company = access.the_company(by, new.company_id) if new.company_id is not None else None
    with work.begin(by=by, at=at) as w:
        made, fresh = Conflict.objects.get_or_create(
            adviser=found, company=company, chain=new.chain, ended_at=None,
            defaults={"why": new.why, "declared_at": at, "declared_by": by.mark},
        )  # fmt: skip
        if fresh:
            ids = {"company": new.company_id, "chain": new.chain, "why": new.why}
            w.record("conflict_declared", subject=("adviser", found.pk), ids=ids)
    return made


def end_conflict(*, conflict_id: int, by: Actor, at: datetime) -> None:
    """It is no longer so; it stays on record as ended."""
    conflict = Conflict.objects.filter(adviser__tenant=by.tenant, pk=conflict_id, ended_at=None).first()
    if conflict is None:
        raise NotFound()
    _own(by, conflict.adviser_id)
    with work.begin(by=by, at=at) as w:
        conflict.ended_at = at
        conflict.save(update_fields=["ended_at"])
        w.record("conflict_ended", subject=("adviser", conflict.adviser_id), ids={"conflict": conflict.pk})


def _own(by: Actor, adviser_id: int) -> Adviser:
    found = access.the_adviser(by, adviser_id)
    if not by.may("advisers.write") and adviser_id not in access.own_adviser_ids(by):
        raise NotAllowed()
    return found


def _check_term(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise Invalid(_("A term ends after it has begun."), field="ends_on")


def _checked(new: NewAdviser, by: Actor) -> dict[str, Any]:
    _check_term(new.starts_on, new.ends_on)
    if new.kind not in Adviser.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Adviser.Kind.values))
    if not new.name.strip():
        raise Invalid(_("Write the name of the adviser."), field="name")
    if not 1 <= new.hours <= 160:
        raise Invalid(_("Between 1 and 160 hours a month are possible."), field="hours")
    if strange := [
        one for one in new.fields if one not in codes.fields() or codes.fields()[one].kind != new.kind
    ]:
        raise Invalid(
            _("This field belongs to another kind of adviser: %(name)s") % {"name": codes.label(strange[0])},
            field="fields",
        )
    if new.company_id is not None:
        access.the_company(by, new.company_id)
    return {
        "kind": new.kind, "name": new.name.strip()[:60], "person": _person(new.login, by), "company_id": new.company_id,
        "employer": new.employer.strip()[:80], "phone": new.phone.strip()[:40], "about": new.about.strip()[:400],
        "fields": list(new.fields), "chains": list(new.chains), "languages": list(new.languages), "hours": new.hours,
        "starts_on": new.starts_on, "ends_on": new.ends_on,
    }  # fmt: skip


def _person(login: str, by: Actor) -> Person | None:
    if not login.strip():
        return None
    rows = Person.objects.filter(tenant=by.tenant, login=login.strip().lower(), is_active=True)
    found: Person | None = rows.filter(memberships__role="adviser").first()
    if found is None:
        raise Refusal(_("Nobody of this sign-in name has the role of adviser."), field="login")
    return found
