"""Kinds of results and their units, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"
WHOLE = frozenset({"count", "person", "machine", "piece"})
UNITS: dict[str, Any] = {
    "count": _("cases"), "person": _("persons"), "machine": _("machines"), "piece": _("machines passed on"),
    "CNY": _("yuan"), "m2": _("square metres"), "mu": _("mu"),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind. `confirms`: company or person; `helps`: its company counts as helped; `by_hand`: the desk may enter it."""

    code: str
    zh: str
    en: str
    unit: str
    confirms: str
    helps: bool
    icon: str
    tone: str
    note: Mapping[str, str]
    by_hand: bool = True

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.en if _is_english() else self.zh

    @property
    def explanation(self) -> str:
        """What is counted, in the reader's language."""
        return self.note["en" if _is_english() else "zh"]


@lru_cache(maxsize=1)
def every() -> dict[str, Kind]:
    """All kinds by code, in the order of the file."""
    rows = yaml.safe_load((DATA / "kinds.yaml").read_text("utf-8"))
    return {row["code"]: Kind(**row) for row in rows}


def label(code: str) -> str:
    """The name of a kind; a code that is no longer known stays as it is."""
    found = every().get(code)
    return found.label if found else code


def helping() -> list[str]:
    """The kinds that make their company one that was helped."""
    return [one.code for one in every().values() if one.helps]


def choices() -> list[tuple[str, str]]:
    """For forms."""
    return [(one.code, one.label) for one in every().values()]


def shown(amount: Decimal) -> str:
    """An amount with thousands separated, without idle noughts: 21,500,000 · 3,200.5."""
    text = f"{amount:,.2f}"
    return text.rstrip("0").rstrip(".")


def plain(amount: Decimal | int) -> int | float:
    """An amount for JSON: whole where it is whole."""
    return int(amount) if amount == int(amount) else float(amount)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
