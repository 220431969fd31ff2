"""One random world put to every engine; the walker is the meaning. Used by the tests and by bench/match_agree.py."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from zaocha.rules import walking
from zaocha.rules.conditions import Condition
from zaocha.rules.facts import FactSet, FactValue, dictionary
from zaocha.rules.planes import engines, lowering, programs, rowwise, sql, tables
from zaocha.rules.planes.columns import Column
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store
from zaocha.rules.planes.tests import wild

ON = date(2026, 3, 1)
UNIT = 10**6  # numbers in SQL are whole: there are no exact decimals in SQLite
Truths = list[list[bool | None]]


class World:
    """Random conditions and companies, and what each engine says of them: truths[rule][company]."""

    def __init__(self, seed: int, *, rules: int, companies: int) -> None:
        made = wild.Wild(random.Random(seed))
        self.conditions: list[Condition] = [made.condition() for _ in range(rules)]
        self.companies = [made.company() for _ in range(companies)]
        self.program = compiled(self.conditions)
        self.store = Store(columns(wild.arrow(self.companies)), rows=companies)

    def walker(self) -> Truths:
        """One company, one rule at a time."""
        sets = [facts_of(one) for one in self.companies]
        return [[walking.truth(condition, one) for one in sets] for condition in self.conditions]

    def planes(self, engine: engines.Engine) -> Truths:
        """All at once."""
        return truths(engines.run(self.program, self.store, engine=engine))

    def rowwise(self) -> Truths:
        """One company, all rules at a time."""
        ready = rowwise.Ready(self.program)
        found = [ready.verdicts(one) for one in self.companies]
        return [
            [(False, None, True)[int(one[rule])] for one in found] for rule in range(len(self.conditions))
        ]

    def sqlite(self) -> Truths:
        """SQL's own three values, from the tree."""
        with sqlite3.connect(":memory:") as base:
            fill(base, self.companies)
            asked = sql.Columns(wild.SETS, UNIT)
            return [
                [True if yes else False if no else None for yes, no in base.execute(f"SELECT {true}, {false} FROM companies")]
                for true, false in (sql.both(one, asked) for one in self.conditions)
            ]  # fmt: skip


def compiled(conditions: Sequence[Condition]) -> Program:
    """One program for conditions."""
    return programs.compiled(
        [(str(at), lowering.lowered(one, sets=wild.SETS)) for at, one in enumerate(conditions)]
    )


def every_node(program: Program) -> Program:
    """The same program with every atom and group as a rule of its own."""
    nodes = range(len(program.atoms) + len(program.conjunctions))
    return replace(program, names=tuple(map(str, nodes)), outputs=tuple(2 * node for node in nodes))


def signed(truth: Truths, literal: int, row: int) -> bool | None:
    """The truth of a literal, given those of all nodes."""
    value = truth[literal >> 1][row]
    return (not value) if literal & 1 and value is not None else value


def columns(table: Any) -> dict[str, Column]:
    """Columns of a table of `wild.arrow`."""
    facts = dictionary()
    return {
        name: tables.column(table.column(name).combine_chunks(), facts[name], facts)
        for name in table.column_names
        if name != "company"
    }


def facts_of(company: Mapping[str, Any]) -> FactSet:
    """One company for the walker."""
    return FactSet(ON, {name: FactValue(value) for name, value in company.items()})


def truths(results: Results) -> Truths:
    """Planes as lists."""

    def bits(planes: Any) -> Any:
        return np.unpackbits(planes.view(np.uint8), axis=1, bitorder="little")[:, : results.rows]

    answers = np.array([None, True, False], object)
    return [list(row) for row in answers[bits(results.true) + 2 * bits(results.false)]]


def fill(base: sqlite3.Connection, companies: Sequence[Mapping[str, Any]]) -> None:
    """A table of companies in SQLite."""
    names = ", ".join(sql.quoted(name) for name in wild.FACTS)
    base.execute(f"CREATE TABLE companies ({names})")
    marks = ", ".join("?" * len(wild.FACTS))
    rows = [[stored(one.get(name)) for name in wild.FACTS] for one in companies]
    base.executemany(f"INSERT INTO companies VALUES ({marks})", rows)


def stored(value: Any) -> Any:
    """A value as SQL holds it."""
    if isinstance(value, Decimal):
        return int(value * UNIT)
    if isinstance(value, frozenset):
        return "|" + "".join(f"{one}|" for one in sorted(value))
    return value.isoformat() if isinstance(value, date) else value
