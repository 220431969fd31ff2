"""Reference rates by day, from data; a day after the table ends has no rate, for none is invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zaocha.rules import data_files
from zaocha.rules.benefits import words
from zaocha.rules.texts import Text


def rate(*, name: str, on: date) -> Decimal | None:
    """The yearly rate as a fraction in force on a day; None before the table begins or after it was last checked."""
    table = _tables().get(name)
    if table is None or on > date.fromisoformat(table["known_until"]):
        return None
    held = [row for row in table["rates"] if date.fromisoformat(row["from"]) <= on]
    return Decimal(held[-1]["percent"]) / 100 if held else None


def names() -> tuple[str, ...]:
    """Names of the reference rates."""
    return tuple(_tables())


def label(name: str) -> Text:
    """What a reference rate is called."""
    table = _tables().get(name)
    return words.verbatim(name) if table is None else Text(table["label"]["zh"], table["label"]["en"])


def note() -> Text | None:
    """What whoever relies on the table is to be told; None once it was compared with the published series."""
    said = data_files.table("reference_rates.yaml").get("note")
    return Text(said["zh"], said["en"]) if said else None


def _tables() -> Mapping[str, Mapping[str, Any]]:
    tables: Mapping[str, Mapping[str, Any]] = data_files.table("reference_rates.yaml")["rates"]
    return tables
