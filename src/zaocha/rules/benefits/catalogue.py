"""The forms of benefit for an editor (fields with kinds and labels in both languages) and as a JSON Schema."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zaocha.rules.benefits import forms, quantities, references
from zaocha.rules.benefits.forms.base import Form

Json = dict[str, Any]

_REF = "#/$defs/"
_WHEN: Json = {"$ref": _REF + "condition"}
_DECIMAL: Json = {"$ref": _REF + "decimal"}
_BAND: Json = {"$ref": _REF + "band"}
_TEXT: Json = {"$ref": _REF + "text"}
_NAME: Json = {"$ref": _REF + "name"}
_FORM: Json = {"$ref": _REF + "benefit"}
_QUANTITY: Json = {"$ref": _REF + "quantity"}


def _object(needed: tuple[str, ...], **properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _list(items: Json) -> Json:
    return {"type": "array", "items": items, "minItems": 1}


def _either(rows: Json, value: Json) -> Json:
    """Rows, or names with one value each."""
    return {"oneOf": [_list(rows), {"type": "object", "additionalProperties": value, "minProperties": 1}]}


_EARNED = {"amount": _DECIMAL, "then": _FORM}
_ITEM = _object(
    ("label",),
    label=_TEXT,
    group={"type": "string"},
    base=_QUANTITY,
    fact=_NAME,
    most=_DECIMAL,
    bands=_list(_object(("in", "points"), **{"in": _BAND, "points": _DECIMAL})),
    codes={"type": "object", "additionalProperties": _DECIMAL, "minProperties": 1},
)
KINDS: dict[str, Json] = {
    "money": _DECIMAL,
    "number": _DECIMAL,
    "rate": {"$ref": _REF + "share"},
    "quantity": _QUANTITY,
    "fact": _NAME,
    "name": _NAME,
    "text": _TEXT,
    "truth": {"enum": ["true", "false", True, False]},
    "form": _FORM,
    "forms": _list(_FORM),
    "grades": _either(
        _object(("code", "amount"), code={"type": "string"}, amount=_DECIMAL, label=_TEXT), _DECIMAL
    ),
    "rows": _list(_object(("in",), **{"in": _BAND, **_EARNED})),
    "tiers": _list(_object(("rate",), up_to=_DECIMAL, rate={"$ref": _REF + "share"})),
    "marks": _list(_object(("reaches", "amount"), reaches=_DECIMAL, amount=_DECIMAL)),
    "items": _list(_ITEM),
    "minimums": _either(
        _object(("group", "points"), group={"type": "string"}, points=_DECIMAL, label=_TEXT), _DECIMAL
    ),
    "tells": {"type": "object", "additionalProperties": _NAME, "minProperties": 1},
    "routes": _list(_object(("when",), when=_WHEN, label=_TEXT)),
    "cases": _list(_object(("when",), when=_WHEN, **_EARNED)),
    "shares": _list({"$ref": _REF + "share"}),
    "points": {
        "oneOf": [
            _DECIMAL,
            _object(
                ("share", "of"),
                share={"$ref": _REF + "share"},
                of={"enum": list(references.names())},
                on=_NAME,
            ),
        ]
    },
}
_PLAIN: dict[str, Json] = {
    "decimal": {
        "description": "A decimal in quotation marks; money in yuan.",
        "type": ["string", "integer"],
        "pattern": r"^(0|[1-9]\d{0,30})(\.\d{1,30})?$",
        "minimum": 0,
    },
    "share": {
        "description": "A share: 30% or 0.3.",
        "type": "string",
        "pattern": r"^(0|[1-9]\d*)(\.\d+)?\s*[%％]?$",
    },
    "name": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
    "text": {
        "oneOf": [
            {"type": "string", "minLength": 1},
            _object(("zh", "en"), zh={"type": "string"}, en={"type": "string"}),
        ]
    },
    "band": {
        "description": "[3..10) counts 3 and not 10; >= 30; < 3.",
        "type": "string",
        "pattern": r"^\s*([\[(\]]\s*-?[\d.]+\s*\.\.\s*-?[\d.]+\s*[\])\[]|(<=|>=|<|>)\s*-?[\d.]+)\s*$",
    },
    "quantity": {
        "description": "A number, the name of a fact, or one kind of sum over such.",
        "oneOf": [
            {"type": ["string", "integer"]},
            {
                "type": "object",
                "properties": {kind: _list(_QUANTITY) for kind in quantities.COMBINED},
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": False,
            },
        ],
    },
    "condition": {"description": "As in a policy's `when`.", "type": "object", "minProperties": 1},
    "step": _object(
        ("form", "zh", "en", "amount"),
        form={"type": "string"},
        zh={"type": "string"},
        en={"type": "string"},
        amount={"type": ["string", "null"]},
    ),
}


def catalogue() -> list[Json]:
    """Every form: `{code, label, help, fields: [{name, kind, label, optional, choices?}]}`, cap and floor last."""
    return [
        {
            "code": form.code,
            "label": form.label.as_json(),
            "help": form.help.as_json(),
            "fields": list(_fields(form)),
        }
        for form in forms.ALL
    ]


def json_schema() -> Json:
    """The schema of a benefit, of the examples of docs/formats/benefits.md, and of a result."""
    benefit = {"oneOf": [{"$ref": f"{_REF}{form.code}"} for form in forms.ALL]}
    by_form = {form.code: _form_schema(form) for form in forms.ALL}
    amount = {"type": ["string", "null"], "pattern": r"^\d+\.\d\d$"}
    example = _object(
        ("facts",),
        facts={"type": "object"},
        amount=amount,
        at_most=amount,
        missing={"type": "array", "items": _NAME},
        grants={"type": "string"},
        zh={"type": "string"},
        en={"type": "string"},
    )
    result = _object(
        (
            "kind",
            "amount",
            "unit",
            "at_least",
            "at_most",
            "missing",
            "steps",
            "qualifies",
            "grants",
            "terms_unknown",
        ),
        kind={"enum": ["money", "grant", "unknown"]},
        amount=amount,
        unit={"const": "CNY"},
        at_least=amount,
        at_most=amount,
        missing={"type": "array", "items": _NAME},
        steps={"type": "array", "items": {"$ref": _REF + "step"}},
        qualifies={"type": ["boolean", "null"]},
        grants={"type": "array", "items": _TEXT},
        terms_unknown={"type": "boolean"},
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://zaocha.example/formats/benefits.schema.json",
        "title": "A benefit with examples, or what it comes to",
        "$defs": {**_PLAIN, "benefit": benefit, **by_form, "result": result},
        "oneOf": [
            _object(("benefit", "examples"), benefit=_FORM, examples=_list(example)),
            {"$ref": _REF + "result"},
        ],
    }


def _form_schema(form: type[Form]) -> Json:
    fields = list(_fields(form))
    properties: dict[str, Json] = {"form": {"const": form.code}}
    for one in fields:
        choices = one.get("choices")
        properties[one["name"]] = {"enum": choices} if choices else KINDS[one["kind"]]
    needed = ("form", *(one["name"] for one in fields if not one["optional"]))
    return {"title": form.label.en, "description": form.help.en, **_object(needed, **properties)}


def _fields(form: type[Form]) -> Iterator[Json]:
    held = dataclasses.fields(form)
    shared = {one.name for one in dataclasses.fields(Form)}
    for one in [f for f in held if f.name not in shared] + [f for f in held if f.name in shared]:
        kind, _colon, choices = one.metadata["kind"].partition(":")
        row = {
            "name": one.name,
            "kind": kind,
            "label": one.metadata["label"].as_json(),
            "optional": one.metadata["optional"],
        }
        yield row | ({"choices": choices.split(",")} if choices else {})


def write(folder: Path) -> Path:
    """Writes benefits.schema.json into a folder (docs/formats); the path of the file."""
    file = folder / "benefits.schema.json"
    file.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf8")
    return file


if __name__ == "__main__":
    write(Path(__file__).parents[4] / "docs" / "formats")
