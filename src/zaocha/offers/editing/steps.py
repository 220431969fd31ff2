"""What a person does to the rows: add, take out, move, wrap into a group. Pure; the rows are changed in place."""

from __future__ import annotations

from typing import Any

from zaocha.offers.editing import fields

Sheet = dict[str, Any]
DEEPEST_GROUP = 6


def blank(kind: str) -> Any:
    """A new row: `clause`, `ratio`, a group, `case`, or anything of which the form knows the fields."""
    if kind == "clause":
        return {"type": "clause", "fact": "", "op": ">=", "value": "", "high": "", "unit": ""}
    if kind == "ratio":
        return {"type": "ratio", "fact": "", "over": "", "op": ">=", "value": "", "high": "", "unit": "%"}
    if kind in {"all", "any", "not"}:
        return {"type": kind, "items": [blank("clause")]}
    if kind == "case":
        return {"when": {"type": "all", "items": [blank("clause")]}, "then": {}}
    return {}


def do(sheet: Sheet, step: str) -> str:
    """One step such as `add:versions.0.when.items:clause`; the path to look at afterwards, or ""."""
    verb, _colon, rest = step.partition(":")
    path, _colon, kind = rest.partition(":")
    verbs = {"add": _add, "drop": _drop, "up": _up, "down": _down, "copy": _copy, "set": _set}
    return verbs[verb](sheet, path, kind) if verb in verbs else ""


def _add(sheet: Sheet, path: str, kind: str) -> str:
    rows = _rows(sheet, path)
    if rows is None or path.split(".").count("items") > DEEPEST_GROUP:
        return ""
    rows.append(blank(kind))
    return f"{path}.{len(rows) - 1}"


def _drop(sheet: Sheet, path: str, _kind: str) -> str:
    rows, place = _place(sheet, path)
    if rows is not None:
        del rows[place]
    return path.rpartition(".")[0]


def _up(sheet: Sheet, path: str, _kind: str) -> str:
    return _swap(sheet, path, -1)


def _down(sheet: Sheet, path: str, _kind: str) -> str:
    return _swap(sheet, path, 1)


def _copy(sheet: Sheet, path: str, _kind: str) -> str:
    rows, place = _place(sheet, path)
    if rows is None:
        return ""
    rows.insert(place + 1, fields.nested(fields.flat(rows[place]).items()))
    return f"{path.rpartition('.')[0]}.{place + 1}"


def _set(sheet: Sheet, path: str, _kind: str) -> str:
    """Make a place for something that stands alone."""
    holder_path, _dot, name = path.rpartition(".")
    holder = fields.at(sheet, holder_path)
    if isinstance(holder, dict) and name and not holder.get(name):
        holder[name] = {"form": ""}
    return path


def _swap(sheet: Sheet, path: str, by: int) -> str:
    rows, place = _place(sheet, path)
    if rows is None or not 0 <= place + by < len(rows):
        return path
    rows[place], rows[place + by] = rows[place + by], rows[place]
    return f"{path.rpartition('.')[0]}.{place + by}"


def _rows(sheet: Sheet, path: str) -> list[Any] | None:
    """The list at a path, made when its holder is there."""
    found = fields.at(sheet, path)
    if isinstance(found, list):
        return found
    holder_path, _dot, name = path.rpartition(".")
    holder = fields.at(sheet, holder_path)
    if found in (None, "", {}) and isinstance(holder, dict) and name:
        rows: list[Any] = []
        holder[name] = rows
        return rows
    return None


def _place(sheet: Sheet, path: str) -> tuple[list[Any] | None, int]:
    holder_path, _dot, name = path.rpartition(".")
    rows = fields.at(sheet, holder_path)
    if isinstance(rows, list) and name.isdecimal() and int(name) < len(rows):
        return rows, int(name)
    return None, 0
