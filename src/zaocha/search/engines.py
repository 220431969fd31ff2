"""Which of the two engines serves the database in use; both offer the same functions."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from zaocha.search import postgres, sqlite


def here() -> ModuleType:
    """`sqlite` or `postgres`."""
    return sqlite if connection.vendor == "sqlite" else postgres
