"""Many policies answered to many companies at once: the verdict, the settled amount, and who just missed.

The same answers as `verdicts.evaluate`, `stacking.resolved` and `nearness.near_miss` give one by one; held to them by
the tests of `matching`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np

from zaocha.rules.facts import Dictionary
from zaocha.rules.planes import (
    bound,
    companies,
    derived,
    engines,
    giving,
    judging,
    nearing,
    programs,
    results,
)
from zaocha.rules.planes.atoms import Literal
from zaocha.rules.planes.bins import Words
from zaocha.rules.planes.bound import Bound
from zaocha.rules.planes.columns import Flags, Integers
from zaocha.rules.planes.companies import Companies
from zaocha.rules.planes.giving import Giver
from zaocha.rules.planes.judging import Judged
from zaocha.rules.planes.programs import Program
from zaocha.rules.planes.results import Results
from zaocha.rules.planes.stores import Store
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import CODES

ELIGIBLE, NOT_ELIGIBLE, EXCLUDED = (CODES.index(code) for code in ("eligible", "not_eligible", "excluded"))
Parts = list[tuple[nearing.Outer, int, int]]


@dataclass
class Answers:
    """One policy's answers: for each row the number of its verdict in CODES, who just missed, row → settled amount."""

    policy: Policy
    codes: Integers
    near: Flags
    amounts: dict[int, Decimal] = field(default_factory=dict)

    @property
    def rows(self) -> Integers:
        """Rows that are worth keeping: another verdict than not eligible, or just missed."""
        return np.flatnonzero((self.codes != NOT_ELIGIBLE) | self.near)


@dataclass(frozen=True)
class _Asked:
    """A policy with its giver, its planes (None: it is asked one by one), and its versions' outer parts."""

    policy: Policy
    giver: Giver
    judged: Judged | None
    versions: tuple[Parts, ...] = ()


