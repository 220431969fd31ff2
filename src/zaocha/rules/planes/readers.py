"""A file of companies, Parquet or CSV, read in parts of whole row groups and turned into stores."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as pacsv

from zaocha.rules.facts import Dictionary
from zaocha.rules.feel import names
from zaocha.rules.findings import Finding, Place, Unreadable
from zaocha.rules.planes import tables
from zaocha.rules.planes.columns import Column
from zaocha.rules.planes.companies import NOTHING_ENJOYED, Enjoyed
from zaocha.rules.texts import Message, Parameter

IDS = ("company", "company_id", "id")
ENJOYED = "enjoyed"
PART = 1 << 20  # rows of one part, about; memory of a run follows from it


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES = {
    "not_a_table": _("This is neither Parquet nor CSV: {why}."),
    "no_id": _("No column names the company."),
    "bad_id": _("The column “{name}” holds {given}, which cannot name a company."),
    "empty_id": _("Row {row} names no company."),
    "two_columns": _("The column “{name}” stands twice."),
    "unknown_column": _("There is no fact “{name}”."),
    "bad_enjoyed": _("The column “enjoyed” must be a list of policy ids, not {given}."),
    "bad_cell": _("Row {row}: {what}"),
}
REMEDIES = {
    "name_id": _("Name the column “company” (or say --id COLUMN)."),
    "did_you_mean": _("Did you mean {names}?"),
    "list_facts": _("`zaocha facts list` shows all facts; leave other columns out."),
    "mend_row": _("Mend the value, or leave it empty (null) when it is not known."),
}


@dataclass(frozen=True)
class Part:
    """Some companies: ids as Arrow array, what each already enjoys, and what was said of them."""

    ids: Any
    enjoyed: Enjoyed
    columns: dict[str, Column]

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.ids)


class Reader:
    """An opened file whose columns are all known and of a fitting type. Raises `Unreadable`."""

    def __init__(self, file: Path, *, dictionary: Dictionary, id_column: str | None = None) -> None:
        self._source = _opened(file, dictionary)
        self._take(file, self._source.schema, dictionary, id_column)

    @classmethod
    def of_table(cls, file: Path, schema: Any, *, dictionary: Dictionary, id_column: str) -> Reader:
        """For tables that come from elsewhere; `file` is only named in findings."""
        made = cls.__new__(cls)
        made._take(file, schema, dictionary, id_column)
        return made

    def _take(self, file: Path, schema: Any, dictionary: Dictionary, id_column: str | None) -> None:
        self.file, self.schema, self.dictionary = file, schema, dictionary
        self.id = id_column or next((one for one in IDS if one in schema.names), "")
        found = [*self._id_findings(), *self._column_findings()]
        if found:
            raise Unreadable(found)

    @property
    def rows(self) -> int:
        """How many companies there are."""
        return int(self._source.rows)

    @property
    def also(self) -> tuple[str, ...]:
        """The column of enjoyed benefits, when there is one."""
        return (ENJOYED,) if ENJOYED in self.schema.names else ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Facts that the file has a column for."""
        return tuple(name for name in self.schema.names if name not in {self.id, ENJOYED})

    def parts(self, facts: Sequence[str], *, rows: int = PART) -> Iterator[Part]:
        """Parts of about `rows` companies with these facts; facts without a column are missing everywhere."""
        wanted = [name for name in facts if name in self.facts]
        first = 0
        for table in self._source.tables([self.id, *self.also, *wanted], self._texts(wanted), rows):
            yield self.part(table, facts, first_row=first)
            first += table.num_rows

    def part(self, table: Any, facts: Sequence[str], *, first_row: int = 0) -> Part:
        """A table of this file's columns as a part."""
        ids = table.column(self.id)
        if ids.null_count:
            row = int(np.flatnonzero(~np.asarray(ids.is_valid()))[0])
            place = Place(str(self.file), self.id)
            raise Unreadable([_finding("empty_id", place, row=first_row + row + 1)])
        taken = {
            name: self._column(table, name, first_row)
            for name in facts
            if name in table.column_names and name in self.dictionary
        }
        nothing = pa.nulls(table.num_rows)
        taken |= {
            name: tables.column(nothing, self.dictionary[name], self.dictionary)
            for name in facts
            if name not in taken
        }
        return Part(ids, _enjoyed(table), taken)

    def _column(self, table: Any, name: str, first_row: int) -> Column:
        try:
            return tables.column(_one(table.column(name)), self.dictionary[name], self.dictionary)
        except tables.BadCell as bad:
            place = Place(str(self.file), name)
            row = first_row + bad.row + 1
            raise Unreadable(
                [_finding("bad_cell", place, what_to_do="mend_row", row=row, what=bad.message)]
            ) from None

    def _texts(self, facts: Sequence[str]) -> list[str]:
        """Columns that Parquet can hand over as the dictionary they are stored as."""
        texts = [name for name in facts if tables.shape(self.dictionary[name]) == "text"]
        return [name for name in texts if not pa.types.is_dictionary(self.schema.field(name).type)]

    def _id_findings(self) -> list[Finding]:
        place = Place(str(self.file))
        if not self.id or self.id not in self.schema.names:
            return [_finding("no_id", place, what_to_do="name_id")]
        kind = self.schema.field(self.id).type
        inner = kind.value_type if pa.types.is_dictionary(kind) else kind
        if pa.types.is_integer(inner) or pa.types.is_string(inner) or pa.types.is_large_string(inner):
            return []
        return [_finding("bad_id", Place(str(self.file), self.id), name=self.id, given=str(kind))]

    def _column_findings(self) -> list[Finding]:
        found: list[Finding | None] = []
        for field in self.schema:
            place = Place(str(self.file), field.name)
            fact = self.dictionary.get(field.name)
            if self.schema.names.count(field.name) > 1:
                found.append(_finding("two_columns", place, name=field.name))
            elif field.name == ENJOYED:
                if not (pa.types.is_list(field.type) or pa.types.is_large_list(field.type)):
                    found.append(_finding("bad_enjoyed", place, given=str(field.type)))
            elif field.name != self.id:
                found.append(
                    tables.check_type(fact, field.type, file=str(self.file))
                    if fact
                    else self._unknown(field.name, place)
                )
        return [one for one in found if one]

    def _unknown(self, name: str, place: Place) -> Finding:
        near = names.near(name, self.dictionary.by_label)
        meant = tuple(dict.fromkeys(self.dictionary.by_label[one] for one in near))
        if meant:
            return _finding("unknown_column", place, what_to_do="did_you_mean", name=name, names=meant)
        return _finding("unknown_column", place, what_to_do="list_facts", name=name)


