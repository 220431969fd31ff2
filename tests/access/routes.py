"""The routes of the program, and the table of pages that says who may come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

TABLES = Path(__file__).parent / "pages"
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    name: str
    rights: tuple[str, ...]
    status: int
    methods: frozenset[str]
    rows: tuple[tuple[str, str], ...]
    query: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.rights == ("open",)

    @property
    def by_link(self) -> bool:
        return self.rights == ("link",)

    @property
    def is_guarded(self) -> bool:
        return not (self.is_open or self.by_link)

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def is_json(self) -> bool:
        """Called by scripts: 401 instead of the sign-in page."""
        return self.is_api or (self.name.startswith("table-") and self.name not in PAGES_OF_THE_TABLE)

    @property
    def holds_row(self) -> bool:
        """Whether its address names a row of a tenant."""
        return any(name.endswith(("pk", "_id")) for name, _row in self.rows)

    def path(self, rows: dict[str, Any], **instead: Any) -> str:
        """Its address, filled from the rows of the town."""
        filled = {name: rows[row] for name, row in self.rows} | instead
        return reverse(self.name, kwargs=filled) + self.query.format(**rows)


PAGES_OF_THE_TABLE = {"table-screen", "table-sheet", "table-worker"}


def pages() -> list[Page]:
    """The tables, line by line."""
    found = []
    lines = [
        line for path in sorted(TABLES.glob("*.txt")) for line in path.read_text(encoding="utf8").splitlines()
    ]
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        name, right, methods, *rows = line.split()
        rights, _equals, status = right.partition("=")
        query = "".join(row for row in rows if row.startswith("?"))
        pairs = tuple((a, b) for a, _is, b in (row.partition("=") for row in rows if row not in {query}))
        held = frozenset(methods.split(","))
        found.append(Page(name, tuple(rights.split("/")), int(status or 200), held, pairs, query))
    return found


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route with its name, of pages and API."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}", one
        else:
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
