"""What a changed policy does: who gains, who loses, what it costs, by groups of companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from zaocha.rules import levers
from zaocha.rules.facts import Dictionary, FactSet
from zaocha.rules.feel import names
from zaocha.rules.policies import stacking, verdicts
from zaocha.rules.policies.documents import Policy
from zaocha.rules.policies.verdicts import Verdict
from zaocha.rules.texts import plain

Kind = Literal["gains", "loses", "more", "less"]
KINDS: tuple[Kind, ...] = ("gains", "loses", "more", "less")
MOST_NAMED = 5000
SIZE = "company_size"


@dataclass(frozen=True)
class Subject:
    """One company: its key, its facts, and the groups it belongs to (dimension → group)."""

    key: str
    facts: FactSet
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Side:
    """One side of the comparison. `cost`: settled amounts in yuan a year; `unsettled`: eligible without one."""

    eligible: int = 0
    missing: int = 0
    unsettled: int = 0
    cost: Decimal = Decimal(0)

    def add(self, verdict: Verdict) -> None:
        """Count one company."""
        self.missing += verdict.code == "missing"
        if verdict.code == "eligible":
            self.eligible += 1
            amount = stacking.amount(verdict)
            self.unsettled += amount is None
            self.cost += amount or 0

    def as_json(self) -> dict[str, Any]:
        """Counts, and the cost as a decimal string."""
        return {
            "eligible": self.eligible,
            "missing": self.missing,
            "unsettled": self.unsettled,
            "cost": plain(self.cost),
        }


@dataclass(frozen=True)
class Change:
    """One company for which something changes; amounts in yuan, None where there is none or it is not settled."""

    key: str
    kind: Kind
    before: Decimal | None
    after: Decimal | None

    def as_json(self) -> dict[str, Any]:
        """Amounts as decimal strings."""
        amounts = {"before": self.before, "after": self.after}
        said = {name: None if one is None else plain(one) for name, one in amounts.items()}
        return {"company": self.key, "kind": self.kind, **said}


@dataclass
class Comparison:
    """Both sides, whole and by group, how many change and who; `changes` holds at most MOST_NAMED of them."""

    companies: int = 0
    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    counts: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    changes: list[Change] = field(default_factory=list)
    groups: dict[str, dict[str, tuple[Side, Side]]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The form that `zaocha sandbox --json` prints."""
        return {
            "companies": self.companies,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "difference": plain(self.after.cost - self.before.cost),
            **{str(kind): count for kind, count in self.counts.items()},
            "changes": [one.as_json() for one in self.changes],
            "groups": {
                dimension: {
                    name: {"before": pair[0].as_json(), "after": pair[1].as_json()}
                    for name, pair in sorted(held.items())
                }
                for dimension, held in self.groups.items()
            },
        }


def changed(
    document: Mapping[str, Any], changes: Mapping[str, str], *, dictionary: Dictionary
) -> dict[str, Any]:
    """The document with other numbers at levers of its own. Raises `levers.NoLever`, naming the near ones."""
    known = [
        one.path
        for number in range(len(document["versions"]))
        for one in levers.levers(document, version=number, dictionary=dictionary)
    ]
    for path in changes:
        if path not in known:
            near = ", ".join(names.near(path, known) or known[:3])
            raise levers.NoLever(f"{path}: no number stands here; near it are: {near}")
    return levers.moved(document, changes)


def compare(
    before: Policy, after: Policy, subjects: Iterable[Subject], *, dictionary: Dictionary
) -> Comparison:
    """Hold a policy and its changed form against companies, one by one; the size is a group by itself."""
    found = Comparison()
    groups: dict[str, dict[str, tuple[Side, Side]]] = defaultdict(dict)
    for subject in subjects:
        first = verdicts.evaluate(before, facts=subject.facts, dictionary=dictionary)
        second = verdicts.evaluate(after, facts=first.facts, dictionary=dictionary)
        found.companies += 1
        found.before.add(first)
        found.after.add(second)
        size = first.facts.value(SIZE)
        for dimension, name in {SIZE: str(size or ""), **subject.groups}.items():
            pair = groups[dimension].setdefault(name, (Side(), Side()))
            pair[0].add(first)
            pair[1].add(second)
        _note(found, subject.key, first, second)
    found.groups = dict(groups)
    return found


def _note(found: Comparison, key: str, first: Verdict, second: Verdict) -> None:
    kind = _kind(first, second)
    if kind is None:
        return
    found.counts[kind] += 1
    if len(found.changes) < MOST_NAMED:
        found.changes.append(Change(key, kind, stacking.amount(first), stacking.amount(second)))


def _kind(first: Verdict, second: Verdict) -> Kind | None:
    was, is_ = first.code == "eligible", second.code == "eligible"
    if was != is_:
        return "gains" if is_ else "loses"
    before, after = stacking.amount(first), stacking.amount(second)
    if not was or before is None or after is None or before == after:
        return None
    return "more" if after > before else "less"
