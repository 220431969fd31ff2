"""What lint finds, where, and what it says; and that the packs are clean of errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from zaocha.rules import walking
from zaocha.rules.findings import Finding
from zaocha.rules.policies import linting
from zaocha.rules.policies.linting import satisfying
from zaocha.rules.policies.sources import Read
from zaocha.rules.policies.tests.documents import DICTIONARY, data
from zaocha.rules.tests.test_walking import COMPANIES, CONDITIONS, company

PACKS = Path(linting.__file__).parents[2] / "packs"


def found(document: dict[str, Any]) -> dict[str, Finding]:
    _policy, findings = linting.examined(Read(document), dictionary=DICTIONARY)
    assert all(one.text("zh") and one.text("en") for one in findings)
    return {one.message.code: one for one in findings}


def revenue(test: str) -> dict[str, str]:
    return {"fact": "revenue", "test": test}


@pytest.mark.parametrize(
    ("when", "code", "path"),
    [
        ({"all": [revenue("< 5"), revenue("> 10")]}, "never_true", "versions[0].when"),
        ({"all": [revenue("< 5"), {"any": [revenue("> 10"), revenue("[6..8]")]}]}, "never_true", "versions[0].when"),
        ({"all": [{"fact": "employees", "test": "> 2"}, {"fact": "employees", "test": "< 3"}]}, "never_true", "versions[0].when"),
        ({"all": [{"fact": "land_class", "test": '"A"'}, {"not": {"fact": "land_class", "test": '"A","B"'}}]}, "never_true", "versions[0].when"),
        ({"all": [{"fact": "dishonest", "test": "true"}, {"fact": "dishonest", "test": "false"}]}, "never_true", "versions[0].when"),
        ({"all": [revenue("is missing"), revenue("> 1")]}, "never_true", "versions[0].when"),
        ({"all": [{"ratio": ["rd_spend", "revenue"], "test": ">= 0.5"}, {"ratio": ["rd_spend", "revenue"], "test": "< 0.1"}]}, "never_true", "versions[0].when"),
        ({"any": [revenue("> 1"), {"all": [{"fact": "employees", "test": "< 5"}, {"fact": "employees", "test": "> 10"}]}]}, "never_true_part", "versions[0].when.any[1]"),
        ({"fact": "employees", "test": "3.5"}, "clause_never_true", "versions[0].when.test"),
        ({"all": [revenue("-"), {"fact": "employees", "test": "> 2"}]}, "clause_always_true", "versions[0].when.all[0].test"),
        ({"any": [revenue("< 5"), revenue(">= 5")]}, "always_true", "versions[0].when"),
        ({"all": [revenue(">= 5"), revenue(">= 10")]}, "adds_nothing", "versions[0].when.all[0]"),
        ({"any": [revenue(">= 5"), revenue(">= 10")]}, "adds_nothing", "versions[0].when.any[1]"),
        ({"ratio": ["rd_spend", "profit"], "test": "> 1"}, "denominator", "versions[0].when.ratio[1]"),
        ({"fact": "rd_share", "test": ">= 3"}, "like_percent", "versions[0].when.test"),
        ({"fact": "industry", "test": '"18"'}, "group_code", "versions[0].when.test"),
        ({"fact": "tax_per_mu", "test": ">= 100000"}, "tax_as_condition", "versions[0].when"),
        ({"fact": "registered_area", "test": '"330681"'}, "local_registration", "versions[0].when"),
    ],
)  # fmt: skip
def test_conditions(when: dict[str, Any], code: str, path: str) -> None:
    findings = found(data(when=when))
    assert code in findings, findings
    assert findings[code].place.path == path


def test_a_contradiction_names_its_clauses_and_is_an_error() -> None:
    one = found(data(when={"all": [revenue("< 5"), revenue("> 10")]}))["never_true"]
    assert one.severity == "error"
    assert "revenue of the year below 5 CNY" in one.message.text("en")
    assert "营业收入（年）高于 10 元" in one.message.text("zh")


def test_what_was_not_decided_is_said() -> None:
    facts = [
        "revenue",
        "employees",
        "rd_spend",
        "assets",
        "profit",
        "output_value",
        "value_added",
        "export_value",
    ]
    wide = {"all": [{"any": [{"fact": name, "test": f"> {n}"} for name in facts]} for n in range(8)]}
    assert found(data(when=wide))["not_decided"].severity == "note"


def test_a_good_policy_has_no_findings() -> None:
    when = {"all": [revenue("[5..10)"), {"any": [revenue(">= 7"), {"fact": "employees", "test": "> 2"}]}]}
    assert not found(
        data(when=when, benefit={"form": "rate", "base": "revenue", "rate": "0.3", "cap": "100"})
    )


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"window": {"from": "2025-06-01", "to": "2025-03-01"}}, "window_ends_first", "error"),
        ({"valid_to": "2025-01-01"}, "valid_ends_first", "error"),
        ({"valid_to": "2026-01-01", "window": {"from": "2026-03-01"}}, "window_outside", "error"),
        ({"retroactive_from": "2024-01-01"}, "retroactive_alone", "warning"),
        ({"retroactive_from": "2026-01-01", "anchor": "founded_on"}, "retroactive_late", "warning"),
        ({"repealed_on": "2024-01-01"}, "repealed_early", "error"),
        ({"named_beneficiary": "某公司"}, "named_beneficiary", "warning"),
        ({"benefit": {"form": "rate", "base": "tax_paid", "rate": "0.3"}}, "tax_as_base", "warning"),
        ({"benefit": {"form": "fixed", "amount": "200", "cap": "100"}}, "benefit_beyond_cap", "error"),
        ({"benefit": {"form": "rate", "base": "nothing_known", "rate": "0.3"}}, "benefit_fact", "error"),
    ],
)
def test_time_money_and_law(changes: dict[str, Any], code: str, severity: str) -> None:
    findings = found(data(**changes))
    assert code in findings, findings
    assert findings[code].severity == severity
    assert findings[code].place.path


def test_versions_that_overlap_or_stand_in_the_wrong_order() -> None:
    document = data()
    document["versions"] = [
        {"valid_from": "2025-01-01", "valid_to": "2026-01-01"},
        {"valid_from": "2025-06-01"},
    ]
    assert "valid_to: 2025-06-01" in str(found(document)["versions_overlap"].remedy)
    document["versions"] = [
        {"valid_from": "2026-01-01"},
        {"valid_from": "2025-01-01", "valid_to": "2026-01-01"},
    ]
    assert set(found(document)) == {"versions_order"}
    document["versions"] = [
        {"valid_from": "2025-01-01", "valid_to": "2025-06-01"},
        {"valid_from": "2026-01-01"},
    ]
    assert found(document)["versions_gap"].severity == "note"


def own(*derivations: str) -> dict[str, Any]:
    label = [{"zh": f"甲{at}", "en": f"fact {at}"} for at in range(len(derivations))]
    facts = [
        {"name": f"own_{at}", "label": label[at], "type": "number", "derived": text} for at, text in enumerate(derivations)
    ]  # fmt: skip
    return data(facts=facts)


@pytest.mark.parametrize(
    ("derivations", "code", "words"),
    [
        (("own_1 + 1", "own_2 * 2", "own_0"), "circle", "own_0, own_1, own_2, own_0"),
        (("own_0 / 2",), "circle", "own_0, own_0"),
        (("revenu / 2",), "derived_unknown", "names “revenu”"),
        (("industry + 1",), "derived_type", "needs a number where “industry” stands"),
        (("years between(revenue, on)",), "derived_type", "needs a day where “revenue” stands"),
        (("revenue ** 2",), "derived_wrong", "can only hold"),
        (('if revenue > 1 then 1 else "x"',), "derived_wrong", "can only hold"),
        (("revenue +",), "derived_unreadable", "ends too early"),
    ],
)
def test_derived_facts(derivations: tuple[str, ...], code: str, words: str) -> None:
    one = found(own(*derivations))[code]
    assert words in one.message.text("en")
    assert one.place.path.startswith("facts[")


def test_policies_together(tmp_path: Path) -> None:
    from zaocha.rules.policies import writing

    for name, changes in {
        "a": {"id": "one-policy", "excludes": ["two-policy", "thre-policy", "one-policy"]},
        "b": {"id": "two-policy", "facts": [{"name": "own", "label": "x", "type": "number"}]},
        "c": {"id": "three-policy", "facts": [{"name": "own", "label": "x", "type": "text"}]},
        "d": {"id": "one-policy"},
    }.items():
        (tmp_path / f"{name}.yaml").write_text(writing.data_as_yaml(data(**changes)), encoding="utf8")
    report = linting.lint([tmp_path], dictionary=DICTIONARY)
    codes = [(Path(one.place.file).name, one.message.code, one.severity) for one in report.findings]
    assert codes == [
        ("d.yaml", "id_used", "error"),
        ("a.yaml", "excludes_one_side", "note"),
        ("a.yaml", "excludes_unknown", "warning"),
        ("a.yaml", "excludes_itself", "error"),
        ("c.yaml", "fact_differs", "error"),
    ]
    assert all(one.place.line for one in report.findings)


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/*.yaml")), ids=lambda p: p.stem)
def test_packs_have_no_errors(path: Path) -> None:
    if path.parent.name == "tests":
        return
    report = linting.lint([path], dictionary=DICTIONARY)
    assert not [one.text("en") for one in report.findings if one.severity == "error"]


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, COMPANIES)
def test_what_is_called_never_true_is_true_of_nobody(condition: Any, values: dict[str, Any]) -> None:
    try:
        wrong = satisfying.conflict(condition, DICTIONARY)
    except satisfying.TooMany:
        return
    if wrong is not None:
        assert walking.truth(condition, company(values)) is not True


@pytest.mark.parametrize(
    ("items", "never"),
    [
        ([("rd_spend / revenue", ">= 0.5"), ("rd_spend", "<= 10"), ("revenue", ">= 100")], True),
        ([("rd_spend / revenue", ">= 0.1"), ("rd_spend", "<= 10"), ("revenue", ">= 100")], False),
        ([("rd_spend / revenue", "> 0.1"), ("rd_spend", "<= 10"), ("revenue", ">= 100")], True),
        ([("rd_spend / revenue", "> 1"), ("revenue / rd_spend", "> 1")], True),
        ([("rd_spend / revenue", ">= 1"), ("revenue / rd_spend", ">= 1")], False),
        (
            [("rd_spend / revenue", ">= 2"), ("revenue / assets", ">= 2"), ("assets / rd_spend", ">= 0.3")],
            True,
        ),
        ([("rd_spend / revenue", "[0.1..0.2]"), ("revenue", "< 10"), ("rd_spend", "> 2")], True),
        ([("rd_spend / revenue", "> 0"), ("rd_spend", "<= 0")], True),
        ([("rd_spend / revenue", "< 0.1"), ("rd_spend", "<= 0")], False),
        ([("profit / revenue", "<= 0.1"), ("profit", ">= 20"), ("revenue", "<= 100")], True),
    ],
)
def test_bounds_that_ratios_tie_together_are_compared(items: list[tuple[str, str]], never: bool) -> None:
    def clause(subject: str, test: str) -> dict[str, Any]:
        names = subject.split(" / ")
        return {"ratio": names, "test": test} if len(names) == 2 else {"fact": subject, "test": test}

    assert ("never_true" in found(data(when={"all": [clause(*one) for one in items]}))) == never
