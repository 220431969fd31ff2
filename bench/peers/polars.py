"""The rules in Polars by hand: each different test becomes a column once, rules are joined from those columns."""

from __future__ import annotations

import functools
import json
import operator
import time
from typing import Any

import polars as pl

from bench.peers.timing import LENGTHS, OPS, ranges, timed


def measured(given: Any, rules: list[Any]) -> dict[str, Any]:
    """Seconds and counts, with Polars' own nulls as the third value."""
    began = time.process_time()
    frame = pl.read_parquet(given.companies)
    frame = frame.with_columns(pl.col(fact).cast(pl.Int32) for fact in LENGTHS)
    ready = time.process_time() - began
    tests: dict[str, Any] = {}
    joined = [_joined(rule, tests).alias(name) for name, rule in rules]
    named = [test.alias(key) for key, test in tests.items()]
    seconds, found = timed(lambda: frame.select(named).select(joined), given.repeat)
    return {
        "cpu_seconds": seconds, "cold_cpu_seconds": ready + seconds, "three_valued": True,
        "pairs": len(frame) * len(rules),
        "true": [int(found[name].sum()) for name, _rule in rules],
        "false": [int((~found[name]).sum()) for name, _rule in rules],
    }  # fmt: skip


def _joined(rule: Any, tests: dict[str, Any]) -> Any:
    if rule[0] == "not":
        return ~_joined(rule[1], tests)
    if rule[0] in {"all", "any"}:
        both = operator.and_ if rule[0] == "all" else operator.or_
        return functools.reduce(both, (_joined(part, tests) for part in rule[1:]))
    key = json.dumps(rule)
    if key not in tests:
        tests[key] = _test(rule)
    return pl.col(key)


def _test(rule: Any) -> Any:
    kind, fact = rule[0], rule[1]
    if kind == "share":
        _kind, above, below, op, upper, lower = rule
        sides = OPS[op](pl.col(above).cast(pl.Int64) * lower, pl.col(below).cast(pl.Int64) * upper)
        return pl.when(pl.col(below) > 0).then(sides)
    if kind == "prefix":
        inside = (pl.col(fact).is_between(low, high) for low, high in ranges(fact, rule[2]))
        return functools.reduce(operator.or_, inside)
    if kind == "in":
        return pl.col(fact).is_in(rule[2])
    value = rule[3]
    if isinstance(value, bool):
        return pl.col(fact) if value else ~pl.col(fact)
    if isinstance(value, str) and rule[2] != "=":
        value = pl.lit(value).str.to_date()
    return OPS[rule[2]](pl.col(fact), value)
