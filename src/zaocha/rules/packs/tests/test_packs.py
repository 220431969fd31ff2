"""Each pack reads, checks clean, and gives every worked company the verdict and the amount that its paper gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from zaocha.rules import benefits, deriving, facts_reading, packs, walking
from zaocha.rules.facts import Dictionary, FactSet, FactValue, dictionary
from zaocha.rules.policies import linting, reading, verdicts, writing

EXAMPLES_FILE = Path(__file__).parents[2] / "tests" / "pack_examples.yaml"
EXAMPLES = yaml.load(EXAMPLES_FILE.read_text("utf8"), Loader=yaml.BaseLoader)
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
    return deriving.completed(facts, among)


@pytest.mark.parametrize(("group", "case"), list(cases()))
def test_a_worked_company_gets_what_the_paper_gives(group: dict[str, Any], case: dict[str, Any]) -> None:
    policy = packs.pack(group["policy"]).policy
    version = policy.versions[int(group["version"]) - 1]
    among = dictionary().with_facts(policy.facts)
    facts = known(case, among)
    benefit = benefits.read(version.benefit)
    told = benefits.told(benefit, facts=facts)
    facts = facts.with_values({name: FactValue(value) for name, value in told.items()})
    assert walking.truth(version.when, facts) is TRUTHS[case.get("when", "true")]
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


def test_a_verdict_comes_with_the_amount_and_its_words() -> None:
    facts = facts_reading.read_facts(
        {"on": "2026-11-23", "facts": {"digital_investment": {"value": "420000"}}}, dictionary=dictionary()
    )
    held = verdicts.evaluate(
        packs.pack("zhuji-digital-investment").policy, facts=facts, dictionary=dictionary()
    )
    assert held.code == "eligible" and held.benefit is not None
    assert held.benefit.as_json()["amount"] == "126000.00"
    assert held.benefit.steps[0].said.zh == "42 万元 × 30 % = 12.6 万元，未超过上限 100 万元"


@pytest.mark.parametrize(
    ("policy", "on", "facts", "code", "amount"),
    [
        ("equipment-renewal-loan", "2024-08-01", {"loan_paid_out_on": "2024-04-01"}, "eligible", "200000.00"),
        ("equipment-renewal-loan", "2026-06-01", {"loan_paid_out_on": "2026-03-01"}, "eligible", "300000.00"),
        ("equipment-renewal-loan", "2026-06-01", {"loan_paid_out_on": "2024-04-01"}, "eligible", "200000.00"),
        ("equipment-renewal-loan", "2026-06-01", {"loan_paid_out_on": "2024-03-06"}, "not_eligible", None),
        ("equipment-loan-2022", "2022-12-01", {"loan_paid_out_on": "2022-11-01"}, "eligible", "500000.00"),
        ("equipment-loan-2022", "2026-11-23", {"loan_paid_out_on": "2022-11-01"}, "window_closed", None),
        ("equipment-loan-2022", "2026-11-23", {"loan_paid_out_on": "2023-01-01"}, "not_eligible", None),
    ],
)  # fmt: skip
def test_the_day_of_the_loan_chooses_the_version(
    policy: str, on: str, facts: dict[str, str], code: str, amount: str | None
) -> None:
    loan = {
        "loan_amount": "10000000", "loan_rate": "0.03", "loan_due_on": "2030-01-01", "loan_contract_on": "2024-03-20",
        "loan_purpose": "equipment_renewal", "loan_in_named_field": True, "loan_under_relending": True,
        "project_in_renewal_list": True,
    }  # fmt: skip
    rows = {name: {"value": one} for name, one in (loan | facts).items()}
    known_ = facts_reading.read_facts({"on": on, "facts": rows}, dictionary=dictionary())
    held = verdicts.evaluate(packs.pack(policy).policy, facts=known_, dictionary=dictionary())
    assert held.code == code
    assert (held.benefit.as_json()["amount"] if held.benefit else None) == amount


def test_a_score_that_is_settled_decides_and_an_open_one_says_what_is_missing() -> None:
    card = {"ip_grade": "class_1", "rd_spend": "3", "revenue": "100", "revenue_last_year": "90", "liabilities": "55",
            "assets": "100", "strategic_industry": False}  # fmt: skip
    routes = {
        "high_tech": False,
        "science_award_winner": False,
        "research_institution": "none",
        "equity_financing_3y": "0",
    }
    policy = packs.pack("innovative-sme").policy

    def verdict(**more: str) -> verdicts.Verdict:
        rows = {name: {"value": one} for name, one in (card | routes | more).items()}
        facts = facts_reading.read_facts({"on": "2026-11-23", "facts": rows}, dictionary=dictionary())
        return verdicts.evaluate(policy, facts=facts, dictionary=dictionary())

    assert verdict(main_revenue="55").code == "eligible"
    assert verdict(main_revenue="54").code == "not_eligible"
    open_ = verdict()
    assert open_.code == "missing" and open_.missing


def test_the_size_is_worked_out_and_what_it_needs_is_asked() -> None:
    policy = packs.pack("template-small-and-micro").policy

    def verdict(**rows: str) -> verdicts.Verdict:
        held = {name: {"value": one} for name, one in rows.items()}
        facts = facts_reading.read_facts({"on": "2026-11-23", "facts": held}, dictionary=dictionary())
        return verdicts.evaluate(policy, facts=facts, dictionary=dictionary())

    assert verdict(industry="1830", employees="299", revenue="400000000").code == "eligible"
    assert verdict(industry="1830", employees="400").missing == ("revenue",)
    assert verdict(employees="400").missing == ("industry",)


def test_what_a_company_has_had_excludes_the_other() -> None:
    rows = {"qualifying_hires": {"value": "3"}, "insured_months_of_hires": {"value": "3"}}
    facts = facts_reading.read_facts(
        {"on": "2025-11-01", "facts": rows, "enjoyed": ["hiring-absorption"]}, dictionary=dictionary()
    )
    held = verdicts.evaluate(packs.pack("expanded-hiring-2025").policy, facts=facts, dictionary=dictionary())
    assert (held.code, held.excluded_by) == ("excluded", ("hiring-absorption",))


def test_lint_finds_what_the_packs_deserve_and_nothing_else() -> None:
    folder = Path(packs.__file__).parent
    report = linting.lint([folder / name for name in packs.FOLDERS], dictionary=dictionary())
    found = [(one.severity, one.message.code, Path(one.place.file).name) for one in report.findings]
    assert found == [("warning", "named_beneficiary", "industry-brain.yaml")]
    assert report.files == len(packs.packs())


def test_the_overview_names_every_pack() -> None:
    overview = (Path(packs.__file__).parent / "README.md").read_text("utf8")
    assert not [one.policy.id for one in packs.packs() if f"`{one.policy.id}`" not in overview]
