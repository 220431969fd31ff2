"""A decision table's words to its tests and expressions; every fault with its place in DMN's own words."""

import re
from collections.abc import Callable
from typing import TypeVar

from zaocha.rules.dmn.table_texts import InputText, OutputText, RowText, TableText
from zaocha.rules.dmn.tables import BadTable, Cell, Column, Entry, Output, Row, Table
from zaocha.rules.feel import parsing
from zaocha.rules.feel.faults import NotFeel

T = TypeVar("T")
# An input of several plain words is one name, known or not: nothing else could be meant.
_SPACED = re.compile(r"[^\W\d]\w*(?: +\w+)+")


def table(text: TableText, *, names: frozenset[str] = frozenset()) -> Table:
    """The table, ready to be evaluated. Raises `BadTable` with place, row and column."""
    names |= {*text.names, *(one.text for one in text.inputs if _SPACED.fullmatch(one.text))}
    return Table(
        name=text.name,
        inputs=tuple(
            _column(one, _at(text.place, f"input[{n}]"), names) for n, one in enumerate(text.inputs, 1)
        ),
        outputs=tuple(
            _output(one, _at(text.place, f"output[{n}]"), names) for n, one in enumerate(text.outputs, 1)
        ),
        rows=tuple(_row(one, _at(text.place, f"rule[{n}]"), names) for n, one in enumerate(text.rows, 1)),
        policy=text.policy,
        aggregation=text.aggregation,
    )


def _at(place: str, more: str) -> str:
    return f"{place} › {more}" if place else more


def _read(reader: Callable[..., T], text: str, place: str, names: frozenset[str]) -> T:
    try:
        return reader(text, names=names)
    except NotFeel as fault:
        raise BadTable("{fault}", place=place, fault=fault) from fault


def _column(one: InputText, place: str, names: frozenset[str]) -> Column:
    return Column(
        label=one.label,
        text=one.text,
        expression=_read(parsing.expression, one.text, place, names),
        type_ref=one.type_ref,
        allowed_text=one.allowed,
        allowed=_read(parsing.tests, one.allowed, place, names) if one.allowed else None,
    )


def _output(one: OutputText, place: str, names: frozenset[str]) -> Output:
    return Output(
        name=one.name,
        type_ref=one.type_ref,
        allowed_text=one.allowed,
        allowed=_read(parsing.tests, one.allowed, place, names) if one.allowed else None,
        default_text=one.default,
        default=_read(parsing.expression, one.default, place, names) if one.default else None,
    )


def _row(one: RowText, place: str, names: frozenset[str]) -> Row:
    return Row(
        tests=tuple(
            Cell(text, _read(parsing.tests, text, _at(place, f"inputEntry[{n}]"), names))
            for n, text in enumerate(one.tests, 1)
        ),
        outputs=tuple(
            Entry(text, _read(parsing.expression, text or "null", _at(place, f"outputEntry[{n}]"), names))
            for n, text in enumerate(one.outputs, 1)
        ),
        notes=one.notes,
    )
