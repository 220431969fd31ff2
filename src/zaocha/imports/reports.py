"""What was found in a table, in the reader's words: on the page, and as a table to be mended and sent again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaocha.imports import kinds
from zaocha.imports.kinds import Kind
from zaocha.imports.models import Import, ImportRow
from zaocha.imports.reading import HANDED_OVER
from zaocha.sheets import messages as sheet_messages
from zaocha.sheets import tables

OWN: Mapping[str, Any] = {
    "repeated": gettext_lazy(
        "The same stands in row %(row)s with other data. Keep one of the two and delete the other."
    ),
    "nothing": gettext_lazy("No chosen column holds anything in this row; it is left out."),
    f"cell.{HANDED_OVER}": gettext_lazy(
        "This cell reads like a report of corruption. It was not stored; such reports go to 12388 alone."
    ),
    "repeated_same": gettext_lazy("This repeats row %(row)s and is left out."),
}


@dataclass(frozen=True)
class Cell:
    """One mapped cell as it stood in the file, and what is wrong with it."""

    field: str
    label: str
    header: str
    text: str
    wrong: bool


@dataclass(frozen=True)
class Ask:
    """A question about a row: its words, the answers and the one given."""

    code: str
    text: str
    answers: Mapping[str, Any]
    given: str


@dataclass(frozen=True)
class Line:
    """One row of the report."""

    row: ImportRow
    cells: list[Cell]
    problems: list[str]
    notes: list[str]
    asks: list[Ask]
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)


def line(row: ImportRow, batch: Import, kind: Kind) -> Line:
    """A row with everything that is to be said about it."""
    wrong = {one["field"] for one in row.problems if not one["note"]}
    return Line(
        row=row,
        cells=[
            Cell(one.name, str(one.label), header, _cell(row, batch, header), one.name in wrong)
            for one in kind.fields
            if one.shown
            and (header := batch.mapping.get(one.name))
            and (one.name in wrong or _cell(row, batch, header))
        ],
        problems=[sentence(one, batch, kind) for one in row.problems if not one["note"]],
        notes=[sentence(one, batch, kind) for one in row.problems if one["note"]],
        asks=[
            Ask(code, str(kind.questions[code].text), kind.questions[code].answers, row.answers.get(code, ""))
            for code in row.questions
        ],
        changes=[(_label(name, kind), _shown(old), _shown(new)) for name, (old, new) in row.changes.items()],
    )


def sentence(problem: Mapping[str, Any], batch: Import, kind: Kind) -> str:
    """A problem with its column: "Credit code (column 统一社会信用代码): …"."""
    words = text_of(problem["code"], problem["params"], kind)
    header = batch.mapping.get(problem["field"])
    if not problem["field"]:
        return words
    label = _label(problem["field"], kind)
    if header and header != label:
        return _("%(label)s (column “%(header)s”): %(words)s") % {
            "label": label,
            "header": header,
            "words": words,
        }
    return _("%(label)s: %(words)s") % {"label": label, "words": words}


def text_of(code: str, params: Mapping[str, Any], kind: Kind) -> str:
    """The sentence of a problem in the reader's language."""
    if code.startswith("cell.") and code not in OWN:
        return sheet_messages.Message(code.removeprefix("cell."), params).text(_)
    return str(OWN.get(code) or kind.messages[code]) % dict(params)


def why(batch: Import, name: str) -> str:
    """Why a column was guessed to be this field."""
    guess = batch.guesses.get(name)
    return sheet_messages.Message(guess["code"], guess["params"]).text(_) if guess else ""


def download(batch: Import, kind: Kind, *, form: str, everything: bool = False) -> bytes:
    """The bad and undecided rows (or all) as in the file, with two columns in front: row and what is wrong.

    Mended, the same file can be chosen again. `form` is xlsx or csv.
    """
    headers = [_("Row in the file"), _("What is wrong"), _("What becomes of it"), *batch.headers]
    lines = _report_rows(batch, kind, everything)
    if form == "csv":
        return tables.write_csv(headers=headers, rows=lines)
    return tables.write_table(headers=headers, rows=lines, sheet_name=_("Report"), widths=[10, 60, 16])


def _report_rows(batch: Import, kind: Kind, everything: bool) -> Iterator[list[tables.Cell]]:
    found = (
        batch.rows.order_by("pk")
        if everything
        else batch.rows.filter(decision__in=["bad", "ask"]).order_by("pk")
    )
    for row in found.iterator(chunk_size=500):
        shown = line(row, batch, kind)
        said = "\n".join([*shown.problems, *shown.notes, *(ask.text for ask in shown.asks if not ask.given)])
        becomes = str(kinds.DECISIONS.get(row.decision, ""))
        yield [row.number, said, becomes, *row.cells]


def _cell(row: ImportRow, batch: Import, header: str) -> str:
    place = batch.headers.index(header)
    return (row.cells[place] if place < len(row.cells) else None) or ""


def _label(name: str, kind: Kind) -> str:
    found = kind.field(name.removesuffix("_id"))
    return str(found.label) if found else name


def _shown(value: Any) -> Any:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else value
