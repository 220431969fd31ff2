"""The rules as SQL in DuckDB, with SQL's own three values."""

from __future__ import annotations

import time
from typing import Any

import duckdb

from bench.peers.timing import timed


def measured(given: Any, rules: list[Any]) -> dict[str, Any]:
    """Seconds and counts; one thread, the table in memory."""
    began = time.process_time()
    base = duckdb.connect(config={"threads": 1})
    base.execute(f"CREATE TABLE companies AS SELECT * FROM '{given.companies}'")
    ready = time.process_time() - began
    texts = [_text(rule) for _name, rule in rules]
    select = ", ".join(f"count_if({text}), count_if(NOT ({text}))" for text in texts)
    seconds, found = timed(lambda: base.execute(f"SELECT {select} FROM companies").fetchone(), 1)
    rows = base.execute("SELECT count(*) FROM companies").fetchone()[0]
    return {
        "cpu_seconds": seconds, "cold_cpu_seconds": ready + seconds, "three_valued": True,
        "pairs": rows * len(rules), "true": list(found[::2]), "false": list(found[1::2]),
    }  # fmt: skip


def _text(rule: Any) -> str:
    kind, fact = rule[0], rule[1]
    if kind == "not":
        return f"NOT ({_text(fact)})"
    if kind in {"all", "any"}:
        return (" AND " if kind == "all" else " OR ").join(f"({_text(part)})" for part in rule[1:])
    if kind == "share":
        _kind, above, below, op, upper, lower = rule
        return f"CASE WHEN {below} > 0 THEN {above}::BIGINT * {lower} {op} {below}::BIGINT * {upper} END"
    if kind == "prefix":
        return " OR ".join(f"starts_with({fact}, '{prefix}')" for prefix in rule[2])
    if kind == "in":
        return f"{fact} IN ({', '.join(repr(word) for word in rule[2])})"
    value = rule[3]
    if isinstance(value, bool):
        return str(fact) if value else f"NOT {fact}"
    return f"{fact} {rule[2]} {value!r}"
