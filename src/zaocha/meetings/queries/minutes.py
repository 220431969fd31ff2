"""What may be read of minutes and their drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.lang import categories
from zaocha.meetings.actions.minutes_confirming import corrected
from zaocha.meetings.models import Draft, Minutes

WHOLE = 60_000  # code points; of a longer text the page shows what surrounds each draft
AROUND = 200
TOGETHER = 50  # drafts on one page
AT_ONCE = 200  # drafts confirmed by one tap


@dataclass(frozen=True)
class Progress:
    """How many drafts there are, and how many are confirmed, dropped and still to be confirmed."""

    total: int
    confirmed: int
    dropped: int
    pending: int

    @property
    def at_once(self) -> int:
        """How many the next tap on "confirm all" settles."""
        return min(self.pending, AT_ONCE)

    @property
    def settled(self) -> int:
        return self.confirmed + self.dropped


@dataclass(frozen=True)
class Piece:
    """A run of the source text within one line; `drafts`: ids of the drafts that came from it."""

    start: int
    text: str
    drafts: tuple[int, ...] = ()
    left_out: int = 0  # so many code points before this piece are not shown

    @property
    def named(self) -> str:
        return " ".join(str(pk) for pk in self.drafts)


@dataclass(frozen=True)
class Standing:
    """What to say of a draft's promise: a code, words and a tone."""

    code: str
    label: str
    tone: str


def minutes(by: Actor) -> QuerySet[Minutes]:
    """The minutes of the actor's tenant, without the long text."""
    return Minutes.objects.filter(tenant_id=by.tenant_id).defer("source_text")


def newest(by: Actor) -> QuerySet[Minutes]:
    """Newest first, each with the numbers of its drafts: `found`, `settled`, `left`."""
    pending = Count("drafts", filter=Q(drafts__state=Draft.State.PENDING))
    return (
        minutes(by).select_related("created_by").annotate(found=Count("drafts"), left=pending).order_by("-pk")
    )


def one(*, by: Actor, pk: int) -> Minutes:
    """Minutes with their text; another tenant's are 404."""
    found = Minutes.objects.select_related("meeting").filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def draft(*, by: Actor, pk: int) -> Draft:
    """One draft with its minutes, without their text; another tenant's is 404."""
    rows = Draft.objects.select_related("minutes", "company", "unit", "demand", "minutes__tenant")
    found = rows.defer("minutes__source_text").filter(pk=pk, minutes__tenant_id=by.tenant_id).first()
    if found is None:
        raise NotFound()
    return found


def drafts(*, by: Actor, minutes_id: int) -> QuerySet[Draft]:
    """The drafts of minutes in the order of the text."""
    rows = Draft.objects.select_related("company", "unit", "demand")
    return rows.filter(minutes_id=minutes_id, minutes__tenant_id=by.tenant_id).order_by("start", "pk")


def progress(*, by: Actor, minutes_id: int) -> Progress:
    """Counts of the drafts by state."""
    rows = Draft.objects.filter(minutes_id=minutes_id, minutes__tenant_id=by.tenant_id)
    counts = Counter(rows.values_list("state", flat=True))
    return Progress(
        total=counts.total(),
        confirmed=counts[Draft.State.CONFIRMED],
        dropped=counts[Draft.State.DROPPED],
        pending=counts[Draft.State.PENDING],
    )


def corrections(*, by: Actor, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """What readings proposed and what people made of it, for later learning; by draft id.

    `proposed` is None where a person marked what the reading had missed; `final` None where it was dropped.
    """
    rows = Draft.objects.filter(minutes__tenant_id=by.tenant_id, pk__gt=after).exclude(
        state=Draft.State.PENDING
    )
    return [
        {
            "id": one.pk,
            "proposed": one.proposed or None,
            "final": None if one.state == Draft.State.DROPPED else as_dict(one),
            "changed": corrected(one),
        }
        for one in rows.select_related("company").order_by("pk")[:limit]
    ]


def as_dict(one: Draft) -> dict[str, Any]:
    """A draft as the API gives it: the shape of `zaocha minutes read`, with its state."""
    return {
        "id": one.pk,
        "text": one.text,
        "quote": {"start": one.start, "end": one.end},
        "company": one.company_text or None,
        "company_id": one.company_id,
        "raised_by": one.raised_by or None,
        "category": one.category or None,
        "quantities": one.quantities,
        "outcome": one.outcome,
        "answer": one.answer or None,
        "promise": one.promise,
        "unit_id": one.unit_id,
        "state": one.state,
        "demand_id": one.demand_id,
    }


def standing(one: Draft, *, on: date) -> Standing | None:
    """How a draft's promise stands: overdue, without a giver, without a day, or whole; None without one."""
    if one.outcome != "promised":
        return None
    said = one.promise or {}
    due = said.get("due_on")
    if due and date.fromisoformat(due) < on:
        return Standing("late", _("overdue"), "red")
    if not due and not said.get("trigger"):
        lacks_both = not said.get("by_whom")
        label = _("nobody named, no date") if lacks_both else _("no date")
        return Standing("no_term", label, "amber")
    if not said.get("by_whom"):
        return Standing("no_giver", _("nobody named"), "amber")
    return Standing("whole", _("who and when are clear"), "green")


def category_label(code: str, *, language: str) -> str:
    """The name of a category in the reader's language; the code itself if it is not known."""
    try:
        found: Any = categories.second_level(code) if len(code) == 4 else categories.category(code)
    except categories.UnknownCategory:
        return code
    return str(found.name.zh if language.startswith("zh") else found.name.en)


def pieces(text: str, shown: Sequence[Draft]) -> list[Piece]:
    """The text cut at the borders of drafts and lines, so that overlapping drafts can be marked too."""
    borders = {border for one in shown for border in (one.start, one.end)}
    found: list[Piece] = []
    last = 0
    for start, end in _windows(text, shown):
        skipped = start - last
        for begin, stop in _runs(text, start, end, borders):
            ids = tuple(one.pk for one in shown if one.start <= begin and stop <= one.end)
            found.append(Piece(begin, text[begin:stop], ids, skipped))
            skipped = 0
        last = end
    if last < len(text):
        found.append(Piece(len(text), "", (), len(text) - last))
    return found


def _windows(text: str, shown: Sequence[Draft]) -> Iterator[tuple[int, int]]:
    """What to show: all of it, or of a long text whatever surrounds a draft."""
    if len(text) <= WHOLE:
        yield 0, len(text)
        return
    start = end = 0
    for one in sorted(shown, key=lambda draft: draft.start):
        begin = max(0, one.start - 2 * AROUND, text.rfind("\n", 0, max(0, one.start - AROUND)) + 1)
        stop = text.find("\n", min(len(text), one.end + AROUND))
        stop = min(len(text) if stop < 0 else stop + 1, one.end + 2 * AROUND)
        if begin <= end:
            end = max(end, stop)
            continue
        if end:
            yield start, end
        start, end = begin, stop
    if end:
        yield start, end


def _runs(text: str, start: int, end: int, borders: set[int]) -> Iterator[tuple[int, int]]:
    """Runs between borders and line ends; a carriage return stays with its line."""
    begin = start
    for place in range(start, end):
        if place in borders and place > begin:
            yield begin, place
            begin = place
        if text[place] == "\n":
            yield begin, place + 1
            begin = place + 1
    if begin < end:
        yield begin, end
