"""Moments are read by the standard library's parser: Django's own loader takes a fifth of a list's time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.adapt import Buffer, Loader


class MomentLoader(Loader):
    """Reads `2026-03-05 09:12:00+00`; the session's time zone is UTC."""

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(str(data, "ascii"))


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of one thread."""

    def get_connection_params(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_connection_params()
        # Django asks a loader for its time zone and replaces one of another zone, cursor by cursor.
        loader = type("ZonedLoader", (MomentLoader,), {"timezone": self.timezone})
        adapters = psycopg.adapt.AdaptersMap(found["context"])
        adapters.register_loader("timestamptz", loader)
        return {**found, "context": adapters}
