"""What areas above hand to the page of a chain, such as its meetings: titled lines, in the order of registering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zaocha.accounts.actors import Actor


@dataclass(frozen=True)
class Line:
    """One line: its words, where it leads, its day, and a note."""

    text: str
    url: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A titled list; `empty` is said when there is nothing."""

    title: Any
    icon: str
    empty: Any
    lines: list[Line]


Give = Callable[..., list[Line]]
_given: list[tuple[Any, str, Any, Give]] = []


def register(*, title: Any, icon: str, empty: Any, give: Give) -> None:
    """`give(by=, chain=, at=)` returns the lines that the reader may see, in a fixed number of statements."""
    _given.append((title, icon, empty, give))


def of_chain(*, by: Actor, chain: str, at: datetime) -> list[Section]:
    """The sections of a chain's page."""
    return [
        Section(title, icon, empty, give(by=by, chain=chain, at=at)) for title, icon, empty, give in _given
    ]
