"""A policy as a value: its versions, conditions, windows and what stands beside it (docs/formats/policy.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from zaocha.rules import benefits
from zaocha.rules.conditions import All, Condition, NotPublic
from zaocha.rules.facts import FactDefinition
from zaocha.rules.texts import Text

KINDS = (
    "subsidy", "interest_subsidy", "recognition", "tax", "loan", "land", "people", "other",
)  # fmt: skip
ALWAYS = All(())


@dataclass(frozen=True)
class Period:
    """Half-open range of days: `since` belongs to it, `until` (None: no end) does not."""

    since: date
    until: date | None = None

    def __contains__(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def is_empty(self) -> bool:
        """Does it end before, or when, it starts?"""
        return self.until is not None and self.until <= self.since

    def moved(self, years: int) -> Period:
        """The same days so many years later; 29 February becomes 1 March."""
        return Period(_moved(self.since, years), self.until and _moved(self.until, years))

    def overlaps(self, other: Period) -> bool:
        """Do they share a day?"""
        return (self.until is None or other.since < self.until) and (
            other.until is None or self.since < other.until
        )


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@dataclass(frozen=True)
class Source:
    """The paper that a policy comes from."""

    title: str
    number: str = ""
    on: date | None = None
    url: str = ""


@dataclass(frozen=True)
class Apply:
    """Where and how one applies; `automatic`: certain and without application (免申即享)."""

    where: Text | None = None
    url: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class Version:
    """What a policy says while it is valid.

    `retroactive_from`: it also covers matters (the policy's `anchor`) since that day. `window`: when one can
    apply; without it, as long as the version is valid. `yearly`: the window comes back every year.
    """

    valid: Period
    retroactive_from: date | None = None
    window: Period | None = None
    yearly: bool = False
    when: Condition = ALWAYS
    benefit: Mapping[str, Any] | None = None
    documents: tuple[Text, ...] = ()
    apply: Apply = Apply()
    note: Text | None = None

    @cached_property
    def form(self) -> benefits.Form | None:
        """What it gives, ready to be worked out. Raises `Unreadable`."""
        return None if self.benefit is None else benefits.read(self.benefit)

    def window_on(self, on: date) -> Period | None:
        """The window; of one that comes back every year that of a day: the open one, else the next, else the last."""
        if self.window is None or not self.yearly:
            return self.window
        first = self.window.since.year
        years = range(max(first, on.year - 1), max(first, on.year + 1) + 1)
        comings = [self.window.moved(year - first) for year in years]
        within = [one for one in comings if self.valid.until is None or one.since < self.valid.until]
        ahead = [one for one in within if one.until is None or on < one.until]
        return (ahead or within[-1:] or comings[:1])[0]

    @property
    def covers(self) -> Period:
        """Days of the matters that it is about."""
        return Period(min(self.retroactive_from or self.valid.since, self.valid.since), self.valid.until)


@dataclass(frozen=True)
class Policy:
    """A policy with its versions, oldest first.

    `anchor` is a date fact (such as the day of a loan) that chooses the version; without it, the day of the
    question does. `excludes`: ids whose enjoyed benefit excludes this one. Of the policies of a `group` whose
    `take` is `highest` only the highest benefit is given.
    """

    id: str
    title: Text
    place: Text
    authority: Text
    kind: str
    source: Source
    versions: tuple[Version, ...]
    excludes: tuple[str, ...] = ()
    group: str = ""
    take: str = ""
    anchor: str = ""
    repealed_on: date | None = None
    repeatable: bool = False
    named_beneficiary: Text | None = None
    terms_unknown: bool = False
    facts: tuple[FactDefinition, ...] = ()
    note: Text | None = None

    def asks(self, version: Version) -> Condition:
        """What a version asks for. Where neither that nor what it gives is public, nobody knows."""
        is_silent = self.terms_unknown or (version.benefit or {}).get("form") == "unknown"
        return NotPublic() if is_silent and version.when == ALWAYS else version.when
