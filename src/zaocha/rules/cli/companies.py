"""Companies out of a file (.json, .csv, .parquet), one by one, for commands that ask each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zaocha.rules import facts_reading
from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.policies import files
from zaocha.rules.sandbox import Subject
from zaocha.rules.texts import Message


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


NOT_COMPANIES = _("A list of companies is expected, each with “company” and “facts”.")
GROUPS = ("chain", "community")


def subjects(
    path: Path, *, dictionary: Dictionary, on: date, id_column: str | None = None
) -> Iterator[Subject]:
    """The companies of a file. Raises `Unreadable` with the place of every fault."""
    if path.suffix == ".json":
        yield from _of_json(path, dictionary, on)
    else:
        yield from _of_table(path, dictionary, on, id_column)


def _of_json(path: Path, dictionary: Dictionary, on: date) -> Iterator[Subject]:
    content = facts_reading.loads(files.text_of(path), file=str(path))
    rows = content.get("companies") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(one, dict) and "company" in one for one in rows):
        raise Unreadable([Finding(Message("not_companies", NOT_COMPANIES), place=Place(str(path)))])
    for number, row in enumerate(rows):
        told = {name: row[name] for name in ("facts", "enjoyed") if name in row}
        file = f"{path} [{number}]"
        facts = facts_reading.read_facts({"on": on.isoformat(), **told}, dictionary=dictionary, file=file)
        groups = {name: str(row[name]) for name in GROUPS if row.get(name)}
        yield Subject(str(row["company"]), facts, groups)


def _of_table(path: Path, dictionary: Dictionary, on: date, id_column: str | None) -> Iterator[Subject]:
    from zaocha.rules.planes import readers, single

    reader = readers.Reader(path, dictionary=dictionary, id_column=id_column)
    for part in reader.parts(reader.facts):
        had: dict[int, set[str]] = {}
        for row, number in zip(part.enjoyed.rows, part.enjoyed.numbers, strict=True):
            had.setdefault(int(row), set()).add(part.enjoyed.policies[int(number)])
        ids: list[Any] = part.ids.to_pylist()
        for row, key in enumerate(ids):
            facts = single.facts(part.columns, row, dictionary=dictionary, on=on)
            enjoyed = frozenset(had.get(row, ()))
            yield Subject(str(key), type(facts)(facts.on, facts.values, enjoyed))
