"""Five verdicts, their order, the near miss in words, versions, exclusion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import facts_reading
from zaocha.rules.findings import Unreadable
from zaocha.rules.policies import answers, reading, stacking, standing, verdicts
from zaocha.rules.policies.tests.documents import DICTIONARY, POLICIES, data, policy
from zaocha.rules.tests.test_walking import COMPANIES, company

SCHEMA = json.loads(
    (Path(__file__).parents[5] / "docs" / "formats" / "verdict.schema.json").read_text(encoding="utf8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
AT_LEAST = {"fact": "digital_investment", "test": ">= 100000"}


def answer(
    document: dict[str, Any], *, on: str = "2026-01-01", enjoyed: tuple[str, ...] = (), **known: Any
) -> dict[str, Any]:
    found = reading.from_data(document, dictionary=DICTIONARY)
    rows = {name: {"value": value} for name, value in known.items()}
    facts = facts_reading.read_facts(
        {"on": on, "facts": rows, "enjoyed": list(enjoyed)}, dictionary=DICTIONARY
    )
    whole = answers.as_json(verdicts.evaluate(found, facts=facts, dictionary=DICTIONARY))
    VALIDATOR.validate(whole)
    return whole


def test_the_near_miss_is_told_with_its_distance() -> None:
    found = answer(data(when=AT_LEAST), digital_investment="86000")
    assert found["verdict"] == "not_eligible"
    (clause,) = found["clauses"]
    assert (clause["value"], clause["needed"], clause["distance"], clause["unit"]) == (
        "86000",
        "100000",
        "14000",
        "CNY",
    )
    assert (
        found["why"]["zh"]
        == "数字化改造投入（软硬件、网络、上云）：8.6 万元，需不低于 10 万元（还差 1.4 万元）"
    )
    assert "86,000 CNY, at least 100,000 CNY needed (14,000 CNY short)" in found["why"]["en"]


@pytest.mark.parametrize(
    ("when", "known", "needed", "distance", "words"),
    [
        ({"fact": "employees", "test": "[10..20)"}, {"employees": 25}, "20", "5", "below 20 persons"),
        ({"fact": "employees", "test": "[10..20)"}, {"employees": 7}, "10", "3", "at least 10 persons"),
        ({"fact": "employees", "test": "[10..20)"}, {"employees": 20}, "20", "0", "below 20 persons"),
        ({"fact": "employees", "test": "< 5, > 9"}, {"employees": 8}, "9", "1", "more than 9 persons"),
        ({"fact": "founded_on", "test": '>= date("2020-01-01")'}, {"founded_on": "2019-12-30"}, "2020-01-01", "2", "2020-01-01 or later"),
        ({"ratio": ["rd_spend", "revenue"], "test": ">= 0.03"}, {"rd_spend": 2, "revenue": 100}, "0.03", "0.01", "2 %, at least 3 % needed (1 % short)"),
        ({"ratio": ["rd_spend", "revenue"], "test": ">= 0.03"}, {"rd_spend": "2999999999", "revenue": "100000000000"}, "0.03", "0.00000000001", "2.999999999 %, at least 3 %"),
        ({"fact": "land_class", "test": '"A","B"'}, {"land_class": "C"}, '"A","B"', None, "class C; needed: is one of class A, class B"),
        ({"fact": "dishonest", "test": "false"}, {"dishonest": True}, "false", None, "yes; needed: no"),
    ],
)  # fmt: skip
def test_what_is_needed_of_each_kind_of_fact(
    when: dict[str, Any], known: dict[str, Any], needed: str, distance: str | None, words: str
) -> None:
    found = answer(data(when=when), **known)
    (clause,) = found["clauses"]
    assert (found["verdict"], clause["needed"], clause["distance"]) == ("not_eligible", needed, distance)
    assert words in found["why"]["en"]


def test_of_several_ways_the_nearest_is_told() -> None:
    far = {"all": [AT_LEAST, {"fact": "revenue", "test": ">= 10"}]}
    found = answer(
        data(when={"any": [far, {"fact": "employees", "test": ">= 10"}]}),
        digital_investment=1,
        revenue=1,
        employees=9,
    )
    assert found["why"]["en"] == "employees: 9 persons, at least 10 persons needed (1 persons short)"


@pytest.mark.parametrize(
    ("known", "on", "enjoyed", "expected"),
    [
        ({"digital_investment": 5}, "2027-06-01", ("other",), "not_eligible"),
        ({"digital_investment": 100000}, "2027-06-01", ("other",), "excluded"),
        ({}, "2027-06-01", ("other",), "excluded"),
        ({"digital_investment": 100000}, "2027-06-01", (), "window_closed"),
        ({}, "2027-06-01", (), "window_closed"),
        ({"digital_investment": 100000}, "2024-06-01", (), "window_closed"),
        ({}, "2026-06-01", (), "missing"),
        ({"digital_investment": 100000}, "2026-06-01", (), "eligible"),
        ({"digital_investment": 100000}, "2026-06-01", ("p",), "excluded"),
    ],
)
def test_the_five_verdicts_in_their_order(
    known: dict[str, Any], on: str, enjoyed: tuple[str, ...], expected: str
) -> None:
    document = data(when=AT_LEAST, valid_to="2027-01-01", excludes=["other"])
    found = answer(document, on=on, enjoyed=enjoyed, **known)
    assert found["verdict"] == expected
    assert found["missing"] == (["digital_investment"] if expected == "missing" else [])


def test_a_window_is_half_open_and_a_repeal_ends_it() -> None:
    document = data(
        when=AT_LEAST, window={"from": "2026-03-01", "to": "2026-04-01"}, repealed_on="2026-03-20"
    )
    states = {on: answer(document, on=on, digital_investment=100000)["window"]["state"] for on in
              ("2026-02-28", "2026-03-01", "2026-03-19", "2026-03-20")}  # fmt: skip
    assert list(states.values()) == ["not_yet", "open", "open", "repealed"]
    without = data(when=AT_LEAST, window={"from": "2026-03-01", "to": "2026-04-01"})
    assert answer(without, on="2026-03-31", digital_investment=100000)["verdict"] == "eligible"
    assert answer(without, on="2026-04-01", digital_investment=100000)["window"]["state"] == "over"


def chain() -> dict[str, Any]:
    """A subsidised loan: the rate went up in 2026, and the first paper covers loans before it was issued."""
    document = data(anchor="loan_paid_out_on")
    rate = {"form": "fixed"}
    document["versions"] = [
        {"valid_from": "2024-06-01", "valid_to": "2026-01-20", "retroactive_from": "2024-03-07",
         "when": {"fact": "project_in_renewal_list", "test": "true"}, "benefit": {**rate, "amount": "1"}},
        {"valid_from": "2026-01-20", "when": {"fact": "loan_amount", "test": "> 0"}, "benefit": {**rate, "amount": "2"}},
    ]  # fmt: skip
    return document


@pytest.mark.parametrize(
    ("paid_out", "expected", "version"),
    [
        ("2024-03-06", "not_eligible", 2),
        ("2024-03-07", "eligible", 1),
        ("2026-01-19", "eligible", 1),
        ("2026-01-20", "eligible", 2),
    ],
)
def test_the_version_of_the_matter_counts_also_backwards(paid_out: str, expected: str, version: int) -> None:
    found = answer(
        chain(), on="2026-06-01", loan_paid_out_on=paid_out, project_in_renewal_list=True, loan_amount=5
    )
    assert (found["verdict"], found["version"]["number"]) == (expected, version)
    if expected == "eligible":
        assert found["benefit"]["amount"] == f"{version}.00"


def test_without_the_day_of_the_matter_it_is_asked_for() -> None:
    found = answer(chain(), on="2026-06-01", project_in_renewal_list=True, loan_amount=5)
    assert (found["verdict"], found["missing"]) == ("missing", ["loan_paid_out_on"])
    none = answer(chain(), on="2026-06-01", project_in_renewal_list=False, loan_amount=0)
    assert none["verdict"] == "not_eligible", "no version could help"


def test_a_derived_fact_is_worked_out_and_asks_for_what_it_comes_from() -> None:
    document = data(when={"fact": "rd_share", "test": ">= 0.03"})
    assert answer(document, rd_spend=3, revenue=100)["verdict"] == "eligible"
    assert answer(document, rd_spend=3)["missing"] == ["revenue"]
    assert answer(document, rd_share="0.02")["verdict"] == "not_eligible", "what was said counts"
    size = data(when={"fact": "company_size", "test": '"small","micro"'})
    assert answer(size, industry="1830", employees=50, revenue=30_000_000)["verdict"] == "eligible"
    assert answer(size, industry="1830", employees=50)["missing"] == ["revenue"]


def test_of_a_group_only_the_highest_is_given() -> None:
    both = [
        policy(id=name, group="stars", take="highest", when={"fact": "park_stars", "test": ">= 4"}, benefit={"form": "fixed", "amount": amount})
        for name, amount in (("low", "400000"), ("high", "600000"))
    ]  # fmt: skip
    facts = facts_reading.read_facts({"on": "2026-01-01", "facts": {"park_stars": 5}}, dictionary=DICTIONARY)
    low, high = stacking.resolved(verdicts.evaluate_all(both, facts=facts, dictionary=DICTIONARY))
    assert (low.code, low.excluded_by, high.code) == ("excluded", ("high",), "eligible")


@pytest.mark.parametrize(
    ("on", "state", "since"),
    [
        ("2025-02-28", "not_yet", "2025-03-01"),
        ("2025-04-30", "open", "2025-03-01"),
        ("2025-05-01", "not_yet", "2026-03-01"),
        ("2026-03-01", "open", "2026-03-01"),
        ("2026-12-31", "over", "2026-03-01"),
    ],
)
def test_a_window_comes_back_every_year_while_the_version_is_valid(on: str, state: str, since: str) -> None:
    window = {"from": "2025-03-01", "to": "2025-05-01", "yearly": "true"}
    version = {"valid_from": "2025-01-01", "valid_to": "2027-01-01", "window": window}
    found = answer(data(versions=[version]), on=on)
    assert (found["window"]["state"], found["window"]["from"]) == (state, since)
    assert found["verdict"] == ("eligible" if state == "open" else "window_closed")


def test_a_yearly_window_of_more_than_a_year_is_refused() -> None:
    version = {"valid_from": "2025-01-01", "window": {"from": "2025-03-01", "yearly": "true"}}
    with pytest.raises(Unreadable, match="every year"):
        reading.from_data(data(versions=[version]), dictionary=DICTIONARY)


@pytest.mark.parametrize(
    "silent",
    [
        {"terms_unknown": True, "benefit": None},
        {"terms_unknown": True, "benefit": {"form": "fixed", "amount": "5"}},
        {"benefit": {"form": "unknown"}},
    ],
)
def test_where_nobody_says_what_is_asked_for_nobody_is_eligible(silent: dict[str, Any]) -> None:
    found = answer(data(when=None, **silent), digital_investment="86000")
    assert (found["verdict"], found["reason"], found["missing"]) == ("missing", "conditions_not_public", [])
    assert found["benefit"] is None
    assert "未公开" in found["why"]["zh"]
    closed = answer(data(when=None, repealed_on="2025-12-01", **silent))
    assert (closed["verdict"], closed["reason"]) == ("window_closed", None)


def test_a_missing_fact_is_another_reason_than_a_secret() -> None:
    found = answer(data(when=AT_LEAST))
    assert (found["verdict"], found["reason"], found["missing"]) == (
        "missing",
        "facts",
        ["digital_investment"],
    )


def test_unknown_terms_give_no_amount() -> None:
    found = answer(
        data(when=AT_LEAST, terms_unknown=True, benefit={"form": "fixed", "amount": "5"}),
        digital_investment=100000,
    )
    assert (found["verdict"], found["benefit"], found["terms_unknown"]) == ("eligible", None, True)
    assert found["notice"]["zh"] == "初步比对，以主管部门审核为准"


@settings(max_examples=100, deadline=None)
@given(POLICIES, COMPANIES, st.dates())
def test_every_answer_fits_its_schema_and_its_two_conditions(
    document: dict[str, Any], values: dict[str, Any], on: Any
) -> None:
    from dataclasses import replace

    from zaocha.rules import deriving, walking

    found = reading.from_data(document, dictionary=DICTIONARY)
    facts = replace(company(values), on=on)
    verdict = verdicts.evaluate(found, facts=facts, dictionary=DICTIONARY)
    VALIDATOR.validate(answers.as_json(verdict))
    stands = standing.standing(found, on)
    known = deriving.completed(facts, DICTIONARY)
    assert verdict.code == verdicts.decided(
        whole=walking.truth(stands.whole, known), excluded=False, open_=walking.truth(stands.open, known)
    )
    assert (verdict.code == "missing") or not verdict.missing or verdict.benefit
