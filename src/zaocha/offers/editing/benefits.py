"""The benefit of a version ↔ the sheet; the fields are those that the forms of `rules.benefits` declare. Pure.

A kind of field that has no control of its own is shown as its YAML, so that nothing is out of reach.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import yaml

from zaocha.offers import dictionary
from zaocha.offers.editing import nodes, operators
from zaocha.rules.benefits import forms
from zaocha.rules.texts import Text

Sheet = dict[str, Any]
# Kinds that are tables of plain cells: column → kind of its cell.
TABLES: dict[str, dict[str, str]] = {
    "grades": {"code": "name", "amount": "money", "label": "text"},
    "rows": {"in": "band", "amount": "money", "then": "yaml"},
    "tiers": {"up_to": "money", "rate": "rate"},
    "marks": {"reaches": "money", "amount": "money"},
}
PLAIN = {"rate", "name", "band", "number", "truth", "choice"}
SIGNS = {"sum": "+", "less": "−", "product": "×", "ratio": "÷"}


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a form of benefit."""

    name: str
    kind: str
    label: Text
    is_optional: bool
    choices: tuple[str, ...] = ()


def fields(code: str) -> list[Field]:
    """The fields of a form, those that are needed first; none for a form that does not exist."""
    kind = forms.BY_CODE.get(code)
    if kind is None:
        return []
    found = []
    for one in dataclasses.fields(kind):
        name, _colon, choices = one.metadata["kind"].partition(":")
        listed = tuple(choices.split(",")) if choices else ()
        found.append(Field(one.name, name, one.metadata["label"], one.metadata["optional"], listed))
    return sorted(found, key=lambda field: field.is_optional)


def of_document(benefit: Any) -> Sheet:
    """The sheet of a benefit; one that is no form at all is shown as it is written."""
    if not isinstance(benefit, dict):
        return {"form": "", "raw": "" if benefit in (None, "") else nodes.text(benefit)}
    code = nodes.text(benefit.get("form"))
    known = {field.name: field for field in fields(code)}
    sheet: Sheet = {"form": code}
    for name, field in known.items():
        if name in benefit:
            sheet[name] = _shown(field.kind, benefit[name])
    others = {name: value for name, value in benefit.items() if name not in known and name != "form"}
    if others:
        sheet["raw"] = written(others)
    return sheet


def to_document(sheet: Any) -> Any:
    """The benefit that a sheet writes; empty fields are left out."""
    if not isinstance(sheet, dict):
        return {}
    code = nodes.text(sheet.get("form")).strip()
    benefit: dict[str, Any] = {"form": code} if code else {}
    for field in fields(code):
        value = _typed(field.kind, sheet.get(field.name))
        if value not in (None, "", [], {}):
            benefit[field.name] = value
    others = read(nodes.text(sheet.get("raw")))
    return benefit | others if isinstance(others, dict) else benefit


def amount(text: str) -> str:
    """A sum of money as people say it, where it comes out even: `300000` → `30万元`."""
    value = operators.number(text)
    if value is None or not text.replace(".", "").isdecimal() or value < 10_000 or value % 100:
        return text
    return f"{operators.plain(value / Decimal(10_000))}万元"


def written(value: Any) -> str:
    """Anything as YAML."""
    return str(
        yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
    ).strip()


def read(text: str) -> Any:
    """YAML as texts; what cannot be read stays the text that it is."""
    if not text.strip():
        return ""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but texts
    except yaml.YAMLError:
        return text


def _shown(kind: str, value: Any) -> Any:
    """A value of the document as the sheet has it."""
    if kind in TABLES:
        return [_shown_row(TABLES[kind], row) for row in _rows(kind, value)]
    shown: dict[str, Callable[[Any], Any]] = {
        "form": of_document,
        "forms": lambda many: [of_document(one) for one in nodes.listed(many)],
        "cases": lambda many: [_shown_case(one) for one in nodes.listed(many)],
        "quantity": _shown_quantity,
        "money": lambda one: amount(nodes.text(one)),
        "fact": nodes.text,
        "text": lambda one: one if isinstance(one, dict) else {"zh": nodes.text(one), "en": ""},
    }
    if kind in shown:
        return shown[kind](value)
    return nodes.text(value) if kind in PLAIN else written(value)


