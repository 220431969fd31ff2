"""What differs between two documents of a policy, place by place: for a page that has become stale. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST = 60


@dataclass(frozen=True)
class Difference:
    """A place, what stands there, what was typed; "" where there is nothing."""

    path: str
    there: str
    typed: str


def between(there: dict[str, Any], typed: dict[str, Any]) -> list[Difference]:
    """The places at which the two differ, at most MOST."""
    first, second = leaves(there), leaves(typed)
    places = list(dict.fromkeys([*first, *second]))
    found = [
        Difference(path, first.get(path, ""), second.get(path, ""))
        for path in places
        if first.get(path, "") != second.get(path, "")
    ]
    return found[:MOST]


def leaves(value: Any, path: str = "") -> dict[str, str]:
    """Place → text of every leaf: `versions[0].when.all[1].test`."""
    if isinstance(value, dict):
        pairs = [(f"{path}.{key}" if path else str(key), inner) for key, inner in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{path}[{number}]", inner) for number, inner in enumerate(value)]
    else:
        return {path: "" if value is None else str(value)}
    found: dict[str, str] = {}
    for name, inner in pairs:
        found |= leaves(inner, name)
    return found
