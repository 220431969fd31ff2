"""The whole way at once, for the command line: read, map, check; then take or drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from zaocha.accounts.actors import Actor
from zaocha.imports import actions, checking, reading
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.kernel.errors import Refused

Progress = Callable[[str, int, int], None]
"""Called with what is done ("read", "check"), how many rows, out of how many (0: not known)."""


def check(
    *, kind: str, upload: Upload, mapping: Mapping[str, str], by: Actor, at: datetime, progress: Progress
) -> Import:
    """Stage and check a file; `mapping` (field → heading) goes over what was guessed."""
    spec = actions.kind_of(kind)
    by.need(spec.right)
    batch = reading.read(
        kind=spec, upload=upload, by=by, at=at, progress=lambda done: progress("read", done, 0)
    )
    merged = {**{f: h for f, h in batch.mapping.items() if h not in mapping.values()}, **mapping}
    try:
        batch = actions.map_columns(import_id=batch.pk, mapping=merged, by=by, at=at, background=False)
    except Refused:
        actions.drop(import_id=batch.pk, by=by, at=at)
        raise
    cursor: int | None = None
    while True:
        with transaction.atomic():
            step = checking.step(batch, spec, cursor=cursor)
        batch.seen = step.done
        progress("check", step.done, step.total)
        if step.cursor is None:
            break
        cursor = step.cursor
    batch.refresh_from_db()
    return batch
