"""The legal guard: what the regulation on fair competition review bars or wants to see reviewed.

公平竞争审查条例 (State Council order 783, in force since 2024-08-01).
"""

from __future__ import annotations

from collections.abc import Iterator

from zaocha.rules import benefits, conditions
from zaocha.rules.facts import Dictionary
from zaocha.rules.findings import Finding, Unreadable
from zaocha.rules.policies.documents import Policy, Version
from zaocha.rules.policies.linting.words import finding
from zaocha.rules.policies.sources import Key, Read

TAX, REGISTRATION = "tax", "registration"


def findings(policy: Policy, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    """What an editor has to show before a policy is published."""
    if policy.named_beneficiary:
        place = source.place(("named_beneficiary",))
        yield finding("named_beneficiary", place, "by_conditions", who=policy.named_beneficiary)
    for at, version in enumerate(policy.versions):
        yield from _version(version, ("versions", at), source, dictionary)


def _version(version: Version, key: Key, source: Read, dictionary: Dictionary) -> Iterator[Finding]:
    roles = _roles(version)
    asked = dict.fromkeys(
        (*conditions.facts(version.when), *(n for n, r in roles.items() if "condition" in r))
    )
    for name in asked:
        fact = dictionary.get(name)
        if fact and TAX in fact.flags:
            yield finding("tax_as_condition", source.place((*key, "when")), "review", fact=fact.label)
        if fact and REGISTRATION in fact.flags:
            yield finding("local_registration", source.place((*key, "when")), "by_activity", fact=fact.label)
    for name, role in roles.items():
        fact = dictionary.get(name)
        if fact and TAX in fact.flags and "base" in role:
            yield finding("tax_as_base", source.place((*key, "benefit")), "other_base", fact=fact.label)


def _roles(version: Version) -> dict[str, frozenset[str]]:
    try:
        form = version.form
    except Unreadable:
        return {}  # said by the check of the benefit itself
    return (
        {name: frozenset(map(str, roles)) for name, roles in benefits.facts_of(form).items()} if form else {}
    )
