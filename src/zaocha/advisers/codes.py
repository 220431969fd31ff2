"""What advisers know and speak: codes with their labels, from `data/codes.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True)
class Code:
    """A field (of one kind of adviser) or a language."""

    code: str
    zh: str
    en: str
    kind: str = ""

    @property
    def label(self) -> str:
        """In the reader's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


@cache
def _data() -> dict[str, Any]:
    text = resources.files("zaocha.advisers").joinpath("data/codes.json").read_text("utf-8")
    return {name: {row["code"]: Code(**row) for row in rows} for name, rows in json.loads(text).items()}


def fields() -> dict[str, Code]:
    """All fields by code."""
    found: dict[str, Code] = _data()["fields"]
    return found


def languages() -> dict[str, Code]:
    """All languages by code."""
    found: dict[str, Code] = _data()["languages"]
    return found


def label(code: str) -> str:
    """The label of a field or language."""
    found = fields().get(code) or languages().get(code)
    return found.label if found else code
