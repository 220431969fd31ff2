"""One page of a long list by keyset: no offset, no exact count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeysetPage:
    """Rows with the cursors of their neighbours; `total` may be capped (`capped` says "more than")."""

    rows: Sequence[Any]
    after: str = ""
    before: str = ""
    total: int | None = None
    capped: bool = False