def _typed(kind: str, value: Any) -> Any:
    """What the sheet has as a value of the document."""
    if kind in TABLES:
        return _table(kind, [_typed_row(TABLES[kind], row) for row in nodes.listed(value)])
    typed: dict[str, Callable[[Any], Any]] = {
        "form": to_document,
        "forms": lambda many: [to_document(one) for one in nodes.listed(many)],
        "cases": lambda many: [_typed_case(one) for one in nodes.listed(many)],
        "quantity": _typed_quantity,
        "money": lambda one: _typed_number(nodes.text(one)),
        "number": lambda one: _typed_number(nodes.text(one)),
        "fact": lambda one: dictionary.name_of(nodes.text(one)),
        "rate": lambda one: nodes.text(one).replace(" ", "").replace("％", "%"),
        "truth": lambda one: "true" if one else "",
        "text": _typed_text,
    }
    if kind in typed:
        return typed[kind](value)
    return nodes.text(value).strip() if kind in PLAIN else read(nodes.text(value))


def _typed_number(text: str) -> str:
    value = operators.number(text)
    return text.strip() if value is None else operators.plain(value)


def _typed_text(value: Any) -> dict[str, str]:
    held = value if isinstance(value, dict) else {"zh": nodes.text(value)}
    said = {one: nodes.text(held.get(one)).strip() for one in ("zh", "en")}
    return {one: words for one, words in said.items() if words}


def _shown_quantity(value: Any) -> str:
    if isinstance(value, dict) and len(value) == 1:
        ((kind, parts),) = value.items()
        held = nodes.listed(parts)
        if kind in SIGNS and len(held) > 1 and all(isinstance(one, str) for one in held):
            return f" {SIGNS[kind]} ".join(_shown_quantity(one) for one in held)
    if isinstance(value, dict | list):
        return written(value)
    return amount(nodes.text(value))


def _typed_quantity(value: Any) -> Any:
    text = nodes.text(value).strip()
    if text.startswith(("{", "sum:", "less:", "product:", "smallest:", "largest:", "ratio:", "growth:")):
        return read(text)
    for kind, sign in SIGNS.items():
        parts = text.replace(" - ", " − ").replace(" * ", " × ").replace(" / ", " ÷ ").split(f" {sign} ")
        if len(parts) > 1:
            return {kind: [_typed_quantity(one) for one in parts]}
    if text.endswith(("%", "％")):
        return text.replace(" ", "")
    return _typed_number(dictionary.name_of(text))


def _rows(kind: str, value: Any) -> list[Any]:
    if isinstance(value, dict) and kind == "grades":
        return [{"code": code, "amount": nodes.text(given)} for code, given in value.items()]
    return nodes.listed(value)


def _table(kind: str, rows: list[dict[str, Any]]) -> Any:
    rows = [row for row in rows if row]
    codes = [row.get("code") for row in rows]
    if (
        kind == "grades"
        and all(set(row) == {"code", "amount"} for row in rows)
        and len(set(codes)) == len(codes)
    ):
        return {row["code"]: row["amount"] for row in rows}
    return rows


def _shown_row(columns: dict[str, str], row: Any) -> Sheet:
    held = row if isinstance(row, dict) else {}
    return {name: _shown(kind, held[name]) if name in held else "" for name, kind in columns.items()}


def _typed_row(columns: dict[str, str], row: Any) -> dict[str, Any]:
    held = row if isinstance(row, dict) else {}
    typed = {name: _typed(kind, held.get(name)) for name, kind in columns.items()}
    return {name: value for name, value in typed.items() if value not in (None, "", {}, [])}


def _shown_case(case: Any) -> Sheet:
    held = case if isinstance(case, dict) else {}
    then = held.get("then", {"form": "fixed", "amount": held["amount"]} if "amount" in held else {})
    return {"when": nodes.of_condition(held.get("when")), "then": of_document(then)}


def _typed_case(case: Any) -> dict[str, Any]:
    held = case if isinstance(case, dict) else {}
    then = to_document(held.get("then"))
    when = {"when": nodes.to_condition(held.get("when")) or ""}
    if set(then) == {"form", "amount"} and then["form"] == "fixed":
        return when | {"amount": then["amount"]}
    return when | {"then": then}


def choices() -> list[tuple[str, str]]:
    """The forms of benefit: code and label."""
    return [(code, dictionary.in_language(form.label)) for code, form in forms.BY_CODE.items()]


def help(code: str) -> str:
    """What a form does, in a sentence."""
    found = forms.BY_CODE.get(code)
    return dictionary.in_language(found.help) if found else ""