class _Parquet:
    """A file, or a folder of files with the same columns."""

    def __init__(self, file: Path) -> None:
        self.files = sorted(file.glob("*.parquet")) if file.is_dir() else [file]
        if not self.files:
            raise pa.ArrowInvalid("the folder holds no file whose name ends in .parquet")
        schemas = [pq.read_schema(one) for one in self.files]
        self.schema = schemas[0]
        for other, schema in zip(self.files, schemas, strict=True):
            if not schema.equals(self.schema):
                raise pa.ArrowInvalid(f"{other.name} has other columns than {self.files[0].name}")

    @property
    def rows(self) -> int:
        return sum(pq.read_metadata(one).num_rows for one in self.files)

    def tables(self, columns: list[str], texts: list[str], rows: int) -> Iterator[Any]:
        for file in self.files:
            with pq.ParquetFile(file, read_dictionary=texts) as opened:
                for groups in _groups(opened.metadata, rows):
                    yield opened.read_row_groups(groups, columns=columns, use_threads=False)


def _groups(metadata: Any, rows: int) -> Iterator[list[int]]:
    """Row groups that together have about as many rows as wanted."""
    waiting: list[int] = []
    size = 0
    for number in range(metadata.num_row_groups):
        more = metadata.row_group(number).num_rows
        if waiting and size + more > rows:
            yield waiting
            waiting, size = [], 0
        waiting.append(number)
        size += more
    if waiting:
        yield waiting


class _Csv:
    """All cells as text, so that codes keep their zeros; empty cells are missing, lists are split at `;`."""

    def __init__(self, file: Path) -> None:
        with pacsv.open_csv(file) as opened:
            heading = opened.schema.names
        options = pacsv.ConvertOptions(
            column_types={name: pa.string() for name in heading}, strings_can_be_null=True, null_values=[""]
        )
        self.table = pacsv.read_csv(file, convert_options=options)
        self.schema = self.table.schema

    @property
    def rows(self) -> int:
        return int(self.table.num_rows)

    def split(self, names: Collection[str]) -> None:
        """Turn columns of lists into lists."""
        for name in names:
            at = self.table.column_names.index(name)
            self.table = self.table.set_column(at, name, pc.split_pattern(self.table.column(name), ";"))
        self.schema = self.table.schema

    def tables(self, columns: list[str], texts: list[str], rows: int) -> Iterator[Any]:
        for start in range(0, self.table.num_rows, rows):
            yield self.table.select(columns).slice(start, rows)


def _opened(file: Path, dictionary: Dictionary) -> Any:
    try:
        if file.suffix.lower() != ".csv":
            return _Parquet(file)
        opened = _Csv(file)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError) as wrong:
        why = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
        raise Unreadable([_finding("not_a_table", Place(str(file)), why=why)]) from None
    lists = {name for name, fact in dictionary.facts.items() if fact.type == "set"} | {ENJOYED}
    opened.split([name for name in opened.schema.names if name in lists])
    return opened


def _enjoyed(table: Any) -> Enjoyed:
    """Row numbers and policies of the lists, flattened; a missing list is an empty one."""
    if ENJOYED not in table.column_names:
        return NOTHING_ENJOYED
    lists = _one(table.column(ENJOYED))
    rows = np.asarray(pc.list_parent_indices(lists)).astype(np.int64)
    coded = pc.list_flatten(lists).dictionary_encode()
    numbers = np.asarray(coded.indices.fill_null(len(coded.dictionary)))
    return Enjoyed(rows, numbers, (*coded.dictionary.to_pylist(), ""))


def _one(chunked: Any) -> Any:
    """A column in one piece."""
    if pa.types.is_dictionary(chunked.type):
        chunked = chunked.unify_dictionaries()
    return chunked.combine_chunks() if chunked.num_chunks != 1 else chunked.chunk(0)


def _finding(code: str, place: Place, *, what_to_do: str = "", **params: Parameter) -> Finding:
    remedy = Message(what_to_do, REMEDIES[what_to_do], params) if what_to_do else None
    return Finding(Message(code, MESSAGES[code], params), remedy, place=place)
