"""A report as .xlsx and .docx."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.models import Tenant
from zaocha.metrics.report_template import PARTS
from zaocha.metrics.reports import Report
from zaocha.results import kinds
from zaocha.sheets import documents, tables
from zaocha.sheets.documents import Block, Heading, Paragraph, Table
from zaocha.sheets.tables import Column, Sheet


def xlsx(found: Report, *, at: datetime) -> bytes:
    """Figures with numerator, denominator and definition; demands by category on a second sheet."""
    rows = [
        [
            tile["label"], kinds.plain(figure.counted), figure.among or None, f"{tile['value']} {tile['unit']}".strip(),
            str(tile["note"]), str(tile["explanation"]), str(tile["left_out"]),
        ]
        for figure, tile in found.lines
    ]  # fmt: skip
    headers = [
        _("Figure"), _("Counted"), _("Out of"), _("Shown as"), _("Note"), _("How it is counted"), _("Left out"),
    ]  # fmt: skip
    title = f"{found.title} {found.period.code}"
    columns = [Column(header=header) for header in headers]
    sheets = [
        Sheet(name=_("Figures"), columns=columns, rows=[[_text(c) for c in row] for row in rows], title=title)
    ]
    if found.categories:
        headings = [Column(header=_("Category")), Column(header=_("Demands"))]
        sheets.append(
            Sheet(name=_("Demands by category"), columns=headings, rows=found.categories, title=title)
        )
    return tables.write_workbook(sheets=sheets, made_at=at)


def docx(found: Report, *, tenant: Tenant, at: datetime) -> bytes:
    """The report on paper: the parts of the template in their order."""
    days = f"{found.period.first_on} – {found.period.last_on}"
    blocks: list[Block] = [Paragraph(text=f"{tenant.name}  {days}", align="center", indent=False)]
    for part in found.template.parts:
        blocks += BLOCKS[part](found)
    footer = " · ".join(part for part in (tenant.name, tenant.officer, tenant.phone) if part)
    title = f"{found.title} {found.period.code}"
    return documents.write_docx(
        title=title, blocks=blocks, footer=footer, language=tenant.language, made_at=at
    )


def _words(part: str) -> Callable[[Report], list[Block]]:
    def blocks(found: Report) -> list[Block]:
        text = getattr(found.template, part)
        return [Paragraph(text=text)] if text else []

    return blocks


def _figures(part: str) -> Callable[[Report], list[Block]]:
    def blocks(found: Report) -> list[Block]:
        rows = [
            [str(t["label"]), f"{t['value']} {t['unit']}".strip(), str(t["note"])]
            for _f, t in getattr(found, part)
        ]
        if not rows:
            return []
        table = Table(headers=[_("Figure"), _("Value"), _("Note")], rows=rows, shares=[3, 2, 3])
        return [Heading(text=str(PARTS[part])), table]

    return blocks


def _categories(found: Report) -> list[Block]:
    if not found.categories:
        return []
    rows = [[label, str(count)] for label, count in found.categories]
    return [
        Heading(text=str(PARTS["categories"])),
        Table(headers=[_("Category"), _("Demands")], rows=rows, shares=[4, 1]),
    ]


def _definitions(found: Report) -> list[Block]:
    told: list[Block] = [
        Paragraph(
            text=" ".join(str(t[key]) for key in ("explanation", "left_out") if t[key]),
            lead=f"{t['label']}  ",
        )
        for _figure, t in found.lines
    ]
    return [Heading(text=str(PARTS["definitions"])), *told] if told else []


BLOCKS: dict[str, Callable[[Report], list[Block]]] = {
    "intro": _words("intro"), "closing": _words("closing"), "service": _figures("service"),
    "outcomes": _figures("outcomes"), "categories": _categories, "definitions": _definitions,
}  # fmt: skip


def _text(cell: object) -> tables.Cell:
    return cell if cell is None or isinstance(cell, (int, float)) else str(cell)
