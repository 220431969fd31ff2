"""From a text to proposals: the reader of `lang` over the tenant's companies, calendar and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.kernel.calendar import WorkingCalendar
from zaocha.lang import categories, minutes

TOGETHER = 20_000  # code points read at a stretch; a longer text is cut at the ends of its paragraphs
PROPOSED = (
    "text", "company_text", "company_id", "raised_by", "category", "quantities", "outcome", "answer",
    "promise", "unit_id",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """`meeting`: title, date, place, host or None each. `drafts`: the fields of a Draft, start and end too."""

    meeting: Mapping[str, Any]
    drafts: list[dict[str, Any]] = field(default_factory=list)


def read(*, text: str, on: date | None, by: Actor) -> Reading:
    """Read minutes; `on` is the day of the meeting, else the one that the text names."""
    known = company_queries.known(by.tenant_id)
    reading = minutes.read_minutes(text=text, on=on, companies=known, workdays=calendars.of(by.tenant))
    found: dict[str, Any] = minutes.as_json(reading)
    demands = found["demands"]
    companies = _companies({one["company"] for one in demands if one["company"]}, by=by)
    units = Units(by)
    calendar = calendars.of(by.tenant)
    drafts = [
        _draft({**one, "promise": on_workday(one["promise"], calendar)}, companies, units) for one in demands
    ]
    return Reading(meeting=found["meeting"], drafts=drafts)


def piece_end(text: str, start: int) -> int:
    """Where the piece of a long text that begins at `start` ends: after a blank line, else after a line."""
    end = start + TOGETHER
    if end >= len(text):
        return len(text)
    for mark in ("\n\n", "\n", "。"):
        cut = text.rfind(mark, start + TOGETHER // 2, end)
        if cut > 0:
            return cut + len(mark)
    return end


def on_workday(promise: Mapping[str, Any] | None, calendar: WorkingCalendar) -> dict[str, Any] | None:
    """A promise "by the end of May" is due on the last working day up to then; `rest_day` keeps what was said."""
    if promise is None or not promise["due_on"]:
        return dict(promise) if promise else None
    said = date.fromisoformat(promise["due_on"])
    day = said
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    moved = {"due_on": day.isoformat(), "rest_day": said.isoformat()} if day != said else {}
    return {**promise, **moved}


class Units:
    """The unit that usually leads in a category, among the tenant's own."""

    def __init__(self, by: Actor) -> None:
        rows = Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).exclude(kind=Unit.Kind.DESK)
        self._ids: dict[str, int] = {}
        for pk, name, short in rows.values_list("pk", "name", "short_name"):
            for one in filter(None, (short, name)):
                self._ids[one] = pk

    def of(self, category: str) -> int | None:
        """Its id; None without a category, or when the tenant has no such unit."""
        if not category:
            return None
        lead = categories.category(category).lead
        for wanted in (lead.zh, lead.en):
            if wanted in self._ids:
                return self._ids[wanted]
        found = {pk for name, pk in self._ids.items() if name.endswith(lead.zh)}
        return found.pop() if len(found) == 1 else None


def _draft(one: Mapping[str, Any], companies: Mapping[str, int], units: Units) -> dict[str, Any]:
    named = one["company"] or ""
    category = one["category"] or ""
    return {
        "start": one["quote"]["start"],
        "end": one["quote"]["end"],
        "text": one["text"],
        "company_text": named[:120],
        "company_id": companies.get(named),
        "raised_by": (one["raised_by"] or "")[:60],
        "category": category,
        "quantities": one["quantities"],
        "outcome": one["outcome"],
        "answer": one["answer"] or "",
        "promise": one["promise"],
        "unit_id": None if one["outcome"] == "on_the_spot" else units.of(category),
    }


def _companies(names: set[str], *, by: Actor) -> dict[str, int]:
    """Name in the text → id in the register: the same name, else the only one that holds it."""
    if not names:
        return {}
    mine = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    found: dict[str, int] = {}
    same = mine.filter(Q(name__in=names) | Q(short_name__in=names)).values_list("pk", "name", "short_name")
    for pk, name, short in same:
        found.update({one: pk for one in (name, short) if one in names})
    for name in sorted(names - found.keys()):
        alike = (
            list(mine.filter(name__contains=name).values_list("pk", flat=True)[:2]) if len(name) > 1 else []
        )
        if len(alike) == 1:
            found[name] = alike[0]
    return found
