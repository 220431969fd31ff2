"""One test of a fact as a row of a form (operator, value, unit) ↔ its S-FEEL text. Pure.

Whatever a row cannot say stays as it is written, under the operator `text`; nothing is changed on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from zaocha.rules.feel import tree

Row = dict[str, str]
NUMBERS = frozenset({"number", "money", "integer", "ratio"})
INTERVALS = {"[..]": (True, True), "[..)": (True, False), "(..]": (False, True), "(..)": (False, False)}
MONEY = ("元", "万元", "亿元")
COMPARES = (">=", ">", "<=", "<", "=", "!=")
# Unit of a value → factor; 元 is what is stored.
SCALES = {
    unit: Decimal(factor)
    for unit, factor in {"": "1", "元": "1", "万元": "10000", "亿元": "100000000", "%": "0.01"}.items()
}
_WRITTEN = re.compile(r"^([+-]?\d[\d,，]*(?:\.\d+)?)\s*(亿元|亿|万元|万|元|%|％)?$")
_WORDS = {**SCALES, "万": SCALES["万元"], "亿": SCALES["亿元"], "％": SCALES["%"]}
_DAY = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")


def row_of(test: tree.Test | None, *, text: str, kind: str) -> Row:
    """Operator, value, high and unit of a test; `kind` is the type of its fact, "" when that is not known."""
    made = None if test is None else _row(test, kind)
    return made if made is not None else {"op": "text", "value": text, "high": "", "unit": ""}


def text_of(row: Row, *, kind: str) -> str:
    """The S-FEEL text of a row. A value that is no number goes in as it is typed, for the lint to point at."""
    op, unit = row.get("op", ""), row.get("unit", "")

    def written(name: str) -> str:
        return _literal(row.get(name, ""), unit=unit, kind=kind)

    if op in COMPARES:
        return written("value") if op == "=" else f"{op} {written('value')}"
    if op in INTERVALS:
        return f"{op[0]}{written('value')}..{written('high')}{op[-1]}"
    if op in {"in", "not_in"}:
        items = ", ".join(_literal(one, unit=unit, kind=kind) for one in parts(row.get("value", "")))
        return items if op == "in" else f"not({items})"
    if op in {"starts", "not_starts"}:
        items = ", ".join(quoted(one) for one in parts(row.get("value", "")))
        begun = f"starts with(?, {items})"
        return begun if op == "starts" else f"not({begun})"
    return {"missing": "is missing", "any": "-"}.get(op, row.get("value", "").strip())


def parts(text: str) -> list[str]:
    """The items of a list as people write it: by comma, semicolon, enumeration comma or line."""
    return [one.strip() for one in re.split(r"[,，、;；\n]", text) if one.strip()]


def quoted(text: str) -> str:
    """A FEEL string."""
    return '"' + text.strip().replace("\\", "\\\\").replace('"', '\\"') + '"'


def number(text: str, unit: str = "") -> Decimal | None:
    """A number as it is typed: "10 万", "3 %", "1,200"; its own unit goes before the unit beside it."""
    found = _WRITTEN.match(text.strip().replace(" ", "").replace("\u3000", ""))
    if found is None:
        return None
    try:
        value = Decimal(found[1].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value * (_WORDS[found[2]] if found[2] else SCALES.get(unit, SCALES[""]))


def plain(value: Decimal) -> str:
    """Without exponent and without trailing zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _literal(text: str, *, unit: str, kind: str) -> str:
    text = text.strip()
    if kind in NUMBERS or (not kind and number(text) is not None):
        value = number(text, unit)
        return text if value is None else plain(value)
    if kind == "boolean" or (not kind and text in {"true", "false"}):
        return text
    if kind == "date" or (not kind and _DAY.match(text)):
        return f'date("{text}")' if not text.startswith("date(") else text
    return quoted(text)


def _row(test: tree.Test, kind: str) -> Row | None:
    readers: dict[type, Callable[..., Row | None]] = {
        tree.Compare: _of_compare, tree.Interval: _of_interval, tree.OneOf: _of_list, tree.Not: _of_not,
        tree.StartsWith: _of_prefixes,
    }  # fmt: skip
    if isinstance(test, tree.Anything | tree.IsMissing):
        op = "any" if isinstance(test, tree.Anything) else "missing"
        return {"op": op, "value": "", "high": "", "unit": ""}
    reader = readers.get(type(test))
    return reader(test, kind) if reader else None


def _of_compare(test: tree.Compare, kind: str) -> Row | None:
    return _made(test.op, [test.value], kind)


def _of_interval(test: tree.Interval, kind: str) -> Row | None:
    op = next(name for name, ends in INTERVALS.items() if ends == (test.low_closed, test.high_closed))
    return _made(op, [test.low, test.high], kind)


def _of_list(test: tree.OneOf, kind: str, op: str = "in") -> Row | None:
    values = [one.value for one in test.items if isinstance(one, tree.Compare) and one.op == "="]
    if len(values) != len(test.items):
        return None
    texts = [_typed(value, "") for value in values]
    # An item with a comma in it cannot stand in a list of one line.
    if None in texts or any(len(parts(one or "")) != 1 for one in texts):
        return None
    return {"op": op, "value": "、".join(one or "" for one in texts), "high": "", "unit": ""}


def _of_not(test: tree.Not, kind: str) -> Row | None:
    inner = test.test
    if isinstance(inner, tree.OneOf):
        return _of_list(inner, kind, "not_in")
    if isinstance(inner, tree.Compare) and inner.op == "=":
        return _of_list(tree.OneOf((inner,)), kind, "not_in")
    if isinstance(inner, tree.StartsWith):
        return _of_prefixes(inner, kind, "not_starts")
    return None


def _of_prefixes(test: tree.StartsWith, kind: str, op: str = "starts") -> Row | None:
    if any(parts(one) != [one] for one in test.prefixes):
        return None
    return {"op": op, "value": "、".join(test.prefixes), "high": "", "unit": ""}


def _made(op: str, values: list[object], kind: str) -> Row | None:
    unit = _unit(values, kind)
    texts = [_typed(value, unit) for value in values]
    if None in texts:
        return None
    return {
        "op": op,
        "value": texts[0] or "",
        "high": (texts[1] or "") if len(texts) > 1 else "",
        "unit": unit,
    }


def _unit(values: list[object], kind: str) -> str:
    """The unit in which people say these values."""
    numbers = [one for one in values if isinstance(one, Decimal)]
    if kind == "ratio" and numbers:
        return "%"
    if kind != "money" or not numbers:
        return ""
    for unit in ("亿元", "万元"):
        scale = SCALES[unit]
        if all(abs(one) >= scale and (one / scale * 100) % 1 == 0 for one in numbers if one):
            return unit if any(numbers) else "元"
    return "元"


def _typed(value: object, unit: str) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value / SCALES[unit])
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None
