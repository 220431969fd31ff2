"""Writes the shape of the API: `python -m zaocha.config.openapi [--check]`, to docs/openapi.json and docs/api.md."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from zaocha.config import handbook

METHODS = ("get", "post", "put", "patch", "delete")


def schema() -> dict[str, Any]:
    """The schema of the API; its texts are English whatever the reader's language."""
    from django.utils import translation

    from zaocha.config.api import api

    with translation.override("en"):
        found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    return found


def endpoints(found: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of every endpoint of a schema, in order of path."""
    for path, methods in sorted(found["paths"].items()):
        for method in METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def table(found: dict[str, Any]) -> str:
    """The endpoints as a table for docs/api.md."""
    rows = ["| endpoint | what it does |", "| --- | --- |"]
    for method, path, one in endpoints(found):
        said = " ".join(str(one.get("description", "")).split())
        rows.append(f"| `{method} {path}` | {said} |")
    return "\n".join(rows)


def pages() -> dict[str, str]:
    """File name in docs/ → its text as it should be; keys in order, one value a line, for a readable diff."""
    found = schema()
    shape = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return {"openapi.json": shape, "api.md": handbook.filled("api.md", table(found))}


if __name__ == "__main__":
    from zaocha.config.cli import start_django

    start_django()
    raise SystemExit(handbook.write(pages(), check="--check" in sys.argv))
