"""Checks a staged import step by step: the kind judges each row, this file compares rows with each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from zaocha.imports.kinds import Draft, Kind, settle
from zaocha.imports.models import Import, ImportRow
from zaocha.imports.reading import HANDED_OVER
from zaocha.kernel.tasks import Step

ROWS_PER_STEP = 500
# Remarks of the reader that make a mapped cell unusable; the others are shown only.
SPOILING = {
    "formula_without_value",
    "error_value",
    "digits_lost",
    "no_such_date",
    "missing_text",
    HANDED_OVER,
}
_WRITTEN = ["values", "problems", "questions", "changes", "decision", "subject_id", "key", "alias"]


def step(batch: Import, kind: Kind, *, cursor: int | None) -> Step:
    """Check the next rows after the row id `cursor`; the last step counts what was found."""
    rows = list(batch.rows.filter(pk__gt=cursor or 0).order_by("pk")[:ROWS_PER_STEP])
    if rows:
        _check(batch, kind, rows)
        seen = batch.seen + len(rows)
        Import.objects.filter(pk=batch.pk).update(seen=seen)
        return Step(rows[-1].pk, done=seen, total=batch.total)
    recount(batch)
    Import.objects.filter(pk=batch.pk, state="checking").update(state="checked")
    return Step(None, done=batch.total, total=batch.total)


def recount(batch: Import) -> dict[str, int]:
    """Count the rows by what becomes of them."""
    found = batch.rows.order_by().values_list("decision").annotate(Count("pk"))
    counts = {decision: number for decision, number in found if decision}
    batch.counts = counts
    Import.objects.filter(pk=batch.pk).update(counts=counts)
    return counts


def draft_of(row: ImportRow) -> Draft:
    """A checked row, to settle it anew after an answer."""
    return Draft(
        number=row.number,
        given={},
        problems=row.problems,
        questions=row.questions,
        changes=row.changes,
        subject_id=row.subject_id,
    )


def _check(batch: Import, kind: Kind, rows: Sequence[ImportRow]) -> None:
    places = {name: batch.headers.index(header) for name, header in batch.mapping.items()}
    drafts = [_draft(row, places, batch.mapping) for row in rows]
    kind.check(batch.tenant, drafts)
    _leave_out_blank(drafts)
    _compare(batch, rows, drafts)
    for row, draft in zip(rows, drafts, strict=True):
        row.values, row.problems, row.questions = draft.values, draft.problems, draft.questions
        row.changes, row.subject_id = draft.changes, draft.subject_id
        row.key, row.alias = draft.key[:120], draft.alias[:120]
        row.decision = settle(draft, row.answers)
    # An upsert by id: many times quicker than Django's bulk_update.
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN, batch_size=ROWS_PER_STEP
    )


def _draft(row: ImportRow, places: dict[str, int], headings: dict[str, str]) -> Draft:
    given = {name: row.cells[at] if at < len(row.cells) else None for name, at in places.items()}
    draft = Draft(number=row.number, given=given, headings=headings)
    fields = {at: name for name, at in places.items()}
    for remark in row.remarks:
        if remark["column"] in fields:
            spoils = remark["code"] in SPOILING
            draft.problem(
                f"cell.{remark['code']}", field=fields[remark["column"]], note=not spoils, **remark["params"]
            )
    return draft


def _leave_out_blank(drafts: Sequence[Draft]) -> None:
    """A row with nothing under any chosen column is a line of totals or a remark, not a fault."""
    for draft in drafts:
        handed = any(one["code"] == f"cell.{HANDED_OVER}" for one in draft.problems)
        if not handed and not any((value or "").strip() for value in draft.given.values()):
            draft.problems.clear()
            draft.problem("nothing", note=True)


def _compare(batch: Import, rows: Sequence[ImportRow], drafts: Sequence[Draft]) -> None:
    """Find rows that stand in the file twice: the same data are left out, other data are a problem."""
    seen = _earlier(batch, rows[0].pk, drafts)
    for draft in drafts:
        for found in _twins(draft, seen):
            _note_twin(draft, found)
            break
        else:
            for name in (draft.key and f"key {draft.key}", draft.alias and f"alias {draft.alias}"):
                if name:
                    seen.setdefault(name, (draft.number, draft.key, draft.values))


Seen = dict[str, tuple[int, str, dict[str, Any]]]


def _earlier(batch: Import, before: int, drafts: Sequence[Draft]) -> Seen:
    keys = {draft.key for draft in drafts} - {""}
    aliases = {draft.alias for draft in drafts} - {""}
    found = batch.rows.filter(Q(key__in=keys) | Q(alias__in=aliases), pk__lt=before).order_by("pk")
    seen: Seen = {}
    for number, key, alias, values in found.values_list("number", "key", "alias", "values"):
        for name in (key and f"key {key}", alias and f"alias {alias}"):
            if name:
                seen.setdefault(name, (number, key, values))
    return seen


def _twins(draft: Draft, seen: Seen) -> list[tuple[int, str, dict[str, Any]]]:
    found = []
    if draft.key and f"key {draft.key}" in seen:
        found.append(seen[f"key {draft.key}"])
    elif draft.alias and f"alias {draft.alias}" in seen:
        twin = seen[f"alias {draft.alias}"]
        # Two different keys are two things, whatever they are called.
        if not (draft.key and twin[1]):
            found.append(twin)
    return found


def _note_twin(draft: Draft, twin: tuple[int, str, dict[str, Any]]) -> None:
    number, _key, values = twin
    if values == draft.values:
        draft.problem("repeated_same", note=True, row=number)
    else:
        draft.problem("repeated", row=number)
