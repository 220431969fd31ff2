"""The package for the authority: application form (.docx), list of enclosures, and everything as .zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.sheets import documents
from zaocha.sheets.documents import Block
from zaocha.titles import tables
from zaocha.titles.actions import papers
from zaocha.titles.models import Paper
from zaocha.titles.queries import Detail

EARLIEST = (1980, 1, 1, 0, 0, 0)


def application(found: Detail, *, at: datetime) -> bytes:
    """The application as a form: person, title, why the rule fits, own words, list of enclosures."""
    dossier, worker = found.dossier, found.dossier.worker
    rule = tables.rules()[dossier.rule]
    company = dossier.company.name if dossier.company else "—"
    blocks: list[Block] = [
        documents.KeyValueTable(
            rows=[
                (_("Name"), worker.name), (_("Company"), company), (_("Post"), worker.post or "—"),
                (_("Telephone"), worker.phone or "—"), (_("Title asked for"), dossier.level_label),
                (_("Field of work"), tables.field(dossier.field)), (_("By which way"), dossier.way_label),
            ]
        ),
        documents.Heading(text=_("What is known"), level=2),
        documents.Table(headers=[_("Fact"), _("As told")], rows=[[one.label, one.value] for one in found.facts]),
        documents.Heading(text=_("Why the rule fits"), level=2),
        *(documents.Paragraph(text=line) for line in found.verdict.lines),
        documents.Paragraph(text=source(rule)),
        documents.Heading(text=_("What the worker can do"), level=2),
        documents.Paragraph(text=dossier.statement or "—"),
        documents.Heading(text=_("Enclosures"), level=2),
        documents.Table(headers=[_("No."), _("What"), _("File")], rows=enclosures(found.papers), shares=(1, 4, 6)),
        documents.Spacer(points=18),
        documents.KeyValueTable(
            rows=[(_("Signature of the worker"), ""), (_("Seal of the company"), ""), (_("Date"), "")], min_lines=2
        ),
    ]  # fmt: skip
    return documents.write_docx(
        title=_("Application for a professional title"), blocks=blocks, footer=dossier.tenant.name,
        language=get_language() or "zh-hans", made_at=at,
    )  # fmt: skip


def source(rule: tables.Rule) -> str:
    """The paper that a rule rests on, with its number and day, and a word of care where it is due."""
    paper = _("Rule: %(title)s (%(number)s, %(day)s), %(place)s.") % {
        "title": tables.said(rule.source.title), "number": rule.source.number, "day": rule.source.on,
        "place": tables.said(rule.source.place),
    }  # fmt: skip
    if rule.is_model:
        return f"{paper} {_('An example: the county enacts its own; put its text in place of this one.')}"
    if not rule.is_checked:
        return f"{paper} {_('Not compared with a published copy yet.')}"
    return paper


def enclosures(rows: Sequence[Paper]) -> list[list[str]]:
    """Number, kind and file of each paper, as they are named in the .zip."""
    return [
        [str(number), tables.said(tables.evidence()[one.kind].label), file_name(number, one)]
        for number, one in enumerate(rows, 1)
    ]


def file_name(number: int, paper: Paper) -> str:
    """`03-名称.pdf`: its place in the list, then its name."""
    return f"{number:02d}-{paper.name}"


def package(found: Detail, *, at: datetime) -> bytes:
    """Everything as one .zip: the application and each enclosure under its number."""
    kept = io.BytesIO()
    when = at.timetuple()[:6]
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as file:
        _put(file, _("00-application.docx"), application(found, at=at), when)
        for number, one in enumerate(found.papers, 1):
            data = papers.read(one, tenant_id=found.dossier.tenant_id)
            _put(file, file_name(number, one), data, when)
    return kept.getvalue()


def _put(file: zipfile.ZipFile, name: str, data: bytes, when: tuple[int, ...]) -> None:
    info = zipfile.ZipInfo(name, date_time=when if when[0] >= EARLIEST[0] else EARLIEST)  # type: ignore[arg-type]
    file.writestr(info, data)
