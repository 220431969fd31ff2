"""Policies compiled for all companies: two conditions each, window and exclusion, and the five verdicts as planes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zaocha.rules import conditions
from zaocha.rules.facts import Dictionary
from zaocha.rules.planes import derived, lowering, programs
from zaocha.rules.planes.atoms import Literal
from zaocha.rules.planes.bins import Words, packed
from zaocha.rules.planes.columns import Flags, Integers
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results
from zaocha.rules.policies import standing
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import CODES, Code

# What is written down; who is not eligible is everybody else.
WRITTEN: tuple[Code, ...] = tuple(code for code in CODES if code != "not_eligible")
JUDGING_FORMS = {"score_card", "recognition"}


@dataclass(frozen=True)
class Judged:
    """One policy: which planes of the program are its two conditions, and what excludes it.

    `asks_form`: its benefit may still refuse who meets the condition (a score card), which is asked one by one.
    """

    policy: str
    whole: int
    open: int
    excluded_by: frozenset[str]
    asks_form: bool


@dataclass(frozen=True)
class Judgement:
    """Policies ready to be run anywhere: a program and what to make of its planes. Small and pickled."""

    on: date
    program: Program
    policies: tuple[Judged, ...]
    facts: tuple[str, ...]
    sources: tuple[str, ...]


def compiled(policies: Sequence[Policy], *, on: date, dictionary: Dictionary) -> Judgement:
    """The policies as they stand on a day. Equal conditions become one plane."""
    sets = {name for name, fact in dictionary.facts.items() if fact.type == "set"}
    literals: dict[Literal, int] = {}
    judged: list[Judged] = []
    read: dict[str, None] = {}
    for policy in policies:
        stands = standing.standing(policy, on)
        whole, open_ = (lowering.lowered(one, sets=sets) for one in (stands.whole, stands.open))
        read.update(dict.fromkeys((*conditions.facts(stands.whole), *conditions.facts(stands.open))))
        own = () if policy.repeatable else (policy.id,)
        judged.append(
            Judged(
                policy=policy.id,
                whole=literals.setdefault(whole, len(literals)),
                open=literals.setdefault(open_, len(literals)),
                excluded_by=frozenset((*policy.excludes, *own)),
                asks_form=asks_form(policy),
            )
        )
    program = programs.compiled([(str(number), literal) for literal, number in literals.items()])
    sources = tuple(sorted(derived.sources(read, dictionary)))
    return Judgement(on, program, tuple(judged), tuple(read), sources)


def asks_form(policy: Policy) -> bool:
    """May a benefit of the policy refuse who meets its condition, or tell the points that the condition tests?"""
    return any(_judges(version.benefit) for version in policy.versions) and not policy.terms_unknown


def _judges(benefit: Any) -> bool:
    if isinstance(benefit, Mapping):
        return benefit.get("form") in JUDGING_FORMS or any(_judges(one) for one in benefit.values())
    return isinstance(benefit, list | tuple) and any(_judges(one) for one in benefit)


def verdicts(one: Judged, results: Results, excluded: Flags | None) -> dict[Code, Words]:
    """A plane for each verdict that is written down, in the order of docs/formats/verdict.md."""
    left = ~results.false[one.whole]
    planes: dict[Code, Words] = {"excluded": np.zeros_like(left)}
    if excluded is not None:
        planes["excluded"] = left & packed(excluded, len(left))
        left &= ~planes["excluded"]
    planes["window_closed"] = left & results.false[one.open]
    left &= ~results.false[one.open]
    planes["eligible"] = left & results.true[one.open] & results.true[one.whole]
    planes["missing"] = left & ~planes["eligible"]
    return {code: results.trimmed(planes[code]) for code in WRITTEN}


def rows_of(planes: Mapping[Code, Words]) -> tuple[Integers, Integers]:
    """Rows with a verdict, ascending, and the number of each one's verdict in `WRITTEN`."""
    number = np.zeros(len(next(iter(planes.values()))) * 64, np.uint8)
    for at, code in enumerate(WRITTEN, start=1):
        number += np.unpackbits(planes[code].view(np.uint8), bitorder="little") * np.uint8(at)
    rows = np.flatnonzero(number)
    return rows, number[rows].astype(np.int64) - 1


def count(planes: Mapping[Code, Words], rows: int) -> dict[Code, int]:
    """How many companies have which verdict."""
    found: dict[Code, int] = {
        code: int(np.bitwise_count(plane).sum(dtype=np.int64)) for code, plane in planes.items()
    }
    return {code: found.get(code, rows - sum(found.values())) for code in CODES}
