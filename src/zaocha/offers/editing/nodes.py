"""Conditions of the document ↔ rows of the sheet: clauses, quotients, and groups of all, any, not. Pure."""

from __future__ import annotations

from typing import Any

from zaocha.offers import dictionary
from zaocha.offers.editing import operators
from zaocha.rules.feel import faults, parsing

GROUPS = ("all", "any", "not")
Node = dict[str, Any]


def of_condition(when: Any) -> Node:
    """The root of the rows: always a group, so that a row can be added; an `all` around a lone clause."""
    node = _node(when) if when not in (None, "", {}) else {"type": "all", "items": []}
    return node if node["type"] in GROUPS else {"type": "all", "items": [node]}


def to_condition(node: Any) -> Any:
    """The condition that rows write; rows that say nothing, and groups of such, are left out: None."""
    if not isinstance(node, dict):
        return None
    kind = text(node.get("type"))
    if kind not in GROUPS:
        return None if is_blank(node) else _clause(node)
    items = [made for made in map(to_condition, listed(node.get("items"))) if made is not None]
    if not items:
        return None
    if kind != "not":
        return {kind: items}
    # `not` holds one condition; several rows under it mean: none of them.
    return {"not": items[0] if len(items) == 1 else {"any": items}}


def clause_row(node: Node) -> dict[str, str]:
    """A clause as a row: type, fact (and what it is divided by), operator, value, high, unit, label."""
    written = text(node.get("test"))
    is_ratio = "ratio" in node
    pair = [*map(text, listed(node.get("ratio"))), "", ""]
    fact = pair[0] if is_ratio else text(node.get("fact"))
    kind = "ratio" if is_ratio else dictionary.kind(fact)
    label = node.get("label")
    label = label if isinstance(label, dict) else {"zh": text(label), "en": ""}
    return {
        "type": "ratio" if is_ratio else "clause",
        "fact": fact,
        "over": pair[1] if is_ratio else "",
        **operators.row_of(_parsed(written), text=written, kind=kind),
        "named": text(node.get("unit")),
        "label_zh": text(label.get("zh")),
        "label_en": text(label.get("en")),
    }


def is_blank(node: Node) -> bool:
    """Whether a row says nothing yet."""
    return not any(text(node.get(name)).strip() for name in ("fact", "over", "value", "high"))


def text(value: Any) -> str:
    """A leaf as text."""
    return "" if value is None or isinstance(value, dict | list) else str(value)


def listed(value: Any) -> list[Any]:
    """A list, whatever stands there."""
    return list(value) if isinstance(value, list | tuple) else []


def _node(node: Any) -> Node:
    if not isinstance(node, dict):
        return {"type": "clause", **clause_row({"fact": text(node)})}
    for kind in ("all", "any"):
        if kind in node:
            return {"type": kind, "items": [_node(one) for one in listed(node[kind])]}
    if "not" in node:
        inner = node["not"]
        several = isinstance(inner, dict) and set(inner) == {"any"}
        return {
            "type": "not",
            "items": [_node(one) for one in (listed(inner["any"]) if several else [inner])],
        }
    return dict(clause_row(node))


def _clause(row: Node) -> Node:
    flat = {name: text(value) for name, value in row.items()}
    fact, over = dictionary.name_of(flat.get("fact", "")), dictionary.name_of(flat.get("over", ""))
    is_ratio = flat.get("type") == "ratio"
    kind = "ratio" if is_ratio else dictionary.kind(fact)
    made: Node = {"ratio": [fact, over]} if is_ratio else {"fact": fact}
    made["test"] = operators.text_of(flat, kind=kind)
    if flat.get("named"):
        made["unit"] = flat["named"]
    zh, en = (flat.get(f"label_{one}", "").strip() for one in ("zh", "en"))
    if zh or en:
        made["label"] = {"zh": zh, "en": en} if zh and en and zh != en else zh or en
    return made


def _parsed(written: str) -> Any:
    try:
        return parsing.tests(written)
    except faults.NotFeel:
        return None
