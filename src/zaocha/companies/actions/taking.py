"""Many companies at once, out of a checked import: the same rows and events as one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.companies.actions import writing
from zaocha.companies.models import Company, Contact
from zaocha.imports.refusals import Stale
from zaocha.kernel import rows, work

_COLUMNS = (
    "name", "short_name", "credit_code", "code_verdict", "industry", "chain", "community", "address",
    "employees", "is_local", "officer_id", "lookup", "sorting",
)  # fmt: skip
_CONTACT = ("name", "post", "phone")


@dataclass(frozen=True)
class Taken:
    """One row: the examined values; for a known company its id and the changes, field → [old, new]."""

    values: Mapping[str, Any]
    company_id: int | None
    changes: Mapping[str, Sequence[Any]]


def take(*, rows: Sequence[Taken], by: Actor, at: datetime) -> None:
    """Register and change, in the running transaction. Stale when the register is not as it was checked."""
    by.need("companies.write")
    with work.begin(by=by, at=at) as w:
        _register([row.values for row in rows if row.company_id is None], w, by=by, at=at)
        _change([row for row in rows if row.company_id is not None], w, by=by, at=at)


def _register(news: Sequence[Mapping[str, Any]], w: work.Work, *, by: Actor, at: datetime) -> None:
    codes = [values["credit_code"] for values in news if values.get("credit_code")]
    if Company.objects.filter(tenant_id=by.tenant_id, credit_code__in=codes, merged_into=None).exists():
        raise Stale
    companies = [
        Company(
            tenant_id=by.tenant_id, source="import", created_at=at,
            **{name: values[name] for name in _COLUMNS if name in values},
        )
        for values in news
    ]  # fmt: skip
    rows.insert(companies)
    contacts = []
    for company, values in zip(companies, news, strict=True):
        writing.record_registered(w, company)
        if values.get("contact_name"):
            contacts.append(
                Contact(
                    company=company, is_primary=True, created_at=at,
                    **{name: values.get(f"contact_{name}", "") for name in _CONTACT},
                )
            )  # fmt: skip
    rows.insert(contacts)


def _change(rows: Sequence[Taken], w: work.Work, *, by: Actor, at: datetime) -> None:
    ids = [row.company_id for row in rows if row.company_id is not None]
    found = Company.objects.select_for_update(of=("self",)).filter(
        pk__in=ids, tenant_id=by.tenant_id, merged_into=None
    )
    companies = {company.pk: company for company in found}
    contacts = {one.company_id: one for one in Contact.objects.filter(company_id__in=ids, is_primary=True)}
    for row in rows:
        company = companies.get(row.company_id or 0)
        if company is None:
            raise Stale
        values = {}
        for name, (old, new) in row.changes.items():
            if not name.startswith("contact_"):
                if getattr(company, name) != old:
                    raise Stale
                values[name] = new
        if "credit_code" in values:
            values["code_verdict"] = row.values["code_verdict"]
        writing.write_changes(w, company, values)
        _change_contact(company, row, contacts.get(company.pk), w, at=at)


def _change_contact(
    company: Company, row: Taken, contact: Contact | None, w: work.Work, *, at: datetime
) -> None:
    changed = {name: row.changes[f"contact_{name}"] for name in _CONTACT if f"contact_{name}" in row.changes}
    if not changed:
        return
    if any((getattr(contact, name) if contact else "") != old for name, (old, _new) in changed.items()):
        raise Stale
    if contact is None or "name" in changed:
        # Another name is another person: the former contact stays, the new one comes first.
        Contact.objects.filter(company=company).update(is_primary=False)
        contact = Contact(company=company, is_primary=True, created_at=at)
        changed = {name: ("", row.values.get(f"contact_{name}", "")) for name in _CONTACT}
    for name, (_old, new) in changed.items():
        setattr(contact, name, new)
    contact.save()
    fields = {name: new for name, (_old, new) in changed.items()}
    w.record("contact_changed", subject=("company", company.pk), ids={"contact": contact.pk}, fields=fields)
