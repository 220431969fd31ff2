"""Each pack reads, checks clean, and gives every worked company the verdict and the amount that its paper gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from zaocha.rules import benefits, facts_reading, packs, sizes
from zaocha.rules.benefits import conditions
from zaocha.rules.facts import Dictionary, FactSet, FactValue, dictionary
from zaocha.rules.policies import reading, writing

EXAMPLES = yaml.load(Path(__file__).with_name("examples.yaml").read_text("utf8"), Loader=yaml.BaseLoader)
TRUTHS = {"true": True, "false": False, "unknown": None}


def cases() -> Iterator[Any]:
    for group in EXAMPLES:
        for n, case in enumerate(group["cases"]):
            yield pytest.param(group, case, id=f"{group['policy']}-{group['version']}-{n}")


def known(case: dict[str, Any], among: Dictionary) -> FactSet:
    rows = {
        name: {"value": value == "true" if among[name].type == "boolean" else value}
        for name, value in case["facts"].items()
    }
    facts = facts_reading.read_facts({"on": "2026-11-23", "facts": rows}, dictionary=among)
    size = sizes.sized(facts=facts).size
    return facts.with_values({"company_size": FactValue(size)}) if size else facts


@pytest.mark.parametrize(("group", "case"), list(cases()))
def test_a_worked_company_gets_what_the_paper_gives(group: dict[str, Any], case: dict[str, Any]) -> None:
    policy = packs.pack(group["policy"]).policy
    version = policy.versions[int(group["version"]) - 1]
    among = dictionary().with_facts(policy.facts)
    facts = known(case, among)
    benefit = benefits.read(version.benefit)
    told = benefits.told(benefit, facts=facts)
    facts = facts.with_values({name: FactValue(value) for name, value in told.items()})
    assert conditions.verdict(version.when, facts) is TRUTHS[case.get("when", "true")]
    result = benefits.evaluate(benefit, facts=facts, dictionary=among)
    if "amount" in case:
        assert result.as_json()["amount"] == case["amount"], result
    if "at_most" in case:
        assert result.amount is None and (result.as_json()["at_most"] or "") == case["at_most"]
    if "grants" in case:
        assert case["grants"] in result.grants[0].zh and result.qualifies is True
    for name, points in case.get("scores", {}).items():
        assert told[name] == Decimal(points)


def test_every_version_of_every_pack_has_examples_at_both_sides() -> None:
    held = {(group["policy"], int(group["version"])) for group in EXAMPLES}
    for one in packs.packs():
        for number in range(1, len(one.policy.versions) + 1):
            assert (one.policy.id, number) in held


@pytest.mark.parametrize("pack", packs.packs(), ids=lambda pack: pack.policy.id)
def test_a_pack_has_its_source_and_nothing_to_mend(pack: packs.Pack) -> None:
    policy = pack.policy
    assert policy.source.title
    assert (
        policy.source.on or policy.terms_unknown or pack.is_template or policy.note or policy.versions[0].note
    )
    assert pack.is_template == policy.id.startswith("template-")
    assert "模板" in policy.title.zh or not pack.is_template
    for version in policy.versions:
        found = benefits.check(
            benefits.read(version.benefit), dictionary=dictionary().with_facts(policy.facts)
        )
        assert not found, found
    again = reading.from_text(writing.as_yaml(policy), dictionary=dictionary())
    assert again == policy


def test_packs_exclude_each_other_both_ways_or_say_so() -> None:
    ids = {one.policy.id for one in packs.packs()}
    assert all(set(one.policy.excludes) <= ids for one in packs.packs())
    assert packs.pack("expanded-hiring-2025").policy.excludes == ("hiring-absorption",)
    assert packs.pack("hiring-absorption").policy.excludes == ("expanded-hiring-2025",)
    assert packs.pack("zhuji-park-stars").policy.take == "highest"


def test_unknown_terms_stay_unknown() -> None:
    loan = packs.pack("smart-sock-machine-loan").policy
    assert loan.terms_unknown and loan.versions[0].benefit is not None
    assert loan.versions[0].benefit["form"] == "unknown" and "cap" not in loan.versions[0].benefit


def test_the_versions_of_the_loan_subsidy_follow_each_other() -> None:
    chain = packs.pack("equipment-renewal-loan").policy.versions
    points = [benefits.read(one.benefit).points.number for one in chain]  # type: ignore[attr-defined]
    assert points == [Decimal(1), Decimal(1), Decimal("1.5")]
    assert [one.valid.until for one in chain[:-1]] == [one.valid.since for one in chain[1:]]
    assert packs.pack("equipment-loan-2022").policy.versions[0].valid.until is not None


def test_no_pack_is_counted_from_taxes_paid() -> None:
    for one in packs.packs():
        for version in one.policy.versions:
            roles = benefits.facts_of(benefits.read(version.benefit))
            assert not [name for name in roles if name in dictionary() and "tax" in dictionary()[name].flags]
