"""What is left of a condition when the known clauses are taken out: a smaller condition over what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zaocha.rules.conditions import Any, Clause, NotGroup, NotPublic, Subject
from zaocha.rules.walking import Group, Outcome, Truth, Walk, opposite


@dataclass(frozen=True, slots=True)
class Open:
    """A clause that is unknown. `asks`: the facts that it lacks."""

    clause: Clause
    asks: tuple[str, ...]

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return self.clause.subject


@dataclass(frozen=True, slots=True)
class Joined:
    """Several open parts: any of them, or all."""

    any: bool
    parts: tuple[Residue, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """Not this part."""

    part: Residue


Residue = Open | Joined | Opposite | bool
"""True or False when nothing is left to decide."""


def residue(walked: Walk) -> Residue | None:
    """What is left to decide; None when no fact at all could decide (a ratio over nothing, or a secret)."""
    if isinstance(walked, Outcome):
        if walked.truth is not None:
            return walked.truth
        return Open(walked.clause, walked.missing) if walked.missing else None
    return _group(walked)


def _group(group: Group) -> Residue | None:
    if isinstance(group.condition, NotPublic):
        return None
    parts = [residue(item) for item in group.items]
    if isinstance(group.condition, NotGroup):
        part = parts[0]
        if part is None or isinstance(part, bool):
            return None if part is None else not part
        return Opposite(part)
    return _joined(isinstance(group.condition, Any), parts)


def _joined(is_any: bool, parts: list[Residue | None]) -> Residue | None:
    """A part that decides decides; parts that change nothing fall away; one that can never be known stays out."""
    if any(part is is_any for part in parts):
        return is_any
    left = [part for part in parts if part is not None and not isinstance(part, bool)]
    stuck = any(part is None for part in parts)
    if stuck:
        # Unknown for ever; the others can still make it what the group turns on: false of all, true of any.
        return Joined(is_any, (*left, Stuck)) if left else None
    if not left:
        return not is_any
    return left[0] if len(left) == 1 else Joined(is_any, tuple(left))


Stuck = Open(Clause("", None, text="stuck"), ())  # type: ignore[arg-type]
"""Stands for a part that no fact can decide."""


def opens(left: Residue) -> Iterator[Open]:
    """Every open clause from left to right."""
    if isinstance(left, Open):
        if left is not Stuck:
            yield left
    elif isinstance(left, Opposite):
        yield from opens(left.part)
    elif isinstance(left, Joined):
        for part in left.parts:
            yield from opens(part)


def has_stuck(left: Residue) -> bool:
    """Does a part of it stay unknown whatever is said?"""
    if isinstance(left, Joined):
        return any(has_stuck(part) for part in left.parts)
    return left is Stuck or (isinstance(left, Opposite) and has_stuck(left.part))


def settled(left: Residue, known: dict[Clause, bool]) -> Truth:
    """What it comes to when some open clauses are known."""
    if isinstance(left, bool):
        return left
    if isinstance(left, Open):
        return known.get(left.clause)
    if isinstance(left, Opposite):
        return opposite(settled(left.part, known))
    truths = [settled(part, known) for part in left.parts]
    if left.any in truths:
        return left.any
    return None if None in truths else not left.any
