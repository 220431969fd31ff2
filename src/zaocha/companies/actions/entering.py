"""The register of companies: enter and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies import checks
from zaocha.companies.actions import contacts, writing
from zaocha.companies.faults import Fault, Faulty
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid


@dataclass(frozen=True)
class NewCompany:
    """A company to be registered.

    `confirmed`: a person compared a code whose check character fails with the licence.
    `same_name`: a person said that it is another company than the one of the same name.
    """

    name: str
    short_name: str = ""
    credit_code: str = ""
    industry: str = ""
    chain: str = ""
    community: str = ""
    address: str = ""
    employees: int | None = None
    is_local: bool = True
    officer_id: int | None = None
    contact_name: str = ""
    contact_post: str = ""
    contact_phone: str = ""
    source: str = ""
    confirmed: bool = False
    same_name: bool = False


class CompanyKnown(Conflict):
    """The register has it already: `company_id` is the one that bears the code or the name."""

    code = "company_known"

    def __init__(self, message: Any, *, company_id: int, remedy: Any, field: str) -> None:
        self.company_id = company_id
        super().__init__(message, remedy=remedy, field=field)

    def as_dict(self) -> dict[str, Any]:
        """With the company that is meant."""
        return {**super().as_dict(), "company_id": self.company_id}


def register(*, new: NewCompany, by: Actor, at: datetime) -> Company:
    """Add a company. Faulty (422) names every fault; CompanyKnown (409) the one already there."""
    by.need("companies.write")
    given = asdict(new)
    values = writing.examined(given, by=by, confirmed=new.confirmed)
    if not new.same_name:
        _refuse_name(values["name"], by=by)
    contact = contacts.NewContact(
        values.pop("contact_name"), values.pop("contact_post"), values.pop("contact_phone"), True
    )
    with work.begin(by=by, at=at) as w:
        _refuse_code(values["credit_code"], by=by, but=None)
        company = _insert(Company(
            tenant=by.tenant, created_at=at, officer_id=_officer(new.officer_id, by=by),
            **{**values, **checks.derived(values)},
        ), by=by)  # fmt: skip
        writing.record_registered(w, company)
        if contact.name:
            contacts.insert_contact(w, company_id=company.pk, new=contact, at=at)
    return company


def change(
    *,
    company_id: int,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    version: str = "",
    confirmed: bool = False,
) -> Company:
    """Change some of EDITABLE. With the `version` that the page showed, a stale page is refused (409)."""
    by.need("companies.write")
    unknown = set(changes) - set(writing.EDITABLE)
    if unknown:
        raise Invalid(_("These fields cannot be changed: %(names)s") % {"names": ", ".join(sorted(unknown))})
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        if version and version != writing.version_of(company):
            raise Conflict(
                remedy=_("What you typed is still here. Compare it with the present values and save again.")
            )
        values = _new_values(company, changes, by=by, confirmed=confirmed)
        writing.write_changes(w, company, values)
    return company


def note_heard(*, company_id: int, by: Actor, at: datetime) -> None:
    """Note that the company was heard: a demand, a meeting, a visit. Never moves backwards."""
    found = Company.objects.filter(pk=company_id, tenant_id=by.tenant_id)
    found.exclude(last_heard_at__gte=at).update(last_heard_at=at)


def _new_values(
    company: Company, changes: Mapping[str, Any], *, by: Actor, confirmed: bool
) -> dict[str, Any]:
    values = writing.examined(
        changes, by=by, confirmed=confirmed or changes.get("credit_code") == company.credit_code
    )
    if "officer_id" in changes:
        values["officer_id"] = _officer(changes["officer_id"], by=by)
    if values.get("credit_code", company.credit_code) != company.credit_code:
        _refuse_code(values["credit_code"], by=by, but=company.pk)
    return values


def _insert(company: Company, *, by: Actor) -> Company:
    try:
        with transaction.atomic():
            company.save(force_insert=True)
    except IntegrityError:
        # Somebody else registered the same code between our look and our write.
        _refuse_code(company.credit_code, by=by, but=None)
        raise
    return company


def _refuse_name(name: str, *, by: Actor) -> None:
    found = Company.objects.filter(tenant_id=by.tenant_id, name=name, merged_into=None).first()
    if found is not None:
        raise CompanyKnown(
            _("“%(name)s” is in the register already.") % {"name": name},
            company_id=found.pk,
            remedy=_("Open that entry, or confirm that this is another company of the same name."),
            field="name",
        )


def _refuse_code(code: str, *, by: Actor, but: int | None) -> None:
    if not code:
        return
    found = (
        Company.objects.filter(tenant_id=by.tenant_id, credit_code=code, merged_into=None)
        .exclude(pk=but or 0)
        .first()
    )
    if found is not None:
        raise CompanyKnown(
            _("The credit code belongs to “%(name)s” already.") % {"name": found.name},
            company_id=found.pk,
            remedy=_("Open that entry, or correct the code."),
            field="credit_code",
        )


def _officer(officer_id: int | None, *, by: Actor) -> int | None:
    if officer_id is not None and not Person.objects.filter(pk=officer_id, tenant_id=by.tenant_id).exists():
        raise Faulty([Fault("officer", "officer_unknown", {"found": officer_id})])
    return officer_id
