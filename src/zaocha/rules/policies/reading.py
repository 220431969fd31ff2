"""Reads a whole policy from plain data; everything that is wrong is said at once, each with its place."""

from __future__ import annotations

import re
from typing import Any

from zaocha.rules import benefits, units
from zaocha.rules import facts as rule_facts
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies.condition_reading import ConditionReading
from zaocha.rules.policies.documents import ALWAYS, KINDS, Apply, Period, Policy, Source, Version
from zaocha.rules.policies.faults import remedy
from zaocha.rules.policies.parts import Parts, as_strings
from zaocha.rules.policies.sources import Key, Read, path_of, read_text
from zaocha.rules.texts import Text

POLICY_KEYS = (
    "id", "title", "place", "authority", "kind", "source", "versions", "excludes", "group", "take", "anchor",
    "repealed_on", "repeatable", "named_beneficiary", "terms_unknown", "facts", "note",
)  # fmt: skip
VERSION_KEYS = (
    "valid_from", "valid_to", "retroactive_from", "window", "when", "benefit", "documents", "apply", "note",
)  # fmt: skip
MOST_FACTS = 100
FACT_KEYS = ("name", "label", "type", "unit", "period", "derived", "visible_to", "group", "flags")


def from_text(text: str, *, dictionary: Dictionary, file: str = "") -> Policy:
    """A policy from YAML or JSON. Raises `Unreadable` with every error; warnings are for `lint`."""
    return sure(*read(read_text(text, file=file), dictionary=dictionary))


def from_data(data: Any, *, dictionary: Dictionary) -> Policy:
    """A policy from plain data, such as a stored JSON document. Raises `Unreadable` with every error."""
    return sure(*read(Read(data), dictionary=dictionary))


def sure(policy: Policy | None, found: tuple[Finding, ...]) -> Policy:
    """The policy, when nothing is wrong with it. Raises `Unreadable`."""
    errors = [one for one in found if one.severity == "error"]
    if policy is None or errors:
        raise Unreadable(errors)
    return policy


def read(source: Read, *, dictionary: Dictionary) -> tuple[Policy | None, tuple[Finding, ...]]:
    """A policy (None when it has errors) and all findings, warnings included."""
    parts = Parts(source)
    reading = _Reading(parts, dictionary)
    policy = reading.policy(source.data)
    wrong = any(one.severity == "error" for one in parts.found)
    return (None if wrong else policy), tuple(parts.found)


