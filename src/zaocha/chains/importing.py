"""Members of chains as a kind of import."""

from __future__ import annotations


def register() -> None:
    """Nothing yet."""
