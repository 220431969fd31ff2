"""Flat names of a form (`versions.0.when.items.1.fact`) ↔ nested dictionaries and lists of texts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

DEEPEST = 40  # a name with more parts is none of ours
MOST = 3000


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The tree that the names describe; digits are places in a list, kept in their order, gaps closed."""
    tree: dict[str, Any] = {}
    for count, (name, value) in enumerate(pairs):
        parts = name.split(".")
        if count >= MOST or len(parts) > DEEPEST or not all(parts):
            continue
        _put(tree, parts, value)
    closed = _closed(tree)
    return closed if isinstance(closed, dict) else {}


def flat(tree: Any, prefix: str = "") -> dict[str, str]:
    """Name → text of every leaf; the other way round."""
    if isinstance(tree, str):
        return {prefix: tree}
    found: dict[str, str] = {}
    pairs = enumerate(tree) if isinstance(tree, list) else tree.items()
    for key, value in pairs:
        found |= flat(value, f"{prefix}.{key}" if prefix else str(key))
    return found


def at(tree: Any, path: str) -> Any:
    """What stands at a path; None when there is nothing."""
    here = tree
    for part in path.split(".") if path else ():
        if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
        elif isinstance(here, Mapping) and part in here:
            here = here[part]
        else:
            return None
    return here


def _put(tree: dict[str, Any], parts: list[str], value: str) -> None:
    here = tree
    for part in parts[:-1]:
        below = here.setdefault(part, {})
        if not isinstance(below, dict):  # a leaf stands in the way
            return
        here = below
    if not isinstance(here.get(parts[-1]), dict):
        here[parts[-1]] = value


def _closed(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isascii() and key.isdecimal() and len(key) < 6 for key in tree):
        return [_closed(tree[key]) for key in sorted(tree, key=int)]
    return {key: _closed(value) for key, value in tree.items()}