class Panel:
    """Policies compiled together for a day; kept and used for every lot of companies."""

    def __init__(self, policies: Sequence[Policy], *, on: date, dictionary: Dictionary) -> None:
        self.dictionary = dictionary.with_facts([fact for one in policies for fact in one.facts])
        self.on = on
        givers = [Giver(one, self.dictionary, on) for one in policies]
        plain = [one.policy for one in givers if not one.tells]
        self._judgement = judging.compiled(plain, on=on, dictionary=self.dictionary)
        sets = {name for name, fact in self.dictionary.facts.items() if fact.type == "set"}
        literals: dict[Literal, int] = {}
        judged = iter(self._judgement.policies)
        self._asked = [
            _Asked(one.policy, one, None)
            if one.tells
            else _Asked(one.policy, one, next(judged), _versions(one.policy, sets, literals))
            for one in givers
        ]
        self._near: Program = programs.compiled((str(at), one) for one, at in literals.items())
        self._read = [*self._judgement.facts]
        self._bound: dict[int, Bound] = {}
        self.facts = sorted(
            set(self._judgement.sources).union(*(one.reads for one in givers)) & set(self.dictionary.facts)
        )
        """The facts, as they are said, that the policies read."""

    def answers(self, given: Companies, *, engine: engines.Engine = "numpy") -> list[Answers]:
        """What every policy answers to every company, in the order of the policies."""
        there = dict(given.columns)
        for name in self.facts:
            there.setdefault(name, companies.missing(self.dictionary[name], given.rows))
        said = Companies(given.rows, there, given.enjoyed)
        columns = derived.completed(there, wanted=self._read, dictionary=self.dictionary, on=self.on)
        store = Store(columns, rows=given.rows)
        for program in (self._near, self._judgement.program):
            store.prepare(program)
        truths = self._run(self._judgement.program, store, engine)
        near = self._run(self._near, store, engine)
        found = [self._answered(one, said, truths, near) for one in self._asked]
        _stack(found)
        return found

    def _run(self, program: Program, store: Store, engine: engines.Engine) -> Results:
        """The program over a store, bound to it as it was to the one before when their bins are the same."""
        before = self._bound.get(id(program))
        ready = bound.bound(program, store) if before is None else before.over(store)
        self._bound[id(program)] = ready
        filled = Results.empty(ready)
        engines.fill(ready, filled, engine=engine)
        return filled

    def _answered(self, one: _Asked, said: Companies, truths: Results, near: Results) -> Answers:
        had = said.enjoyed.any_of(giving.excluding(one.policy), rows=said.rows)
        if one.judged is None:
            told = one.giver.told(said, np.arange(said.rows), had)
            codes = np.array([CODES.index(row.code) for row in told], np.int8)
            amounts = {at: row.amount for at, row in enumerate(told) if row.amount is not None}
            return Answers(one.policy, codes, np.array([row.near for row in told], bool), amounts)
        planes = judging.verdicts(one.judged, truths, had)
        rows, numbers = judging.rows_of(planes)
        codes = np.full(said.rows, NOT_ELIGIBLE, np.int8)
        codes[rows] = _IN_CODES[numbers]
        found = Answers(one.policy, codes, np.zeros(said.rows, bool))
        self._give(one.giver, said, found)
        self._look(one, said, near, had, found)
        return found

    def _give(self, giver: Giver, said: Companies, found: Answers) -> None:
        """What those get who meet the condition."""
        rows = np.flatnonzero(found.codes == ELIGIBLE)
        if not giver.gives or not len(rows):
            return
        for row, one in zip(rows.tolist(), giver.given(said, rows), strict=True):
            found.codes[row] = CODES.index(one.code)
            if one.amount is not None:
                found.amounts[row] = one.amount

    def _look(self, one: _Asked, said: Companies, near: Results, had: Flags, found: Answers) -> None:
        """Who just missed; where several versions could speak, or tests are nested, by asking."""
        refused = found.codes == NOT_ELIGIBLE
        sure, closer = (
            np.zeros_like(near.false[0]) if len(near.false) else np.zeros(0, np.uint64) for _ in range(2)
        )
        for parts in one.versions:
            if parts:
                missed, look = nearing.missed(parts, near)
                sure, closer = sure | missed, closer | look
        if len(one.versions) > 1:
            sure, closer = np.zeros_like(sure), sure | closer
        found.near[_rows(near, sure)] = True
        found.near &= refused
        asked = _rows(near, closer)
        asked = asked[refused[asked] & ~found.near[asked]]
        if len(asked):
            told = one.giver.told(said, asked, had[asked])
            found.near[asked] = [row.near for row in told]


_IN_CODES = np.array([CODES.index(code) for code in judging.WRITTEN], np.int8)


def _versions(policy: Policy, sets: set[str], literals: dict[Literal, int]) -> tuple[Parts, ...]:
    """For each version its outer parts with the numbers of their outputs."""
    found = []
    for version in policy.versions:
        parts: Parts = []
        for part in nearing.outer(policy.asks(version), sets=sets):
            number = literals.setdefault(part.literal, len(literals))
            close = -1 if part.close is None else literals.setdefault(part.close, len(literals))
            parts.append((part, number, close))
        found.append(parts)
    return tuple(found)


def _rows(near: Results, plane: Words) -> Integers:
    return results.rows(near.trimmed(plane)) if len(plane) else np.zeros(0, np.int64)


def _stack(answers: Sequence[Answers]) -> None:
    """Of each group with `take: highest` the lower settled amounts become excluded."""
    groups: dict[str, list[Answers]] = defaultdict(list)
    for one in answers:
        if one.policy.take:
            groups[one.policy.group].append(one)
    for held in groups.values():
        eligible = [
            {row: amount for row, amount in one.amounts.items() if one.codes[row] == ELIGIBLE} for one in held
        ]
        for one, rows in zip(held, giving.highest(eligible), strict=True):
            one.codes[sorted(rows)] = EXCLUDED
