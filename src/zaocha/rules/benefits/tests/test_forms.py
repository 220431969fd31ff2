"""Each form at, below and above its bounds, with the amount that a clerk would write down."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zaocha.rules import benefits

DIGITAL = {
    "form": "rate",
    "rate": "30%",
    "base": "digital_investment",
    "threshold": "100000",
    "cap": "1000000",
}
LAND = {
    "form": "steps",
    "base": "land_transferred_mu",
    "rows": [
        {"in": "[3..10)", "amount": "200000"},
        {"in": "[10..30)", "amount": "500000"},
        {"in": ">= 30", "amount": "800000"},
    ],
}
GRADES = {
    "form": "by_grade",
    "fact": "factory_grade",
    "grades": {"national": "500000", "provincial": "300000"},
}
TIERS = {
    "form": "tiers",
    "base": "a",
    "rows": [{"up_to": "1000000", "rate": "5%"}, {"up_to": "2000000", "rate": "3%"}, {"rate": "1%"}],
}
MARKS = {
    "form": "first_crossing",
    "now": "now",
    "before": "before",
    "rows": [
        {"reaches": "10000000", "amount": "100000"},
        {"reaches": "20000000", "amount": "200000"},
        {"reaches": "50000000", "amount": "500000"},
    ],
}
LOAN = {
    "form": "interest",
    "points": "1.5",
    "principal": "loan",
    "years": "2",
    "start": "from",
    "end": "to",
}
HEADS = {"form": "per_head", "amount": "1500", "persons": "people", "once": "hiring"}


def worked(document: dict[str, Any], counted: Any = None, /, **facts: object) -> benefits.Result:
    given = {name: Decimal(value) if type(value) is int else value for name, value in facts.items()}
    return benefits.evaluate(benefits.read(document), facts=benefits.Given(given), counted=counted or {})


def amount(document: dict[str, Any], **facts: object) -> str:
    result = worked(document, **facts)
    assert result.amount is not None, result
    return f"{result.amount:f}"


@pytest.mark.parametrize(
    ("invested", "due"),
    [
        ("99999.99", "0.00"),
        ("100000", "30000.00"),
        ("100000.01", "30000.00"),
        ("420000", "126000.00"),
        ("3333333.33", "1000000.00"),
        ("3333333.34", "1000000.00"),
        ("3333330", "999999.00"),
        ("9000000", "1000000.00"),
        ("-5", "0.00"),
    ],
)
def test_share_of_a_base_with_threshold_and_cap(invested: str, due: str) -> None:
    assert amount(DIGITAL, digital_investment=Decimal(invested)) == due


@pytest.mark.parametrize(
    ("mu", "due"),
    [("2.9999", "0.00"), ("3", "200000.00"), ("9.9999", "200000.00"), ("10", "500000.00"),
     ("29.9999", "500000.00"), ("30", "800000.00"), ("1000", "800000.00")],
)  # fmt: skip
def test_a_step_table_counts_its_lower_bounds_and_not_its_upper_ones(mu: str, due: str) -> None:
    assert amount(LAND, land_transferred_mu=Decimal(mu)) == due


def test_bounds_can_be_written_the_other_way_round() -> None:
    table = {
        "form": "steps",
        "base": "x",
        "rows": [{"in": "(3..10]", "amount": "1"}, {"in": "> 10", "amount": "2"}],
    }
    assert [amount(table, x=value) for value in (3, 4, 10, 11)] == ["0.00", "1.00", "1.00", "2.00"]


def test_a_grade_earns_its_amount_and_several_the_highest_or_all() -> None:
    assert amount(GRADES, factory_grade="national") == "500000.00"
    assert amount(GRADES, factory_grade="city") == "0.00"
    both = frozenset({"national", "provincial"})
    assert amount(GRADES, factory_grade=both) == "500000.00"
    assert amount({**GRADES, "take": "sum"}, factory_grade=both) == "800000.00"


def test_marginal_tiers_earn_each_part_at_its_own_rate() -> None:
    assert amount(TIERS, a=1_000_000) == "50000.00"
    assert amount(TIERS, a=1_000_001) == "50000.03"
    assert amount(TIERS, a=5_000_000) == "110000.00"


@pytest.mark.parametrize(
    ("pays", "now", "before", "due"),
    [
        ("highest", 9_999_999, 0, "0.00"),
        ("highest", 10_000_000, 9_999_999, "100000.00"),
        ("highest", 25_000_000, 12_000_000, "200000.00"),
        ("highest", 25_000_000, 0, "200000.00"),
        ("highest", 15_000_000, 10_000_000, "0.00"),
        ("difference", 25_000_000, 12_000_000, "100000.00"),
        ("difference", 60_000_000, 0, "500000.00"),
        ("sum", 60_000_000, 12_000_000, "700000.00"),
    ],
)
def test_a_mark_pays_the_first_time_only(pays: str, now: int, before: int, due: str) -> None:
    assert amount({**MARKS, "pays": pays}, now=now, before=before) == due


def test_a_mark_that_must_be_exceeded_is_not_reached_by_meeting_it() -> None:
    assert amount({**MARKS, "above": "true"}, now=10_000_000, before=0) == "0.00"
    assert amount({**MARKS, "above": "true"}, now=10_000_001, before=10_000_000) == "100000.00"


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        (date(2026, 2, 1), date(2028, 2, 1), "300000.00"),
        (date(2026, 2, 1), date(2036, 2, 1), "300000.00"),
        (date(2026, 2, 1), date(2027, 2, 1), "150000.00"),
        (date(2026, 2, 1), date(2026, 4, 15), "30000.00"),  # 73 days are a fifth of a year
        (date(2026, 2, 1), date(2026, 2, 1), "0.00"),
        (date(2024, 2, 29), date(2025, 2, 28), "150000.00"),
        (date(2023, 3, 1), date(2024, 2, 29), "150000.00"),  # 365 days, one short of the anniversary
    ],
)
def test_interest_counts_whole_years_and_the_days_of_the_rest(start: date, end: date, due: str) -> None:
    assert amount(LOAN, loan=10_000_000, **{"from": start, "to": end}) == due


def test_interest_is_never_more_than_the_loan_costs() -> None:
    loan = {**LOAN, "rate": "rate"}
    days = {"from": date(2026, 1, 1), "to": date(2027, 1, 1)}
    assert amount(loan, loan=1_000_000, rate=Decimal("0.012"), **days) == "12000.00"
    assert amount(loan, loan=1_000_000, rate=Decimal("0.03"), **days) == "15000.00"


def test_interest_linked_to_a_reference_rate_follows_the_day_of_the_contract() -> None:
    loan = {"form": "interest", "principal": "loan", "years": "1",
            "points": {"share": "50%", "of": "lpr_1y", "on": "signed"}}  # fmt: skip
    assert amount(loan, loan=1_000_000, signed=date(2024, 10, 20)) == "16750.00"
    assert amount(loan, loan=1_000_000, signed=date(2024, 10, 21)) == "15500.00"
    late = worked(loan, loan=1_000_000, signed=date(2030, 1, 1))
    assert (late.amount, late.terms_unknown, late.at_most) == (None, True, None)


def test_each_head_counts_once_over_all_benefits_of_a_group() -> None:
    people = frozenset({"d1", "d2", "d3"})
    assert amount(HEADS, people=people) == "4500.00"
    first = worked(HEADS, people=people)
    second = worked({**HEADS, "amount": "1000"}, first.counted, people=frozenset({"d3", "d4"}))
    assert second.amount == Decimal("1000.00")
    by_number = worked(
        {"form": "per_head", "amount": "500", "heads": "n", "once": "hiring"}, first.counted, n=5
    )
    assert by_number.amount == Decimal("1000.00")


def test_a_person_in_two_parts_of_one_benefit_counts_in_the_first() -> None:
    both = {
        "form": "sum",
        "of": [HEADS, {"form": "per_head", "amount": "1000", "persons": "others", "once": "hiring"}],
        "cap": "4000",
    }
    result = worked(both, people=frozenset({"d1", "d2"}), others=frozenset({"d2", "d3"}))
    assert result.amount == Decimal("4000.00")
    assert result.counted["hiring"] == frozenset({"d1", "d2", "d3"})


def test_smallest_largest_top_up_and_multiples_compose() -> None:
    rent = {"form": "smallest", "of": [
        {"form": "rate", "rate": "40%", "base": "rent"},
        {"form": "per_unit", "amount": "120", "base": "m2", "most": "1000"},
        {"form": "fixed", "amount": "200000"},
    ]}  # fmt: skip
    assert amount(rent, rent=400_000, m2=900) == "108000.00"
    assert amount(rent, rent=400_000, m2=5000) == "120000.00"
    assert amount({**rent, "form": "largest"}, rent=400_000, m2=900) == "200000.00"
    assert (
        amount({"form": "top_up", "of": rent, "less": "had"}, rent=400_000, m2=900, had=100_000) == "8000.00"
    )
    assert amount({"form": "top_up", "of": rent, "less": "had"}, rent=400_000, m2=900, had=200_000) == "0.00"
    assert amount({"form": "scaled", "of": rent, "by": "120%"}, rent=400_000, m2=900) == "129600.00"


def test_cases_take_the_first_that_holds() -> None:
    cases = {"form": "cases", "otherwise": {"form": "fixed", "amount": "1"}, "of": [
        {"when": {"fact": "size", "test": '"micro"'}, "amount": "3"},
        {"when": {"any": [{"fact": "size", "test": '"small"'}, {"ratio": ["a", "b"], "test": ">= 0.03"}]}, "amount": "2"},
    ]}  # fmt: skip
    assert amount(cases, size="micro") == "3.00"
    assert amount(cases, size="large", a=3, b=100) == "2.00"
    assert amount(cases, size="large", a=2, b=100) == "1.00"
    unknown = worked(cases, size="large", a=2)
    assert (unknown.amount, unknown.at_least, unknown.at_most) == (None, Decimal("1.00"), Decimal("2.00"))
    assert "b" in unknown.missing


def test_quantities_add_subtract_and_divide_without_losing_a_fen() -> None:
    growth = {"form": "rate", "rate": "10%", "base": {"less": ["revenue", "revenue_last_year"]}}
    assert amount(growth, revenue=5, revenue_last_year=7) == "0.00"
    assert amount(growth, revenue=Decimal("7.05"), revenue_last_year=Decimal("0")) == "0.71"
    half = {"form": "rate", "rate": "100%", "base": "x", "cap": {"product": ["y", "50%"]}}
    assert amount(half, x=100, y=60) == "30.00"
    by_share = {
        "form": "steps",
        "base": {"ratio": ["rd_spend", "revenue"]},
        "rows": [{"in": ">= 0.03", "amount": "1"}],
    }
    assert amount(by_share, rd_spend=3, revenue=100) == "1.00"
    assert worked(by_share, rd_spend=3, revenue=0).amount is None


def test_an_amount_is_rounded_once_and_half_up() -> None:
    third = {"form": "sum", "of": [{"form": "rate", "rate": "0.5%", "base": "x"}] * 2}
    assert amount(third, x=1) == "0.01"  # 0.005 + 0.005, not 0.01 + 0.01
    assert amount({"form": "rate", "rate": "0.5%", "base": "x"}, x=1) == "0.01"


def test_what_a_missing_fact_cannot_change_is_settled() -> None:
    either = {"form": "largest", "of": [{"form": "fixed", "amount": "1000000"}, DIGITAL]}
    assert worked(either).as_json()["amount"] == "1000000.00"
    assert worked(either).missing == ()
    open_ = worked(DIGITAL)
    assert (open_.amount, open_.at_least, open_.at_most) == (None, Decimal("0.00"), Decimal("1000000.00"))
    assert open_.missing == ("digital_investment",)
    assert worked(LAND).at_most == Decimal("800000.00")
    assert worked(GRADES).at_most == Decimal("500000.00")
    assert worked(MARKS, now=25_000_000).at_most == Decimal("200000.00")
    assert worked({**LOAN, "cap": "50000"}).at_most == Decimal("50000.00")


def test_terms_that_nobody_published_stay_unknown() -> None:
    result = worked({"form": "unknown"})
    assert result.as_json() | {"steps": []} == {
        "kind": "unknown", "amount": None, "unit": "CNY", "at_least": "0.00", "at_most": None, "missing": [],
        "steps": [], "qualifies": True, "grants": [], "terms_unknown": True,
    }  # fmt: skip


def test_a_fact_of_the_wrong_kind_is_named() -> None:
    with pytest.raises(benefits.WrongValue, match="digital_investment"):
        worked(DIGITAL, digital_investment=0.5)
    with pytest.raises(benefits.WrongValue, match="digital_investment"):
        worked(DIGITAL, digital_investment=True)


def test_a_base_that_is_worked_out_shows_its_working() -> None:
    document = {"form": "rate", "rate": "10%", "base": {"less": ["revenue", "revenue_last_year"]}}
    steps = worked(document, revenue=9_000_000, revenue_last_year=7_000_000).as_json()["steps"]
    assert steps[0]["zh"] == "营业收入（年） − 上年度营业收入：900 万元 − 700 万元 = 200 万元"
    assert (steps[0]["amount"], steps[1]["amount"]) == (None, "200000.00")


def test_open_questions_and_grants_survive_within_other_forms() -> None:
    card = {"form": "score_card", "passes": "5", "then": {"form": "recognition", "grants": "甲"},
            "items": [{"label": "分", "group": "g", "base": "points", "most": "10"}]}  # fmt: skip
    nested = {
        "form": "cases",
        "of": [{"when": {"fact": "a", "test": "true"}, "then": {"form": "sum", "of": [card]}}],
    }
    assert worked(nested, a=True, points=6).grants[0].zh == "甲"
    assert worked(nested, a=True).missing == ("points",)
    capped = {"form": "smallest", "of": [{"form": "unknown"}, {"form": "fixed", "amount": "5"}]}
    assert worked(capped).as_json()["kind"] == "unknown" and worked(capped).at_most == Decimal("5.00")
    settled = {"form": "largest", "of": [{"form": "unknown", "cap": "5"}, {"form": "fixed", "amount": "5"}]}
    assert worked(settled).as_json()["amount"] == "5.00"