class _Reading:
    def __init__(self, parts: Parts, dictionary: Dictionary) -> None:
        self.parts, self.dictionary = parts, dictionary

    def policy(self, data: Any) -> Policy | None:
        needed = ("id", "title", "place", "authority", "kind", "source", "versions")
        row = self.parts.block(data, (), keys=POLICY_KEYS, needed=needed)
        facts = self.facts(row.get("facts", []))
        self.dictionary = self.dictionary.with_facts(facts)
        versions = self.versions(row.get("versions"))
        if any(name not in row for name in needed):
            return None
        words, text = self.parts.words, self.parts.text
        return Policy(
            id=self.id(row["id"]),
            title=text(row["title"], ("title",)),
            place=text(row["place"], ("place",)),
            authority=text(row["authority"], ("authority",)),
            kind=self.parts.choice(row["kind"], ("kind",), KINDS),
            source=self.source(row["source"]),
            versions=versions,
            excludes=self.ids(row.get("excludes", []), ("excludes",)),
            group=words(row.get("group", ""), ("group",)),
            take=self.take(row),
            anchor=self.anchor(row),
            repealed_on=self.parts.day(row["repealed_on"], ("repealed_on",))
            if "repealed_on" in row
            else None,
            repeatable=self.parts.flag(row.get("repeatable", False), ("repeatable",)),
            named_beneficiary=self.optional_text(row, "named_beneficiary", ()),
            terms_unknown=self.parts.flag(row.get("terms_unknown", False), ("terms_unknown",)),
            facts=facts,
            note=self.optional_text(row, "note", ()),
        )

    def id(self, value: Any, key: Key = ("id",)) -> str:
        name = self.parts.words(value, key)
        if name and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
            self.parts.fault(key, "bad_id", value=name)
        return name

    def ids(self, value: Any, key: Key) -> tuple[str, ...]:
        return tuple(self.id(one, (*key, at)) for at, one in enumerate(self.parts.items(value, key)))

    def take(self, row: dict[str, Any]) -> str:
        if "take" not in row:
            return ""
        if "group" not in row:
            self.parts.fault(("take",), "take_without_group")
        return self.parts.choice(row["take"], ("take",), ("highest",))

    def anchor(self, row: dict[str, Any]) -> str:
        if "anchor" not in row:
            return ""
        fact = ConditionReading(self.parts, self.dictionary).fact(row["anchor"], ("anchor",))
        if fact and fact.type != "date":
            self.parts.fault(("anchor",), "anchor_not_day", fact=fact.label)
        return fact.name if fact else ""

    def source(self, value: Any) -> Source:
        row = self.parts.block(value, ("source",), keys=("title", "number", "date", "url"), needed=("title",))
        return Source(
            title=self.parts.words(row.get("title", ""), ("source", "title")),
            number=self.parts.words(row.get("number", ""), ("source", "number")),
            on=self.parts.day(row["date"], ("source", "date")) if "date" in row else None,
            url=self.parts.url(row.get("url", ""), ("source", "url")),
        )

    def versions(self, value: Any) -> tuple[Version, ...]:
        if value is None:
            return ()
        rows = self.parts.items(value, ("versions",))
        if not rows and isinstance(value, list | tuple):
            self.parts.fault(("versions",), "no_versions")
        found = [self.version(one, ("versions", at)) for at, one in enumerate(rows)]
        return tuple(one for one in found if one is not None)

    def version(self, value: Any, key: Key) -> Version | None:
        row = self.parts.block(value, key, keys=VERSION_KEYS, needed=("valid_from",))
        conditions = ConditionReading(self.parts, self.dictionary)
        when = conditions.condition(row["when"], (*key, "when")) if "when" in row else ALWAYS
        window = self.window(row["window"], (*key, "window")) if "window" in row else None
        since = self.optional_day(row, "valid_from", key)
        version = Version(
            valid=Period(since, self.optional_day(row, "valid_to", key)) if since else None,  # type: ignore[arg-type]
            retroactive_from=self.optional_day(row, "retroactive_from", key),
            window=window,
            yearly=window is not None and self.yearly(row["window"], window, (*key, "window")),
            when=when,
            benefit=self.benefit(row["benefit"], (*key, "benefit")) if "benefit" in row else None,
            documents=self.documents(row.get("documents", []), (*key, "documents")),
            apply=self.apply(row.get("apply", {}), (*key, "apply")),
            note=self.optional_text(row, "note", key),
        )
        return version if since else None

    def window(self, value: Any, key: Key) -> Period | None:
        row = self.parts.block(value, key, keys=("from", "to", "yearly"), needed=("from",))
        since = self.optional_day(row, "from", key)
        return Period(since, self.optional_day(row, "to", key)) if since else None

    def yearly(self, value: Any, window: Period, key: Key) -> bool:
        """Does the window come back every year? Then it ends before it does."""
        if "yearly" not in value or not self.parts.flag(value["yearly"], (*key, "yearly")):
            return False
        if window.until is None or window.until > window.moved(1).since:
            self.parts.fault((*key, "yearly"), "yearly_end")
        return True

    def benefit(self, value: Any, key: Key) -> dict[str, Any] | None:
        if not isinstance(value, dict) or "form" not in value:
            self.parts.fault(key, "bad_benefit")
            return None
        found: dict[str, Any] = as_strings(value)
        try:
            benefits.read(found, path=path_of(key))
        except Unreadable as wrong:
            place_of = self.parts.read.place_of
            self.parts.found += [one.at(place_of(one.place.path)) for one in wrong.findings]
            return None
        return found

    def documents(self, value: Any, key: Key) -> tuple[Text, ...]:
        return tuple(self.parts.text(one, (*key, at)) for at, one in enumerate(self.parts.items(value, key)))

    def apply(self, value: Any, key: Key) -> Apply:
        row = self.parts.block(value, key, keys=("where", "url", "automatic"))
        return Apply(
            where=self.optional_text(row, "where", key),
            url=self.parts.url(row.get("url", ""), (*key, "url")),
            automatic=self.parts.flag(row.get("automatic", False), (*key, "automatic")),
        )

    def facts(self, value: Any) -> tuple[FactDefinition, ...]:
        found: dict[str, FactDefinition] = {}
        rows = self.parts.items(value, ("facts",))
        if len(rows) > MOST_FACTS:
            self.parts.fault(("facts",), "too_many_facts", most=MOST_FACTS)
        for at, one in enumerate(rows[:MOST_FACTS]):
            key: Key = ("facts", at)
            fact = self.fact(one, key)
            if fact.name in self.dictionary:
                self.parts.fault((*key, "name"), "fact_known", remedy("use_dictionary"), name=fact.name)
            if fact.name in found:
                self.parts.fault((*key, "name"), "fact_twice", name=fact.name)
            found[fact.name] = fact
        return tuple(found.values())

    def fact(self, value: Any, key: Key) -> FactDefinition:
        row = self.parts.block(value, key, keys=FACT_KEYS, needed=("name", "label", "type"))
        name = self.parts.words(row.get("name", ""), (*key, "name"))
        if name and not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
            self.parts.fault((*key, "name"), "bad_fact_name", value=name)
        kind = self.parts.choice(row["type"], (*key, "type"), rule_facts.TYPES) if "type" in row else "text"
        unit = None if row.get("unit") in (None, "null") else self.parts.words(row["unit"], (*key, "unit"))
        if unit is not None and unit not in units.units():
            what = remedy("known_units", units=tuple(units.units()))
            self.parts.fault((*key, "unit"), "unknown_unit", what, value=unit)
        elif kind == "money" and not (unit or "").startswith("CNY"):
            self.parts.fault(key, "money_unit")
        return FactDefinition(
            name=name,
            label=self.parts.text(row.get("label", ""), (*key, "label")),
            type=kind,  # type: ignore[arg-type]
            unit=unit,
            period=self.parts.choice(row.get("period", "none"), (*key, "period"), rule_facts.PERIODS),  # type: ignore[arg-type]
            derived=self.parts.words(row["derived"], (*key, "derived")) if "derived" in row else None,
            visible_to=self.parts.choice(
                row.get("visible_to", "desk"), (*key, "visible_to"), ("public", "desk", "company")
            ),
            group=self.parts.words(row.get("group", ""), (*key, "group")),
            flags=frozenset(
                self.parts.words(one, key) for one in self.parts.items(row.get("flags", []), key)
            ),
        )

    def optional_day(self, row: dict[str, Any], name: str, key: Key) -> Any:
        return self.parts.day(row[name], (*key, name)) if name in row else None

    def optional_text(self, row: dict[str, Any], name: str, key: Key) -> Text | None:
        return self.parts.text(row[name], (*key, name)) if name in row else None
