"""An agreement on paper: parties, clauses of either side with their days, and room for the signatures."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.agreements.models import Clause
from zaocha.agreements.queries.agreements import Progress, Told
from zaocha.sheets import documents
from zaocha.sheets.documents import Block, Heading, KeyValueTable, Paragraph, Spacer, Table


def agreement(found: Progress, *, tenant: Tenant, at: datetime) -> bytes:
    """The .docx to be signed, in the language of the reader."""
    one = found.agreement
    community = next((str(party) for party in found.parties if party.company_id is None), "")
    companies = [str(party.company.name) for party in found.parties if party.company is not None]
    blocks: list[Block] = [
        KeyValueTable(
            rows=[
                (_("No."), one.number), (_("The community's side"), community), (_("Companies"), "\n".join(companies)),
                (_("Term"), f"{one.starts_on.isoformat()} – {one.ends_on.isoformat()}"),
            ]
        )
    ]  # fmt: skip
    if one.purpose:
        blocks += [Heading(text=_("What it is for"), level=2), Paragraph(text=one.purpose)]
    blocks += _side(_("What the community promises"), found.ours)
    blocks += _side(_("What the companies promise"), found.theirs)
    blocks += [
        Heading(text=_("General"), level=2),
        Paragraph(
            text=_(
                "Each clause stands in the ledger of promises with its day. One side says when it is done, the other confirms. "
                "Whoever cannot keep a clause says so in time and why. There is no payment between the parties."
            )
        ),
        Spacer(points=18), Table(headers=[_("Party"), _("Signature and seal"), _("Day")], rows=[[str(p), "\n\n", ""] for p in found.parties], shares=[2, 3, 1]),
    ]  # fmt: skip
    footer = " · ".join(part for part in (tenant.name, tenant.officer, tenant.phone) if part)
    return documents.write_docx(
        title=one.title, blocks=blocks, footer=footer, language=tenant.language, made_at=at
    )


def _side(title: str, told: list[Told]) -> list[Block]:
    rows = [
        [
            str(one.clause.number),
            f"{one.clause.party}：{one.clause.what}",
            one.clause.owner,
            _term(one.clause),
        ]
        for one in told
    ]
    headers = [_("No."), _("Clause"), _("Who answers for it"), _("By when")]
    return [Heading(text=title, level=2), Table(headers=headers, rows=rows, shares=[0.5, 4, 1.2, 1.6])]


def _term(one: Clause) -> str:
    day = one.first_due_on.isoformat()
    if not one.months:
        return day
    return _("%(rhythm)s, for the first time by %(day)s") % {"rhythm": one.get_months_display(), "day": day}
