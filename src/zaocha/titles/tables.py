"""The data files of this area: facts of a worker, rules, evidence, and how a panel decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.rules import checking
from zaocha.rules.conditions import Condition
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.feel.tree import Test
from zaocha.rules.policies.condition_reading import ConditionReading
from zaocha.rules.policies.parts import Parts
from zaocha.rules.policies.sources import Read, read_yaml
from zaocha.rules.texts import Text

WAYS: dict[str, Lazy] = {
    "ordinary": _("the ordinary way"),
    "skill": _("by skill level"),
    "green_schooling": _("green channel: schooling falls short"),
    "green_major": _("green channel: another major"),
}


@dataclass(frozen=True)
class Source:
    """The paper that a rule rests on."""

    title: Text
    number: str
    on: date
    place: Text


@dataclass(frozen=True)
class Rule:
    """Who may ask for a title of a level. `is_checked`: compared with a published copy; `is_model`: an example."""

    id: str
    level: str
    way: str
    when: Condition
    source: Source
    is_checked: bool = True
    is_model: bool = False
    is_delegated: bool = False

    @property
    def is_green(self) -> bool:
        """Whether evidence stands in place of a degree."""
        return self.way.startswith("green")

    @property
    def label(self) -> str:
        """Level and way in the reader's language."""
        return f"{level(self.level)} · {WAYS[self.way]}"


@dataclass(frozen=True)
class Evidence:
    """A kind of paper in a dossier; `proves`: the facts that it stands for."""

    code: str
    label: Text
    proves: frozenset[str]
    is_optional: bool = False


@dataclass(frozen=True)
class Criterion:
    """What experts mark, from 0 to `weight`; the mean must reach `least`."""

    code: str
    label: Text
    weight: int
    least: int

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return said(self.label)


@dataclass(frozen=True)
class Procedure:
    """How a panel is made up and decides; days are working days."""

    least: int
    usual: int
    substitutes: int
    present: Fraction
    yes: Fraction
    objection_days: int
    pass_mark: int
    criteria: tuple[Criterion, ...]
    look_days: int
    score_days: int


def said(text: Text) -> str:
    """A label in the reader's language."""
    return text.text("en" if (get_language() or "").startswith("en") else "zh")


def level(code: str) -> str:
    """The name of a level."""
    found = levels().get(code)
    return said(found) if found else code


def field(code: str) -> str:
    """The name of a field of work."""
    found = fields().get(code)
    return said(found) if found else code


@cache
def dictionary() -> Dictionary:
    """The facts that may be known of a worker, with the worked-out ones."""
    table = _table("facts.yaml").data
    codes = {name: {row["code"]: _text(row) for row in rows} for name, rows in table["codes"].items()}
    return Dictionary({row["name"]: _definition(row) for row in table["facts"]}, codes)


@cache
def asked() -> tuple[FactDefinition, ...]:
    """The facts that are asked of a worker, in the order of the form."""
    return tuple(one for one in dictionary().facts.values() if one.derived is None)


@cache
def growing() -> frozenset[str]:
    """Facts in years that go on by themselves."""
    return frozenset(row["name"] for row in _table("facts.yaml").data["facts"] if "grows" in row)


@cache
def counts() -> Mapping[str, Mapping[str, Test]]:
    """Worked-out fact → fact → test; it is the number of tests that hold."""
    found = {}
    for row in _table("facts.yaml").data["facts"]:
        if row.get("kept") == "count":
            known = dictionary()
            found[row["name"]] = {
                name: checking.read_test(test, fact=known[name], dictionary=known)
                for name, test in row["of"].items()
            }
    return found


@cache
def levels() -> dict[str, Text]:
    """Level → its name, from low to high."""
    return {row["code"]: _text(row["label"]) for row in _table("rules.yaml").data["levels"]}


@cache
def fields() -> dict[str, Text]:
    """Field of work → its name."""
    return {row["code"]: _text(row["label"]) for row in _table("rules.yaml").data["fields"]}


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its id."""
    read = _table("rules.yaml")
    sources = {
        code: Source(_text(row["title"]), row["number"], date.fromisoformat(row["date"]), _text(row["place"]))
        for code, row in read.data["sources"].items()
    }
    parts = Parts(read)
    found = {}
    for at, row in enumerate(read.data["rules"]):
        when = ConditionReading(parts, dictionary()).condition(row["when"], ("rules", at, "when"))
        found[row["id"]] = Rule(
            row["id"], row["level"], row["way"], when, sources[row["source"]], row["checked"] == "true",
            row.get("model") == "true", row.get("delegated") == "true",
        )  # fmt: skip
    if parts.found:
        raise ValueError("; ".join(str(one.message) for one in parts.found))
    return found


@cache
def evidence() -> dict[str, Evidence]:
    """Kind of paper → what it proves."""
    return {
        row["code"]: Evidence(
            row["code"], _text(row["label"]), frozenset(row["proves"]), row.get("optional") == "true"
        )
        for row in _table("evidence.yaml").data
    }


@cache
def procedure() -> Procedure:
    """How a delegated panel decides."""
    row = _table("panels.yaml").data
    criteria = tuple(
        Criterion(one["code"], _text(one["label"]), int(one["weight"]), int(one["least"]))
        for one in row["criteria"]
    )
    sizes, shares = row["sizes"], {name: Fraction(int(a), int(b)) for name, (a, b) in row["shares"].items()}
    return Procedure(
        int(sizes["least"]), int(sizes["usual"]), int(sizes["substitutes"]), shares["present"], shares["yes"],
        int(row["objection_days"]), int(row["pass_mark"]), criteria, int(row["steps"]["look"]),
        int(row["steps"]["score"]),
    )  # fmt: skip


def _text(row: Mapping[str, Any]) -> Text:
    return Text(row["zh"], row["en"])


def _definition(row: Mapping[str, Any]) -> FactDefinition:
    return FactDefinition(
        row["name"], _text(row["label"]), row["type"], unit=row.get("unit"), codes=row.get("codes"),
        derived=row.get("kept"),
    )  # fmt: skip


@cache
def _table(name: str) -> Read:
    return read_yaml(
        resources.files("zaocha.titles").joinpath("data", name).read_text(encoding="utf8"), file=name
    )
