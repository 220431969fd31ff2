"""Word lists that the readers go by, kept in `data/cues.txt`: one regular expression a line."""

import re
from functools import cache
from importlib import resources


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    raw = resources.files("zaocha.lang").joinpath("data/cues.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in raw.splitlines():
        if line.startswith("[[") and line.endswith("]]"):
            current = found.setdefault(line[2:-2], [])
        elif line and not line.startswith("# "):
            current.append(line)
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def words(name: str) -> str:
    """The alternatives of one list, joined by |, in their order."""
    return "|".join(_sections()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One list as a pattern."""
    return re.compile(words(name))
