"""The ledger (台账) as a table that goes out to be worked on and comes back: its columns and its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant, Unit
from zaocha.demands import access, forms, labels, reasons
from zaocha.demands.models import Demand
from zaocha.lang import categories
from zaocha.sheets import tables

EDITABLE = ("category", "unit", "answer_draft", "next_on")
"""What may be changed in the ledger, beside a note and whole new rows."""


HIDDEN = {"key", "base"}
LOCKED = {"number", "raised_at", "due_at", "answer"}
WIDTHS = {"words": 60.0, "answer": 40.0, "answer_draft": 40.0, "note": 30.0}


@dataclass(frozen=True)
class Base:
    """What a row was when it went out: digests of what may be changed, and the state."""

    digests: Mapping[str, str]
    state: str

    @classmethod
    def of(cls, demand: Demand) -> Base:
        """As the demand is now."""
        return cls({name: digest(plain(demand, name)) for name in EDITABLE}, demand.state)

    def text(self) -> str:
        """As it stands in the hidden column: the state, and a digest of each value."""
        return ":".join([self.state, *(self.digests[name] for name in EDITABLE)])

    @classmethod
    def read(cls, text: str) -> Base | None:
        """The hidden column back; None when it was spoilt."""
        state, *digests = text.split(":")
        if len(digests) != len(EDITABLE):
            return None
        return cls(dict(zip(EDITABLE, digests, strict=True)), state)


def headings(language: str = "") -> dict[str, str]:
    """The headings by name in a language (the reader's without one); they need not change with a wording."""
    language = language or reasons.language()
    return {row["name"]: row[language] for row in _columns()}


@cache
def _columns() -> list[dict[str, str]]:
    text = resources.files("zaocha.demands").joinpath("data/ledger_columns.json").read_text("utf-8")
    columns: list[dict[str, str]] = json.loads(text)["columns"]
    return columns


def plain(demand: Demand, name: str) -> str:
    """An editable value as the ledger writes it."""
    if name == "unit":
        return demand.unit.name if demand.unit else ""
    value = getattr(demand, name)
    return "" if value is None else str(value)


def digest(text: str) -> str:
    """Short digest of a value, to see whether it was changed; empty for an empty one."""
    if not text.strip():
        return ""
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def workbook(*, demands: QuerySet[Demand], by: Actor, at: datetime) -> bytes:
    """The .xlsx: hidden key columns, drop-down lists for category and unit, the rest locked."""
    lists = {
        "category": tuple(category_names()),
        "unit": tuple(unit_names(by.tenant)),
        "state": tuple(state_names()),
    }
    columns = [
        tables.Column(
            header=header, width=WIDTHS.get(name), choices=lists.get(name, ()), locked=name in LOCKED,
            hidden=name in HIDDEN,
        )
        for name, header in headings().items()
    ]  # fmt: skip
    sheet = tables.Sheet(name=_("Ledger"), columns=columns, rows=_rows(demands, by=by))
    return tables.write_workbook(sheets=[sheet], made_at=at)


def _rows(demands: QuerySet[Demand], *, by: Actor) -> Iterator[list[tables.Cell]]:
    zone = calendars.of(by.tenant).tz
    for demand in demands.select_related("company", "unit").order_by("-id").iterator(chunk_size=1000):
        hidden = access.masked(by, demand)
        company = demand.company.name if demand.company and not hidden else ""
        names = [company, demand.company.short_name] if demand.company else []
        yield [
            str(demand.pk),
            Base.of(demand).text(),
            demand.number,
            demand.raised_at.astimezone(zone),
            access.without_names(demand.words, *names, demand.raised_by) if hidden else demand.words,
            company,
            "" if hidden else demand.raised_by,
            category_name(demand.category),
            demand.unit.name if demand.unit else "",
            state_name(demand.state),
            demand.due_at.astimezone(zone) if demand.due_at else None,
            demand.answer,
            demand.answer_draft,
            demand.next_on,
            "",
        ]


def category_name(code: str) -> str:
    """Such as “12 Transport”: the code first, so that it can be read back in any language."""
    return f"{code} {forms.category_label(code)}" if code else ""


def category_names() -> list[str]:
    """All categories of the first level."""
    return [category_name(one.code) for one in categories.CATEGORIES]


def unit_names(tenant: Tenant) -> list[str]:
    """Names of the units that a demand may be handed to."""
    units = Unit.objects.filter(tenant=tenant, is_active=True).order_by("kind", "name")
    return list(units.values_list("name", flat=True))


def state_name(state: str) -> str:
    """The state in the reader's language."""
    return str(labels.STATES.get(state, state))


def state_names() -> list[str]:
    """All states, for the drop-down list."""
    return [str(label) for label in labels.STATES.values()]


def values_of(demand: Demand) -> dict[str, Any]:
    """Editable values of a demand by name."""
    return {name: plain(demand, name) for name in EDITABLE}
