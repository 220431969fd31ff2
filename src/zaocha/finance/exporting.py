"""Dossiers and upgrades as tables, and a dossier on paper."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.finance.models import Credit, Pledge, Referral
from zaocha.sheets import documents, tables


def credits_xlsx(rows: Iterable[Any], *, amounts: bool) -> bytes:
    """One line a dossier; sums only for whoever may see them."""
    headers = [_("Number"), _("Company"), _("Chain"), _("Purpose"), _("What the money is for"), _("Amount in yuan"),
               _("Term in months"), _("State"), _("Banks asked"), _("Granted, in yuan"), _("Opened on")]  # fmt: skip
    lines: list[list[tables.Cell]] = [
        [one.pk, one.company.name, one.company.chain, one.get_purpose_display(), one.words,
         one.amount if amounts else None, one.months, one.get_state_display(), one.asked,
         one.granted if amounts else None, one.created_at.date()]
        for one in rows
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=lines, sheet_name=_("Credit lines"))


def upgrades_xlsx(rows: Iterable[Any], *, amounts: bool) -> bytes:
    """One line an upgrade."""
    headers = [_("Number"), _("Company"), _("Chain"), _("What is upgraded"), _("State"), _("Machines planned"),
               _("Machines confirmed"), _("Investment planned, in yuan"), _("Spent by invoices, in yuan"),
               _("Subsidy paid, in yuan"), _("Accepted on"), _("By which body")]  # fmt: skip
    lines: list[list[tables.Cell]] = [
        [one.pk, one.company.name, one.company.chain, one.title, one.get_state_display(), one.machines, one.done,
         *((one.planned, one.spent, one.subsidy) if amounts else (None, None, None)), one.accepted_on,
         one.accepted_by]
        for one in rows
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=lines, sheet_name=_("Digital upgrades"))


def dossier_docx(credit: Credit, pledges: list[Pledge], referral: Referral, *, sender: str) -> bytes:
    """The dossier for one bank: nothing of any other bank stands in it."""
    rows = [
        (_("Company"), credit.company.name), (_("Credit code"), credit.company.credit_code or "—"),
        (_("Purpose"), credit.get_purpose_display()), (_("What the money is for"), credit.words),
        (_("Amount in yuan"), f"{credit.amount:,.2f}"), (_("Term in months"), str(credit.months or "—")),
        (_("Needed by"), str(credit.needed_by or "—")),
        (_("Consent of the company"), f"{referral.consented_at:%Y-%m-%d} {referral.consent_paper}".strip()),
    ]  # fmt: skip
    yes = {True: _("yes"), False: _("no"), None: _("not known")}
    rights = [
        [
            one.get_kind_display(),
            one.number,
            one.title,
            one.owner,
            str(one.valid_until or "—"),
            yes[one.is_first],
        ]
        for one in pledges
    ]
    blocks: list[documents.Block] = [
        documents.Paragraph(text=_("To %(bank)s") % {"bank": referral.bank.name}, indent=False, bold=True),
        documents.KeyValueTable(rows=rows),
        documents.Heading(text=_("What is pledged"), level=2),
    ]
    if rights:
        headers = [
            _("Type"),
            _("Number"),
            _("Name of the right"),
            _("Owner of the right"),
            _("Valid until"),
            _("First pledge of this right"),
        ]
        blocks.append(documents.Table(headers=headers, rows=rights))
    else:
        blocks.append(documents.Paragraph(text=_("Nothing is pledged yet.")))
    return documents.write_docx(
        title=_("Dossier for a credit line"),
        blocks=blocks,
        footer=sender,
        language=get_language() or "zh-hans",
    )


def yuan(value: Decimal | None) -> str:
    """12000.00 → "12,000"."""
    return "—" if value is None else f"{value:,.2f}".removesuffix(".00")
