"""The full-text column on PostgreSQL: a vector of our own tokens under a GIN index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from zaocha.search.models import Entry

INDEX = "CREATE INDEX IF NOT EXISTS search_tokens ON search_entry USING gin (tokens) WITH (fastupdate = off)"


def add(entries: Sequence[tuple[Entry, list[str]]]) -> None:
    """Write new entries with their tokens: one statement."""
    values: list[Any] = [
        [entry.tenant_id for entry, _found in entries],
        [entry.kind for entry, _found in entries],
        [entry.subject_id for entry, _found in entries],
        [entry.text for entry, _found in entries],
        [" ".join(found) for _entry, found in entries],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_entry (tenant_id, kind, subject_id, text, tokens)"
            " SELECT t, k, s, x, array_to_tsvector(string_to_array(w, ' '))"
            " FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[]) AS rows(t, k, s, x, w)",
            values,
        )


def count(rows: Sequence[tuple[str, int]]) -> None:
    """Add to frequencies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_frequency (token, n) SELECT * FROM unnest(%s::text[], %s::bigint[])"
            " ON CONFLICT (token) DO UPDATE SET n = search_frequency.n + excluded.n",
            [[token for token, _n in rows], [n for _token, n in rows]],
        )


def drop(entries: Iterable[tuple[int, list[str]]]) -> None:
    """Take entries out."""
    Entry.objects.filter(pk__in=[pk for pk, _tokens in entries]).delete()


def alternatives(groups: Sequence[Sequence[str]], *, limit: int) -> list[tuple[int, int]]:
    """(group, entry key) of entries that hold all tokens of a group: one statement."""
    part = "(SELECT %s::int, id FROM search_entry WHERE tokens @@ %s::tsquery LIMIT %s)"
    values: list[Any] = []
    for number, group in enumerate(groups):
        values += [number, _all_of(group), limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(groups)), values)
        return list(cursor.fetchall())


def all_of(group: Sequence[str], *, limit: int) -> list[tuple[int, str]]:
    """(subject, text) of the newest entries that hold all tokens; a token that ends in * is a beginning."""
    sql = "SELECT subject_id, text FROM search_entry WHERE tokens @@ %s::tsquery ORDER BY id DESC LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [_all_of(group), limit])
        return list(cursor.fetchall())


def empty() -> None:
    """Forget everything, and the index until `settle`, before a rebuild."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS search_tokens")
        cursor.execute("TRUNCATE search_entry, search_frequency")


def settle() -> None:
    """Make the index again, after a rebuild."""
    with connection.cursor() as cursor:
        cursor.execute(INDEX)
        cursor.execute("ANALYZE search_entry")


def _all_of(group: Sequence[str]) -> str:
    return " & ".join(f"'{one[:-1]}':*" if one.endswith("*") else f"'{one}'" for one in group)
