"""The full-text table on SQLite: FTS5 without content and positions; its row numbers are entry keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from zaocha.search.models import Entry


def add(entries: Sequence[tuple[Entry, list[str]]]) -> None:
    """Write new entries with their tokens."""
    made = Entry.objects.bulk_create([entry for entry, _tokens in entries])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_fts(rowid, tokens) VALUES (%s, %s)",
            [(entry.pk, " ".join(found)) for entry, (_same, found) in zip(made, entries, strict=True)],
        )


def count(rows: Sequence[tuple[str, int]]) -> None:
    """Add to frequencies."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_frequency (token, n) VALUES (%s, %s)"
            " ON CONFLICT (token) DO UPDATE SET n = n + excluded.n",
            rows,
        )


def drop(entries: Iterable[tuple[int, list[str]]]) -> None:
    """Take the postings of entries out; a table without content needs their tokens for that."""
    rows = [(pk, " ".join(found)) for pk, found in entries]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_fts(search_fts, rowid, tokens) VALUES ('delete', %s, %s)", rows
        )
    Entry.objects.filter(pk__in=[pk for pk, _tokens in rows]).delete()


def alternatives(groups: Sequence[Sequence[str]], *, limit: int) -> list[tuple[int, int]]:
    """(group, entry key) of the newest entries that hold all tokens of a group: one statement."""
    part = "SELECT * FROM (SELECT %s, rowid FROM search_fts(%s) ORDER BY rowid DESC LIMIT %s)"
    values: list[Any] = []
    for number, group in enumerate(groups):
        values += [number, _all_of(group), limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(groups)), values)
        return list(cursor.fetchall())


def all_of(group: Sequence[str], *, limit: int) -> list[tuple[int, str]]:
    """(subject, text) of the newest entries that hold all tokens; a token that ends in * is a beginning."""
    sql = (
        "SELECT e.subject_id, e.text FROM search_fts(%s) f JOIN search_entry e ON e.id = f.rowid"
        " ORDER BY f.rowid DESC LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_all_of(group), limit])
        return list(cursor.fetchall())


def empty() -> None:
    """Forget everything, before a rebuild."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('delete-all')")
        cursor.execute("DELETE FROM search_entry")
        cursor.execute("DELETE FROM search_frequency")


def settle() -> None:
    """Merge the parts of the index in short steps, after a rebuild."""
    while True:
        before = connection.connection.total_changes
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts, rank) VALUES ('merge', 2000)")
        if connection.connection.total_changes - before < 2:
            return


def _all_of(group: Sequence[str]) -> str:
    return " AND ".join(f'"{one[:-1]}"*' if one.endswith("*") else f'"{one}"' for one in group)
