"""Everything that writes staged imports: read, map, answer, take, drop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.imports import checking, kinds, reading, refusals
from zaocha.imports.kinds import Kind
from zaocha.imports.models import Import, ImportRow
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Invalid, NotFound

TAKE_CHUNK = 500


def stage(*, kind: str, upload: reading.Upload, by: Actor, at: datetime) -> Import:
    """Read a file into a new import; the columns are guessed. FileUnreadable (422) says what is wrong."""
    spec = kind_of(kind)
    by.need(spec.right)
    return reading.read(kind=spec, upload=upload, by=by, at=at)


def map_columns(
    *, import_id: int, mapping: Mapping[str, str], by: Actor, at: datetime, background: bool = True
) -> Import:
    """Say which column is which field (field → heading), and begin the check of all rows.

    May be repeated until the import is taken: everything is checked anew, answers are kept.
    """
    with work.begin(by=by, at=at) as w:
        batch, spec = locked(import_id, by=by, states=("mapping", "checking", "checked", "stale"))
        batch.mapping = _checked_mapping(spec, batch, mapping)
        batch.state, batch.seen, batch.counts, batch.run = "checking", 0, {}, batch.run + 1
        if background:
            tasks.enqueue("imports.check", tenant_id=by.tenant_id, at=at, import_id=batch.pk, run=batch.run)
        batch.save(update_fields=["mapping", "state", "seen", "counts", "run"])
        w.record("import_mapped", subject=("import", batch.pk), ids={"mapping": sorted(batch.mapping)})
    return batch


def answer(*, import_id: int, answers: Mapping[int, Mapping[str, str]], by: Actor, at: datetime) -> Import:
    """Decide about rows: row id → question → answer."""
    with work.begin(by=by, at=at) as w:
        batch, spec = locked(import_id, by=by, states=("checked",))
        rows = list(batch.rows.filter(pk__in=list(answers)).exclude(questions=[]))
        for row in rows:
            _answer_row(row, spec, answers[row.pk])
        _write_answers(batch, rows)
        w.record(
            "import_answered", subject=("import", batch.pk), ids={"rows": [row.number for row in rows[:200]]}
        )
    return batch


def answer_all(*, import_id: int, question: str, answer: str, by: Actor, at: datetime) -> Import:
    """Give the same answer to a question wherever it is still open."""
    with work.begin(by=by, at=at) as w:
        batch, spec = locked(import_id, by=by, states=("checked",))
        last, count = 0, 0
        while rows := list(batch.rows.filter(decision="ask", pk__gt=last).order_by("pk")[:1000]):
            last = rows[-1].pk
            asked = [row for row in rows if question in row.questions and question not in row.answers]
            for row in asked:
                _answer_row(row, spec, {question: answer})
            ImportRow.objects.bulk_create(
                asked, update_conflicts=True, unique_fields=["id"], update_fields=["answers", "decision"]
            )
            count += len(asked)
        checking.recount(batch)
        ids = {"question": question, "answer": answer, "rows": count}
        w.record("import_answered", subject=("import", batch.pk), ids=ids)
    return batch


def take(
    *, import_id: int, by: Actor, at: datetime, without_bad: bool = False, background: bool = True
) -> Import:
    """Take every good row, in one transaction.

    Refused (409) while rows wait for an answer, and while rows are bad unless `without_bad` says that the
    good ones are to come in without them.
    """
    with work.begin(by=by, at=at) as w:
        batch, spec = locked(import_id, by=by, states=("checked",))
        _refuse_open_rows(batch, without_bad=without_bad)
        batch.state = "taking"
        if background:
            arguments: dict[str, Any] = {"import_id": batch.pk, "person_id": by.person_id}
            tasks.enqueue("imports.take", tenant_id=by.tenant_id, at=at, **arguments)
        batch.save(update_fields=["state"])
        w.record("import_confirmed", subject=("import", batch.pk), ids={"without_bad": without_bad})
        if not background:
            write(batch, spec, by=by, at=at)
    return batch


def write(batch: Import, spec: Kind, *, by: Actor, at: datetime) -> None:
    """Write the good rows and end the import: all or nothing. Raises Stale."""
    with work.begin(by=by, at=at) as w:
        spec.take(by, _chunks_of(batch), at)
        batch.state, batch.finished_at = "done", at
        batch.save(update_fields=["state", "finished_at"])
        later = at + timedelta(days=settings.IMPORT_DAYS)
        tasks.enqueue("imports.clear", tenant_id=by.tenant_id, at=at, run_after=later, import_id=batch.pk)
        w.record(
            "import_taken", subject=("import", batch.pk), ids={"kind": batch.kind, "counts": batch.counts}
        )


def mark_stale(batch: Import) -> None:
    """The register changed meanwhile: nothing was taken, the check is to be repeated."""
    Import.objects.filter(pk=batch.pk, state="taking").update(state="stale")


def clear(*, import_id: int) -> int:
    """Remove the staged rows of a finished import; those that could not be taken stay, as its report. Rows removed."""
    with transaction.atomic():
        batch = Import.objects.select_for_update(of=("self",)).filter(pk=import_id, state="done").first()
        if batch is None:
            return 0
        return int(batch.rows.exclude(decision="bad").delete()[0])


def drop(*, import_id: int, by: Actor, at: datetime) -> None:
    """Throw an import away with its rows; what was taken stays taken."""
    with work.begin(by=by, at=at) as w:
        batch, _spec = locked(import_id, by=by, states=("reading", "mapping", "checking", "checked", "stale"))
        batch.rows.all().delete()
        batch.state, batch.finished_at = "dropped", at
        batch.save(update_fields=["state", "finished_at"])
        w.record("import_dropped", subject=("import", batch.pk))


def kind_of(name: str) -> Kind:
    """A registered kind; 404 otherwise."""
    spec = kinds.find(name)
    if spec is None:
        raise NotFound()
    return spec


def locked(import_id: int, *, by: Actor, states: tuple[str, ...]) -> tuple[Import, Kind]:
    """The import, locked, when it is in one of these states; NotReady (409) otherwise."""
    batch = (
        Import.objects.select_for_update(of=("self",)).filter(pk=import_id, tenant_id=by.tenant_id).first()
    )
    if batch is None:
        raise NotFound()
    spec = kind_of(batch.kind)
    by.need(spec.right)
    if batch.state not in states:
        raise refusals.NotReady(remedy=_("Load the page again to see where it stands."))
    return batch, spec


def _checked_mapping(spec: Kind, batch: Import, mapping: Mapping[str, str]) -> dict[str, str]:
    chosen = {name: header for name, header in mapping.items() if header}
    for name, header in chosen.items():
        if spec.field(name) is None:
            raise Invalid(_("There is no field “%(name)s”.") % {"name": name}, field=name)
        if header not in batch.headers:
            message = _("The table has no column “%(header)s”.") % {"header": header}
            raise Invalid(
                message, remedy=_("It has: %(all)s") % {"all": "、".join(batch.headers)}, field=name
            )
        if list(chosen.values()).count(header) > 1:
            raise Invalid(_("The column “%(header)s” is chosen twice.") % {"header": header}, field=name)
    for field in spec.fields:
        if field.required and field.name not in chosen:
            raise Invalid(_("Say which column is “%(label)s”.") % {"label": field.label}, field=field.name)
    return chosen


def _answer_row(row: ImportRow, spec: Kind, given: Mapping[str, str]) -> None:
    for question, value in given.items():
        if question not in row.questions or value not in spec.questions[question].answers:
            raise Invalid(
                _("This is not an answer to what was asked about row %(row)s.") % {"row": row.number}
            )
    row.answers = {**row.answers, **given}
    row.decision = kinds.settle(checking.draft_of(row), row.answers)


def _write_answers(batch: Import, rows: list[ImportRow]) -> None:
    for row in rows:
        row.save(update_fields=["answers", "decision"])
    checking.recount(batch)


def _refuse_open_rows(batch: Import, *, without_bad: bool) -> None:
    counts = checking.recount(batch)
    if counts.get("ask"):
        raise refusals.NotReady(
            _("%(count)s rows wait for your decision.") % {"count": counts["ask"]},
            remedy=_("Decide about them first."),
        )
    if counts.get("bad") and not without_bad:
        raise refusals.NotReady(
            _("%(count)s rows cannot be taken.") % {"count": counts["bad"]},
            remedy=_("Mend them in the file and choose it again, or say that they are to be left out."),
        )


def _chunks_of(batch: Import) -> Iterator[Sequence[ImportRow]]:
    """The rows to be taken, some hundred at a time, so that memory stays bounded."""
    wanted = batch.rows.filter(decision__in=kinds.TAKEN).order_by("pk")
    wanted = wanted.only("batch", "number", "values", "answers", "changes", "decision", "subject_id")
    last = 0
    while rows := list(wanted.filter(pk__gt=last)[:TAKE_CHUNK]):
        last = rows[-1].pk
        yield rows
