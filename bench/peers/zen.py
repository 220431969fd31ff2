"""The rules in zen-engine: one decision with an expression per rule, many companies in one `evaluate_batch`.

Two values only: what is missing is false.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import pyarrow.parquet as pq
import zen

from bench.peers.timing import timed


def measured(given: Any, rules: list[Any]) -> dict[str, Any]:
    """Seconds and counts for the first `--rows` companies."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"all": _decision(rules)}}})
    rows = pq.read_table(given.companies).slice(0, given.rows).to_pylist()
    requests = [
        {
            "key": "all",
            "context": {k: v.toordinal() if hasattr(v, "toordinal") else v for k, v in row.items()},
        }
        for row in rows
    ]
    engine.evaluate_batch(requests[:2])
    seconds, answers = timed(lambda: engine.evaluate_batch(requests), 1)
    wrong = [answer for answer in answers if not answer.get("success")]
    if wrong:
        raise SystemExit(f"zen: {str(wrong[0])[-600:]}")
    true = [sum(answer["data"]["result"][name] is True for answer in answers) for name, _rule in rules]
    return {
        "cpu_seconds": seconds, "three_valued": False, "pairs": len(rows) * len(rules), "true": true, "false": []
    }  # fmt: skip


def _decision(rules: list[Any]) -> dict[str, Any]:
    expressions = [{"id": name, "key": name, "value": _text(rule)} for name, rule in rules]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "all", "type": "edge"},
        {"id": "2", "sourceId": "all", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def _text(rule: Any) -> str:
    kind, fact = rule[0], rule[1]
    if kind == "not":
        return f"not({_text(fact)})"
    if kind in {"all", "any"}:
        return "(" + (" and " if kind == "all" else " or ").join(_text(part) for part in rule[1:]) + ")"
    if kind == "share":
        _kind, above, below, op, upper, lower = rule
        return f"({above} != null and {below} != null and {above} * {lower} {op} {below} * {upper})"
    if kind == "prefix":
        tests = (f"startsWith({fact}, '{prefix}')" for prefix in rule[2])
        return f"({fact} != null and (" + " or ".join(tests) + "))"
    if kind == "in":
        return f"({fact} in {json.dumps(rule[2])})"
    return _compared(fact, "==" if rule[2] == "=" else rule[2], rule[3])


def _compared(fact: str, op: str, value: Any) -> str:
    if isinstance(value, str) and op != "==":
        value = datetime.date.fromisoformat(value).toordinal()
    return f"({fact} != null and {fact} {op} {json.dumps(value)})"
