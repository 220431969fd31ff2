"""Some companies as the planes want them: columns of facts, and which benefits each has had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from zaocha.rules.facts import FactDefinition
from zaocha.rules.planes.columns import Column, Flags, Integers, Numbers, Sets, Texts


@dataclass(frozen=True)
class Enjoyed:
    """Who has had which policies: row numbers and, beside each, a number in `policies`."""

    rows: Integers
    numbers: Integers
    policies: tuple[str, ...]

    def any_of(self, wanted: Collection[str], *, rows: int) -> Flags:
        """Flags of the companies that have had one of the policies."""
        found = np.zeros(rows, bool)
        hits = np.array([one in wanted for one in self.policies] or [False])
        found[self.rows[hits[self.numbers]]] = True
        return found


@dataclass(frozen=True)
class Companies:
    """`rows` companies with columns of what was said of them, nothing worked out yet."""

    rows: int
    columns: Mapping[str, Column]
    enjoyed: Enjoyed


NOTHING_ENJOYED = Enjoyed(np.zeros(0, np.int64), np.zeros(0, np.int64), ())


def missing(fact: FactDefinition, rows: int) -> Column:
    """A column that nobody has said anything for."""
    values, known = np.zeros(rows, np.int8), np.zeros(rows, bool)
    if fact.type == "set":
        return Sets(values, known, (frozenset(),))
    return Texts(values, known, ()) if fact.type in {"text", "code"} else Numbers(values, known)
