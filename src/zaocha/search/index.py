"""Writes of the index. Another area's text comes in by `put`; the subject is only a number here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import transaction

from zaocha.search import engines, terms
from zaocha.search.models import Entry

BATCH = 1000


def put(*, tenant_id: int, kind: str, subject_id: int, text: str) -> None:
    """Index a text in place of whatever was indexed for the subject; an empty text removes it."""
    put_many(tenant_id=tenant_id, kind=kind, rows=[(subject_id, text)])


def put_many(*, tenant_id: int, kind: str, rows: Iterable[tuple[int, str]]) -> int:
    """Index (subject, text) rows, a short transaction per batch; the number of rows taken."""
    waiting, count = iter(rows), 0
    while batch := dict(islice(waiting, BATCH)):
        with transaction.atomic():
            texts = {subject: terms.uniform(text) for subject, text in batch.items()}
            kept = _drop(tenant_id=tenant_id, kind=kind, texts=texts)
            _add(tenant_id=tenant_id, kind=kind, texts={s: t for s, t in texts.items() if s not in kept})
        count += len(batch)
    return count


def remove(*, tenant_id: int, kind: str, subject_id: int) -> None:
    """Forget a subject."""
    with transaction.atomic():
        _drop(tenant_id=tenant_id, kind=kind, texts={subject_id: ""})


@contextmanager
def rebuilding() -> Iterator[None]:
    """Empty the whole index, let the caller fill it by `put_many`, then settle it.

    Searches find what is back already. When the caller breaks off, rebuild again.
    """
    engines.here().empty()
    yield
    engines.here().settle()


def _add(*, tenant_id: int, kind: str, texts: dict[int, str]) -> None:
    entries = []
    counts: Counter[str] = Counter()
    for subject_id, text in texts.items():
        found = terms.to_index(text, tenant_id=tenant_id, kind=kind)
        if found:
            entry = Entry(tenant_id=tenant_id, kind=kind, subject_id=subject_id, text=text)
            entries.append((entry, found))
            counts.update(found)
    if entries:
        engines.here().add(entries)
        counts[terms.prefix(tenant_id=tenant_id, kind=kind)] = len(entries)
        _count(counts, sign=1)


def _drop(*, tenant_id: int, kind: str, texts: dict[int, str]) -> set[int]:
    """Take out what is indexed for subjects, unless their (uniform) text is still the same: those are kept."""
    old = Entry.objects.filter(tenant_id=tenant_id, kind=kind, subject_id__in=texts)
    rows = list(old.values_list("pk", "subject_id", "text"))
    kept = {subject for _pk, subject, text in rows if texts[subject] == text}
    entries = [
        (pk, terms.to_index(text, tenant_id=tenant_id, kind=kind))
        for pk, subject, text in rows
        if subject not in kept
    ]
    if entries:
        engines.here().drop(entries)
        counts = Counter(token for _pk, found in entries for token in found)
        counts[terms.prefix(tenant_id=tenant_id, kind=kind)] = len(entries)
        _count(counts, sign=-1)
    return kept


def _count(counts: Counter[str], *, sign: int) -> None:
    """Add to the frequencies, in one order for everybody, so that two workers never wait in a ring."""
    engines.here().count([(token, sign * n) for token, n in sorted(counts.items())])
