"""Reads the data files of this package; every scalar is a string."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

__all__ = ["Loader", "table"]

try:  # the C loader is there in every wheel; a build from source may lack it
    from yaml import CBaseLoader as Loader
except ImportError:  # pragma: no cover
    from yaml import BaseLoader as Loader  # type: ignore[assignment]


@cache
def table(name: str) -> Any:
    """The content of `data/<name>`."""
    text = resources.files("zaocha.rules").joinpath("data", name).read_text(encoding="utf8")
    return yaml.load(text, Loader=Loader)  # noqa: S506 - the base loader makes nothing but strings
