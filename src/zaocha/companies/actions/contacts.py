"""Who may be reached at a company: add, change, remove."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zaocha.accounts.actors import Actor
from zaocha.companies.actions import writing
from zaocha.companies.faults import Fault, Faulty
from zaocha.companies.models import Contact
from zaocha.kernel import work
from zaocha.kernel.errors import NotFound


@dataclass(frozen=True)
class NewContact:
    """Somebody of a company; the primary contact is the one that the desk rings first."""

    name: str
    post: str = ""
    phone: str = ""
    is_primary: bool = False


def add_contact(*, company_id: int, new: NewContact, by: Actor, at: datetime) -> Contact:
    """Add a contact; the first one is primary in any case."""
    by.need("companies.write")
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        return insert_contact(w, company_id=company.pk, new=_checked_contact(new, by=by), at=at)


def change_contact(*, contact_id: int, new: NewContact, by: Actor, at: datetime) -> Contact:
    """Replace what is known of a contact."""
    by.need("companies.write")
    with work.begin(by=by, at=at) as w:
        contact = _contact(contact_id, by=by)
        checked = _checked_contact(new, by=by)
        fields = {"name": checked.name, "post": checked.post, "phone": checked.phone}
        for name, value in fields.items():
            setattr(contact, name, value)
        contact.save(update_fields=list(fields))
        if new.is_primary:
            _make_primary(contact)
        w.record(
            "contact_changed",
            subject=("company", contact.company_id),
            ids={"contact": contact.pk},
            fields=fields,
        )
    return contact


def remove_contact(*, contact_id: int, by: Actor, at: datetime) -> None:
    """Forget a contact; the next one becomes primary."""
    by.need("companies.write")
    with work.begin(by=by, at=at) as w:
        contact = _contact(contact_id, by=by)
        w.record("contact_removed", subject=("company", contact.company_id), ids={"contact": contact.pk})
        contact.delete()
        rest = Contact.objects.filter(company_id=contact.company_id).order_by("-is_primary", "pk").first()
        if rest is not None:
            _make_primary(rest)


def insert_contact(w: work.Work, *, company_id: int, new: NewContact, at: datetime) -> Contact:
    first = not Contact.objects.filter(company_id=company_id).exists()
    contact = Contact.objects.create(
        company_id=company_id, name=new.name, post=new.post, phone=new.phone, is_primary=first, created_at=at
    )
    if new.is_primary and not first:
        _make_primary(contact)
    fields = {"name": new.name, "post": new.post, "phone": new.phone}
    w.record("contact_added", subject=("company", company_id), ids={"contact": contact.pk}, fields=fields)
    return contact


def _contact(contact_id: int, *, by: Actor) -> Contact:
    found = Contact.objects.filter(pk=contact_id, company__tenant_id=by.tenant_id).first()
    if found is None:
        raise NotFound()
    return found


def _checked_contact(new: NewContact, *, by: Actor) -> NewContact:
    given = {"contact_name": new.name, "contact_post": new.post, "contact_phone": new.phone}
    values = writing.examined(given, by=by, confirmed=True)
    if not values["contact_name"]:
        raise Faulty([Fault("contact_name", "name_missing")])
    return NewContact(values["contact_name"], values["contact_post"], values["contact_phone"], new.is_primary)


def _make_primary(contact: Contact) -> None:
    Contact.objects.filter(company_id=contact.company_id).exclude(pk=contact.pk).update(is_primary=False)
    Contact.objects.filter(pk=contact.pk).update(is_primary=True)
    contact.is_primary = True
