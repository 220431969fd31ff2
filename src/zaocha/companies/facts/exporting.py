"""Facts as tables: one company's sheet, and all companies with the headings that the import knows again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import access, codes, groups, inputs, queries, sheet
from zaocha.companies.models import Company, FactValue
from zaocha.rules.facts import FactDefinition, FactSet
from zaocha.sheets import tables

LIMIT = 50_000
CHUNK = 500
LONGEST_HEADING = 60


def of_company(by: Actor, company: Company, *, on: date) -> bytes:
    """Every known fact of a company: value in its unit, period, day, source, reader."""
    headers = [
        _("Kind of fact"),
        _("Which fact"),
        _("Value"),
        _("Period"),
        _("As of"),
        _("Source"),
        _("Taken from"),
        _("Who may see it"),
    ]
    lines = sheet.lines(by=by, company=company, on=on)
    rows: Iterator[list[tables.Cell]] = (
        [
            str(line.heading), line.label, _("not for you to see") if line.is_hidden else line.text, line.period,
            line.as_of, str(line.source_label), line.evidence, str(line.circle_label),
        ]
        for line in lines
        if line.is_known
    )  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Facts"))


def of_all(by: Actor, *, group: str, on: date) -> bytes:
    """All companies × the facts of a group (or all) that the reader may see."""
    facts = [fact for fact in groups.facts_of(group) if fact.derived is None]
    headers = [_("Company name"), _("Credit code"), *(heading(fact) for fact in facts)]
    return tables.write_table(headers=headers, rows=_rows(by, facts, on), sheet_name=_("Facts"))


def heading(fact: FactDefinition) -> str:
    """The label with the unit in which the column is: the import reads it back."""
    unit = inputs.usual(fact, language=groups.language())
    words = (unit.zh if groups.language() == "zh" else unit.en) if unit else ""
    ending = f" ({words})" if words else ""
    # What is longer is no heading to whoever reads tables; the name is known again as well.
    label = groups.label(fact)
    return f"{label if len(label + ending) <= LONGEST_HEADING else fact.name}{ending}"


def _rows(by: Actor, facts: list[FactDefinition], on: date) -> Iterator[list[tables.Cell]]:
    found = company_queries.visible(by).order_by("pk")[:LIMIT]
    chunk: list[Company] = []
    for company in found.iterator(chunk_size=CHUNK):
        chunk.append(company)
        if len(chunk) == CHUNK:
            yield from _of_chunk(by, chunk, facts, on)
            chunk = []
    yield from _of_chunk(by, chunk, facts, on)


def _of_chunk(
    by: Actor, companies: list[Company], facts: list[FactDefinition], on: date
) -> Iterator[list[tables.Cell]]:
    ids = [company.pk for company in companies]
    known = dict(queries.known_of_all(tenant_id=by.tenant_id, on=on, company_ids=ids, purpose=""))
    narrowed = _narrowed(ids)
    for company in companies:
        circles = access.circles(by, company)
        yield [
            company.name, company.credit_code,
            *(_cell(fact, known[company.pk], narrowed.get((company.pk, fact.name), fact.visible_to) in circles) for fact in facts),
        ]  # fmt: skip


def _narrowed(ids: list[int]) -> dict[tuple[int, str], str]:
    """Values whose circle of readers was chosen by hand."""
    found = FactValue.objects.filter(company_id__in=ids, ended_at=None).exclude(visible_to="")
    return {(one.company_id, one.name): one.visible_to for one in found.order_by("period")}


def _cell(fact: FactDefinition, known: FactSet, is_visible: bool) -> tables.Cell:
    value = known.value(fact.name)
    if value is None or not is_visible:
        return None
    text = inputs.stored(value)
    if fact.is_numeric:
        return float(inputs.typed_form(fact, text, language=groups.language())[0])
    choices = codes.choices(fact)
    return inputs.shown(fact, text, language=groups.language(), choices=choices)
