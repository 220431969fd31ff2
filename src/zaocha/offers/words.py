"""A policy's conditions as sentences in the reader's language, group by group. Reads unfinished drafts too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from zaocha.offers import dictionary
from zaocha.offers.editing import nodes, operators

SHOWN = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", "!=": "≠"}


@dataclass(frozen=True)
class Said:
    """A node of the conditions: a clause in words, or a group with its items. `number` counts the clauses."""

    kind: str  # clause, all, any, not
    words: str = ""
    label: str = ""  # what the policy itself calls the clause
    number: int = -1
    items: list[Said] = field(default_factory=list)


def conditions(when: Any) -> Said | None:
    """The conditions of a version in words; None when there are none."""
    said = _node(when)
    return None if said is None else _numbered(said, iter(range(100_000)))


def clause(node: dict[str, Any]) -> str:
    """One clause in words: "投入设备 ≥ 10 万元"."""
    row = nodes.clause_row(node)
    name = dictionary.label(row["fact"])
    if row["type"] == "ratio":
        name = _("%(part)s ÷ %(whole)s") % {"part": name, "whole": dictionary.label(row["over"])}
    if row["op"] == "=" and row["value"] in {"true", "false"}:
        return _("%(fact)s: %(answer)s") % {"fact": name, "answer": test(row)}
    return f"{name} {test(row)}".strip()


def test(row: dict[str, str]) -> str:
    """The test of a row in words."""
    op, fact = row["op"], row["fact"]
    value, high = _value(row, row["value"]), _value(row, row["high"])
    if op in operators.COMPARES:
        if op == "=" and row["value"] in {"true", "false"}:
            return _("yes") if row["value"] == "true" else _("no")
        return f"{SHOWN[op]} {value}"
    if op in operators.INTERVALS:
        low_closed, high_closed = operators.INTERVALS[op]
        return f"{'≥' if low_closed else '>'} {value}{_(' and ')}{'≤' if high_closed else '<'} {high}"
    listed = _(", ").join(dictionary.code_label(fact, one) for one in operators.parts(row["value"]))
    sentences = {
        "in": _("is one of: %(items)s"),
        "not_in": _("is none of: %(items)s"),
        "starts": _("begins with: %(items)s"),
        "not_starts": _("does not begin with: %(items)s"),
    }
    if op in sentences:
        return sentences[op] % {"items": listed}
    return {"missing": _("is not known"), "any": _("may be anything")}.get(op, row["value"])


def _value(row: dict[str, str], text: str) -> str:
    """A value with its unit, a code with its name."""
    if not text:
        return "…"
    number = operators.number(text)
    if number is None:
        return dictionary.code_label(row["fact"], text)
    if row["unit"] in operators.MONEY:
        return dictionary.amount(number * operators.SCALES[row["unit"]])
    unit = row["unit"] or ("" if row["type"] == "ratio" else dictionary.unit_label(row["fact"]))
    return f"{number:,f} {unit}".strip()


def _node(node: Any) -> Said | None:
    if not isinstance(node, dict) or not node:
        return None
    for kind in ("all", "any"):
        if kind in node:
            items = [said for said in map(_node, _listed(node[kind])) if said is not None]
            return Said(kind, items=items)
    if "not" in node:
        inner = _node(node["not"])
        return Said("not", items=[inner] if inner else [])
    return Said("clause", words=clause(node), label=dictionary.in_language(node.get("label")))


def _numbered(said: Said, numbers: Iterator[int]) -> Said:
    if said.kind == "clause":
        return replace(said, number=next(numbers))
    return replace(said, items=[_numbered(one, numbers) for one in said.items])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
