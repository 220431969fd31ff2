"""What is found in minutes, and its exact JSON shape."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zaocha.lang.quantities import Quantity

Outcome = Literal["on_the_spot", "promised", "open"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Code points of the source text, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Who promised what, by which day or upon what; `text` are the words."""

    by_whom: str | None
    what: str
    due_on: date | None
    trigger: str | None
    text: str

    def as_json(self) -> dict[str, object]:
        return {
            "by_whom": self.by_whom,
            "what": self.what,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "trigger": self.trigger,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing asked for, in simplified characters, beside the place of its words."""

    text: str
    quote: Quote
    company: str | None
    raised_by: str | None
    category: str
    quantities: tuple[Quantity, ...]
    outcome: Outcome
    answer: str | None
    promise: Promise | None

    def as_json(self) -> dict[str, object]:
        return {
            "text": self.text,
            "quote": {"start": self.quote.start, "end": self.quote.end},
            "company": self.company,
            "raised_by": self.raised_by,
            "category": self.category,
            "quantities": [one.as_json() for one in self.quantities],
            "outcome": self.outcome,
            "answer": self.answer,
            "promise": self.promise.as_json() if self.promise else None,
        }


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the minutes say of the meeting itself."""

    title: str | None = None
    held_on: date | None = None
    place: str | None = None
    host: str | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "title": self.title,
            "date": self.held_on.isoformat() if self.held_on else None,
            "place": self.place,
            "host": self.host,
        }


@dataclass(frozen=True, slots=True)
class MinutesReading:
    """Everything found in one text of minutes; nothing of it is entered anywhere."""

    source_text: str
    meeting: Meeting
    demands: tuple[Demand, ...]

    def words_of(self, demand: Demand) -> str:
        """The very words that a demand came from."""
        return self.source_text[demand.quote.start : demand.quote.end]

    def as_json(self) -> dict[str, object]:
        return {
            "meeting": self.meeting.as_json(),
            "demands": [one.as_json() for one in self.demands],
            "source_text": self.source_text,
        }


def as_json(reading: MinutesReading) -> dict[str, object]:
    """The reading as plain lists, dictionaries, numbers and texts, ready to be written as JSON."""
    return reading.as_json()
