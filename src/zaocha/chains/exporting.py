"""Members of a chain, an alliance, and all alliances as tables. Who supplies whom is in none of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access, queries
from zaocha.chains.models import Alliance
from zaocha.companies import chains
from zaocha.companies.chains import Chain
from zaocha.sheets import tables


def members(rows: Sequence[queries.Stood], chain: Chain) -> bytes:
    """One line a company; the columns can be imported again."""
    headers = [_("Company name"), _("Credit code"), _("Chain"), _("Place in the chain"), _("From"), _("Community"),
               _("Makes"), _("Buys")]  # fmt: skip
    cells: list[list[tables.Cell]] = [
        [
            one.company.name, one.company.credit_code, chain.label, one.label, one.from_on, one.company.community,
            "、".join(one.makes), "、".join(one.buys),
        ]
        for one in rows
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=cells, sheet_name=_("Members"))


def alliance(found: Alliance, *, by: Actor) -> bytes:
    """Who belongs and belonged to it; companies only for who may read the register."""
    headers = [_("Member"), _("Kind of member"), _("From"), _("Until"), _("Why it left")]
    cells: list[list[tables.Cell]] = []
    if access.names_companies(by):
        rows = found.belongings.select_related("company").order_by("to_on", "company__sorting", "pk")
        cells += [[one.company.name, _("company"), one.from_on, one.to_on, one.words] for one in rows]
    bodies = queries.organisations(alliance=found)
    cells += [[one.name, _("organisation"), one.from_on, one.to_on, ""] for one in bodies]
    return tables.write_table(headers=headers, rows=cells, sheet_name=_("Members"))


def alliances(*, by: Actor) -> bytes:
    """One line an alliance."""
    headers = [_("Name of the alliance"), _("Brand name"), _("Kind"), _("Chain"), _("Founded on"), _("It ended on"), _("Member companies"),
               _("Organisations"), _("What it is for")]  # fmt: skip
    rows = [*queries.alliances(by=by), *queries.alliances(by=by, ended=True)]
    cells: list[list[tables.Cell]] = [
        [
            one.name, one.brand, str(one.get_kind_display()), chains.label(by.tenant, one.chain) if one.chain else "",
            one.from_on, one.to_on, getattr(one, "companies", 0), getattr(one, "bodies", 0), one.aim,
        ]
        for one in rows
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=cells, sheet_name=_("Alliances"))
