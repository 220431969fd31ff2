"""A writer asks for its turn every half millisecond, instead of sleeping longer each time.

SQLite's own waiting grows to 100 ms a nap, so that with several processes the lock is free most of the time
while all who want it sleep; see docs/benchmarks.md.
"""

from __future__ import annotations

import sqlite3
import time

from django.db.backends.sqlite3 import base

NAP = 0.0005


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of one thread."""

    transaction_mode: str | None  # set by Django from the options

    def _start_transaction_under_autocommit(self) -> None:
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = time.monotonic() + seconds
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._begun(last=time.monotonic() > until):
                    time.sleep(NAP)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _begun(self, *, last: bool) -> bool:
        try:
            self.connection.execute(f"BEGIN {self.transaction_mode or ''}")
        except sqlite3.OperationalError as error:
            if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True
