"""Decision tables between files: DMN models and JSON in, either out, and a model run over JSON inputs."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from zaocha.rules.dmn import extracting, kit, model, reading, table_texts, writing
from zaocha.rules.dmn.model import Decision
from zaocha.rules.dmn.running import Model, Unknown
from zaocha.rules.dmn.table_texts import TableText
from zaocha.rules.dmn.tables import BadTable
from zaocha.rules.feel import temporal_texts
from zaocha.rules.feel.functions.texts import text_of
from zaocha.rules.feel.temporal import NotATime
from zaocha.rules.feel.values import Value

document = writing.document


def read(file: Path) -> list[TableText]:
    """The tables of a `.json` file, or of a DMN model of any other name.

    Raises `BadTable`, `NotReadable`, `OSError`, `JSONDecodeError`, `UnicodeDecodeError`.
    """
    if file.suffix.lower() != ".json":
        return extracting.tables_of(reading.read_file(file))
    found = _json(file)
    tables = found.get("tables") if isinstance(found, dict) and "tables" in found else [found]
    if not isinstance(tables, list):
        raise BadTable("'{key}' is a list.", place=file.name, key="tables")
    return [table_texts.from_json(one, place=f"{file.name} tables[{n}]") for n, one in enumerate(tables)]


def as_json(tables: Iterable[TableText]) -> dict[str, Any]:
    """The form of docs/formats/dmn.md."""
    return {"tables": [table_texts.as_json(one) for one in tables]}


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf8"), parse_float=Decimal, parse_int=Decimal)


def decide(
    file: Path, inputs: Path | None, decisions: Iterable[str], *, at: datetime
) -> tuple[dict[str, Value], list[str]]:
    """Decisions by name and the reasons of nulls. Raises what `read` does, `BadTable` for an unknown decision."""
    found = kit.loaded(file)
    given = _json(inputs) if inputs else {}
    if not isinstance(given, dict):
        raise BadTable("An object is needed here.", place=inputs.name if inputs else "")
    run = found.run({name: _typed(value, found, name) for name, value in given.items()}, at=at)
    names = list(decisions) or [one.name for one in found.definitions.nodes.values() if _is_decision(one)]
    try:
        return {name: run.decide(name) for name in names}, run.notes
    except Unknown as error:
        raise BadTable("There is no decision '{name}'.", place=file.name, name=error.args[0]) from None


def _is_decision(node: object) -> bool:
    return isinstance(node, Decision) and not node.is_input and not node.is_knowledge


def _typed(value: Any, found: Model, name: str) -> Value:
    """A JSON value as its input's type wants it: texts become days, times and durations where those are declared."""
    for node in found.definitions.nodes.values():
        if isinstance(node, Decision) and node.is_input and node.name == name and node.type_ref:
            return _as(value, found, node.type_ref)
    return value


def _as(value: Any, found: Model, type_ref: str) -> Value:
    item = found.definitions.items.get(type_ref)
    if isinstance(value, str) and item is None and type_ref not in ("string", "Any"):
        try:
            return temporal_texts.any_of(value)
        except NotATime:
            return value
    if item is None:
        return value
    if isinstance(value, list):
        return [_item(one, found, item) for one in value]
    return _item(value, found, item)


def _item(value: Any, found: Model, item: model.ItemDefinition) -> Value:
    if isinstance(value, dict) and item.components:
        parts = {one.name: one for one in item.components}
        return {name: _item(one, found, parts[name]) if name in parts else one for name, one in value.items()}
    return _as(value, found, item.type_ref) if item.type_ref else value


def plain(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as JSON: numbers as decimal strings, days and durations as text."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, dict):
        return plain(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, (bool, str)) else text_of(value)
