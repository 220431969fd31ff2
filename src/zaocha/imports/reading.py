"""Reads a file into a staged import: rows as they stand, remarks on cells, columns guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from zaocha.accounts.actors import Actor
from zaocha.imports.kinds import Kind
from zaocha.imports.models import Import, ImportRow
from zaocha.imports.refusals import FileUnreadable
from zaocha.kernel import work
from zaocha.lang import corruption
from zaocha.sheets import columns
from zaocha.sheets.messages import Message, Unreadable
from zaocha.sheets.tables import Row, Table, read_table

MAX_ROWS = 50_000
MAX_BYTES = 20 * 1024 * 1024
CELL_LENGTH = 32_767  # Excel's own limit: nothing of a cell is lost
CHUNK = 1000
HANDED_OVER = "handed_over"


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes


def read(
    *, kind: Kind, upload: Upload, by: Actor, at: datetime, progress: Callable[[int], None] | None = None
) -> Import:
    """Stage the rows in chunks of their own transactions: a large file holds no lock for long.

    What was begun with the same file by the same person is given back instead of staged twice.
    Raises FileUnreadable; then nothing is left behind.
    """
    digest = hashlib.sha256(upload.data).hexdigest()
    begun = _begun(kind, digest, by=by)
    if begun is not None:
        return begun
    try:
        table = read_table(upload.data, name=upload.name, max_rows=MAX_ROWS, limit_bytes=MAX_BYTES)
        batch = _open(kind, table, upload.name, digest, by=by, at=at)
        try:
            total = _stage_rows(batch, table, progress)
        except Unreadable:
            batch.delete()
            raise
    except Unreadable as error:
        raise FileUnreadable(error) from error
    with work.begin(by=by, at=at) as w:
        batch.total, batch.state = total, "mapping"
        batch.save(update_fields=["total", "state"])
        w.record(
            "import_read",
            subject=("import", batch.pk),
            ids={"kind": kind.name, "rows": total, "file": digest},
        )
    return batch


def _begun(kind: Kind, digest: str, *, by: Actor) -> Import | None:
    waiting = Import.objects.filter(
        tenant_id=by.tenant_id, kind=kind.name, digest=digest, created_by=by.person_id
    )
    return waiting.filter(state__in=["mapping", "checking", "checked", "stale"]).order_by("-pk").first()


def _open(kind: Kind, table: Table, file_name: str, digest: str, *, by: Actor, at: datetime) -> Import:
    sample = list(islice(table.rows(), 50))
    guesses = columns.guess_mapping(
        headers=table.headers, fields=[one.spec() for one in kind.fields], sample_rows=sample
    )
    return Import.objects.create(
        tenant=by.tenant,
        kind=kind.name,
        file_name=file_name[-200:],
        digest=digest,
        sheet=table.sheet[:60],
        headers=list(table.headers),
        mapping=columns.chosen_columns(guesses),
        guesses={guess.field: _kept(guess.why) for guess in guesses.values() if guess.field},
        created_by_id=by.person_id,
        created_at=at,
    )


def _stage_rows(batch: Import, table: Table, progress: Callable[[int], None] | None) -> int:
    total = 0
    for chunk in _chunks(table.rows()):
        with transaction.atomic():
            ImportRow.objects.bulk_create([_staged(batch, row) for row in chunk])
        total += len(chunk)
        if progress:
            progress(total)
    return total


def _chunks(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _staged(batch: Import, row: Row) -> ImportRow:
    handed = {place for place, value in enumerate(row.values) if value and _is_report(value)}
    remarks = [{"column": one.column, **_kept(one.said)} for one in row.problems]
    return ImportRow(
        batch=batch,
        number=row.number,
        cells=[
            None if value is None or place in handed else value[:CELL_LENGTH].replace("\x00", "")
            for place, value in enumerate(row.values)
        ],
        remarks=remarks + [{"column": place, "code": HANDED_OVER, "params": {}} for place in sorted(handed)],
    )


def _is_report(value: str) -> bool:
    """A report of corruption in a cell: it is left out before anything is stored."""
    return corruption.look(value).kind == "report"


def _kept(said: Message) -> dict[str, object]:
    return {"code": said.code, "params": dict(said.params)}
