"""One thing that waits for the reader: what an area hands to the first page and to the company's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """What waits, in the reader's words, where it is settled, and by when."""

    text: str
    url: str
    due_on: date | None = None
    icon: str = "bell"
