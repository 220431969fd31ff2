"""The register as a table, with the headings that the import knows again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains, queries
from zaocha.companies.importing import FIELDS
from zaocha.companies.models import Company, Contact
from zaocha.kernel.clock import SHANGHAI
from zaocha.sheets import tables

LIMIT = 50_000


def xlsx(by: Actor, found: QuerySet[Company]) -> bytes:
    """The companies of a list as .xlsx; numbers of contacts cut like on the page."""
    headers = [str(field.label) for field in FIELDS] + [_("Last heard")]
    return tables.write_table(headers=headers, rows=_rows(by, found), sheet_name=_("Companies"))


def _rows(by: Actor, found: QuerySet[Company]) -> Iterator[list[tables.Cell]]:
    labels = {one.code: one.label for one in chains.of(by.tenant)}
    chunk: list[Company] = []
    for company in found.select_related("officer").order_by("sorting", "pk")[:LIMIT].iterator(chunk_size=500):
        chunk.append(company)
        if len(chunk) == 500:
            yield from _chunk(by, chunk, labels)
            chunk = []
    yield from _chunk(by, chunk, labels)


def _chunk(by: Actor, companies: list[Company], labels: dict[str, str]) -> Iterator[list[tables.Cell]]:
    primary = Contact.objects.filter(company_id__in=[one.pk for one in companies], is_primary=True)
    contacts = {one.company_id: one for one in primary}
    open_ = by.may("companies.contacts")
    for company in companies:
        contact = contacts.get(company.pk)
        phone = contact.phone if contact else ""
        yield [
            company.name,
            company.credit_code,
            company.short_name,
            company.industry,
            labels.get(company.chain, company.chain),
            company.community,
            company.address,
            company.employees,
            _("yes") if company.is_local else _("no"),
            company.officer.name if company.officer else "",
            contact.name if contact else "",
            contact.post if contact else "",
            phone if open_ else queries.masked(phone),
            company.last_heard_at.astimezone(SHANGHAI).date() if company.last_heard_at else None,
        ]
