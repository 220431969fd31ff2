"""The rules as OpenFisca variables, each different test one of its own, so that it is worked out once.

Three forms: `numbers`, Kleene's three values as 0, 1, 2 with minimum and maximum, as one emulates them there;
`planes`, the kindest we know: Zaocha's own idea, a true and a false variable for each test; `two`, without unknown.
"""

from __future__ import annotations

import datetime
import functools
import json
import operator
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core import entities, periods, taxbenefitsystems, variables
from openfisca_core.simulations import SimulationBuilder

from bench.peers.timing import LENGTHS, OPS, ranges, timed


def numbers(file: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, list[str]]]:
    """Columns as numpy numbers (codes as whole numbers, words by place in a list), known flags, the lists."""
    names = pq.read_schema(file).names
    table = pq.read_table(file, use_threads=False, read_dictionary=names)
    values, known, words = {}, {}, {}
    for name in names:
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.unify_dictionaries().combine_chunks()
            known[name] = np.asarray(column.is_valid())
            listed = column.dictionary.to_pylist()
            if name in LENGTHS:
                values[name] = np.array([int(one) for one in listed], np.int32)[
                    np.asarray(column.indices.fill_null(0))
                ]
            else:
                words[name], values[name] = listed, np.asarray(column.indices.fill_null(0)).astype(np.int32)
            continue
        column = column.combine_chunks()
        known[name] = np.asarray(column.is_valid())
        if pa.types.is_date(column.type):
            column = column.cast(pa.int32())
        values[name] = np.asarray(column.fill_null(False if pa.types.is_boolean(column.type) else 0))
    return values, known, words


class Fisca:
    """The rules as OpenFisca variables: each different test is one, so that it is worked out once."""

    def __init__(self, given: Any, rules: list[Any], *, form: str) -> None:
        self.form, self.three, self.rules = form, form == "planes", rules
        self.values, self.known, self.words = numbers(given.companies)
        self.entity = entities.Entity("company", "companies", "A company", "")
        self.entity.is_person = True
        self.system = taxbenefitsystems.TaxBenefitSystem([self.entity])
        self.names: dict[str, str] = {}
        for fact, values in self.values.items():
            self.variable(
                fact, float if values.dtype.itemsize == 8 else int if values.dtype != bool else bool
            )
            self.variable(f"known_{fact}", bool)
        for name, rule in rules:
            self.rule(name, rule)

    def variable(self, name: str, kind: type, formula: Any = None) -> None:
        body = {
            "value_type": kind, "entity": self.entity, "label": name,
            "definition_period": periods.DateUnit.ETERNITY if formula is None else periods.DateUnit.YEAR,
        }  # fmt: skip
        if formula:
            body["formula"] = formula
        self.system.add_variable(type(name, (variables.Variable,), body))

    def rule(self, name: str, rule: Any) -> None:
        safe = name.replace("-", "_")
        if self.form == "numbers":
            value = self.number(rule)
            self.variable(f"{safe}_value", int, lambda entity, period: value(entity, period))
            return
        true, false = self.joined(rule)
        self.variable(f"{safe}_true", bool, lambda entity, period: true(entity, period))
        if self.three:
            self.variable(f"{safe}_false", bool, lambda entity, period: false(entity, period))

    def number(self, rule: Any) -> Any:
        """A formula for 0, 1 or 2: false, unknown, true."""
        kind = rule[0]
        if kind == "not":
            inner = self.number(rule[1])
            return lambda e, p: 2 - inner(e, p)
        if kind in {"all", "any"}:
            parts = [self.number(one) for one in rule[1:]]
            both = np.minimum if kind == "all" else np.maximum
            return lambda e, p: functools.reduce(both, (one(e, p) for one in parts))
        key = json.dumps(rule)
        if key not in self.names:
            self.names[key] = f"test_{len(self.names)}"
            compare, known = self.compare(rule), self.known_of(rule)
            formula = lambda e, p: np.where(known(e, p), 2 * compare(e, p), 1)  # noqa: E731
            self.variable(self.names[key], int, formula)
        name = self.names[key]
        return lambda e, p: e(name, p)

    def known_of(self, rule: Any) -> Any:
        facts = rule[1:3] if rule[0] == "share" else rule[1:2]

        def known(entity: Any, period: Any) -> Any:
            found = [entity(f"known_{fact}", period) for fact in facts]
            if rule[0] == "share":
                found.append(entity(facts[1], period) > 0)
            return functools.reduce(operator.and_, found)

        return known

    def joined(self, rule: Any) -> tuple[Any, Any]:
        """Formulas for true and for false."""
        kind = rule[0]
        if kind == "not":
            true, false = self.joined(rule[1])
            if self.three:
                return false, true
            return (lambda e, p: ~true(e, p)), true
        if kind in {"all", "any"}:
            parts = [self.joined(one) for one in rule[1:]]
            both, either = (operator.and_, operator.or_) if kind == "all" else (operator.or_, operator.and_)
            trues, falses = [one for one, _ in parts], [one for _, one in parts]
            return (
                lambda e, p: functools.reduce(both, (one(e, p) for one in trues)),
                lambda e, p: functools.reduce(either, (one(e, p) for one in falses)),
            )
        return self.atom(rule)

    def atom(self, rule: Any) -> tuple[Any, Any]:
        key = json.dumps(rule)
        if key not in self.names:
            self.names[key] = f"test_{len(self.names)}"
            compare, known, name = self.compare(rule), self.known_of(rule), self.names[key]
            if self.three:
                self.variable(f"{name}_value", bool, lambda e, p: compare(e, p))
                self.variable(f"{name}_true", bool, lambda e, p: e(f"{name}_value", p) & known(e, p))
                self.variable(f"{name}_false", bool, lambda e, p: ~e(f"{name}_value", p) & known(e, p))
            else:
                self.variable(f"{name}_true", bool, lambda e, p: compare(e, p))
        name = self.names[key]
        return (lambda e, p: e(f"{name}_true", p)), (lambda e, p: e(f"{name}_false", p))

    def compare(self, rule: Any) -> Any:
        kind, fact = rule[0], rule[1]
        if kind == "share":
            _kind, above, below, op, upper, lower = rule
            return lambda e, p: OPS[op](e(above, p) * np.float64(lower), e(below, p) * np.float64(upper))
        if kind == "prefix":
            inside = ranges(fact, rule[2])
            return lambda e, p: functools.reduce(
                operator.or_, ((e(fact, p) >= low) & (e(fact, p) <= high) for low, high in inside)
            )
        if kind == "in":
            places = [self.words[fact].index(one) for one in rule[2]]
            return lambda e, p: functools.reduce(operator.or_, (e(fact, p) == one for one in places))
        value = self.value(fact, rule[3])
        if value is True and rule[2] == "=":
            return lambda e, p: e(fact, p)
        if value is False and rule[2] == "=":
            return lambda e, p: ~e(fact, p)
        return lambda e, p: OPS[rule[2]](e(fact, p), value)

    def value(self, fact: str, value: Any) -> Any:
        if isinstance(value, str):
            if fact in self.words:
                return self.words[fact].index(value)
            return (datetime.date.fromisoformat(value) - datetime.date(1970, 1, 1)).days
        return value

    def run(self) -> dict[str, Any]:
        simulation = SimulationBuilder().build_default_simulation(self.system, len(self.values["company"]))
        for fact in self.values:
            simulation.set_input(fact, "2026", self.values[fact])
            if self.form != "two":
                simulation.set_input(f"known_{fact}", "2026", self.known[fact])
        found: dict[str, Any] = {"true": [], "false": []}
        for name, _rule in self.rules:
            safe = name.replace("-", "_")
            if self.form == "numbers":
                value = simulation.calculate(f"{safe}_value", "2026")
                found["true"].append(value == 2)
                found["false"].append(value == 0)
                continue
            found["true"].append(simulation.calculate(f"{safe}_true", "2026"))
            if self.three:
                found["false"].append(simulation.calculate(f"{safe}_false", "2026"))
        return found


def measured(given: Any, rules: list[Any], *, form: str) -> dict[str, Any]:
    """Seconds and counts; building the variables and reading the companies belong to the cold time."""
    began = time.process_time()
    fisca = Fisca(given, rules, form=form)
    ready = time.process_time() - began
    seconds, found = timed(fisca.run, given.repeat)
    return {
        "cpu_seconds": seconds, "cold_cpu_seconds": ready + seconds, "three_valued": form != "two",
        "pairs": len(fisca.values["company"]) * len(rules),
        "true": [int(one.sum()) for one in found["true"]],
        "false": [int(one.sum()) for one in found["false"]],
    }  # fmt: skip
