"""Company size at, below and above each bound, and with facts missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules import sizes
from zaocha.rules.benefits import Given


def of(industry: str | None, **facts: int | None) -> sizes.Sized:
    known = {name: Decimal(value) for name, value in facts.items() if value is not None}
    return sizes.sized(facts=Given(known | ({"industry": industry} if industry else {})))


@pytest.mark.parametrize(
    ("employees", "revenue", "size"),
    [
        (1000, 400_000_000, "large"), (999, 400_000_000, "medium"), (1000, 399_999_999, "medium"),
        (300, 20_000_000, "medium"), (299, 20_000_000, "small"), (5000, 19_999_999, "small"),
        (20, 3_000_000, "small"), (19, 3_000_000, "micro"), (20, 2_999_999, "micro"), (0, 0, "micro"),
        (5000, 2_999_999, "micro"),
    ],
)  # fmt: skip
def test_industry_takes_the_smaller_of_staff_and_revenue(employees: int, revenue: int, size: str) -> None:
    assert of("1830", employees=employees, revenue=revenue).size == size


def test_other_industries_have_their_own_indicators() -> None:
    assert of("4710", revenue=60_000_000, assets=49_999_999).size == "small"
    assert of("0111", revenue=500_000).size == "small"
    assert of("5131", employees=20, revenue=50_000_000).size == "medium"
    assert of("7010", revenue=10_000_000, assets=50_000_000).size == "medium"
    assert of("7211", employees=300, assets=79_999_999).size == "small"
    assert of("7310", employees=300).size == "large"
    assert of("5920", employees=99, revenue=10_000_000).size == "small"
    assert of("5910", employees=300, revenue=30_000_000).size == "medium"


def test_what_the_rule_does_not_cover_has_no_size() -> None:
    for code in ("5310", "6610", "7040", "8310", "8411", "59", "70"):
        result = of(code, employees=50, revenue=10_000_000, assets=1)
        assert (result.size, result.at_most, result.missing) == (None, None, ())
        assert code in result.steps[0].zh


def test_a_missing_fact_leaves_the_size_open_unless_it_is_micro_already() -> None:
    half = of("1830", employees=400)
    assert (half.size, half.at_most, half.missing) == (None, "medium", ("revenue",))
    assert of("1830", employees=19).size == "micro"
    assert of(None, employees=19).missing == ("industry",)
    assert of("1830").at_most == "large"


def test_it_says_how_the_size_was_found() -> None:
    steps = of("1830", employees=350, revenue=3_000_000).steps
    assert [step.zh for step in steps] == [
        "按“工业”的标准划型", "从业人员数 350：达到中型标准", "营业收入（年） 300 万元：达到小型标准",
        "须同时满足各项指标，划为小型企业",
    ]  # fmt: skip


def test_every_row_rises_and_no_code_stands_in_two_rows() -> None:
    codes = [code for row in sizes.rows() for code in row.codes]
    assert len(codes) == len(set(codes))
    for row in sizes.rows():
        assert all(small < medium < large for small, medium, large in row.bounds.values())
    assert sizes.source()["number"] == "国统字〔2017〕213号"


@given(
    st.sampled_from(["0111", "1830", "4710", "5131", "6510", "7211", "7310"]),
    st.integers(0, 3000),
    st.integers(0, 10**9),
)
def test_more_never_makes_a_company_smaller(industry: str, employees: int, yuan: int) -> None:
    here = of(industry, employees=employees, revenue=yuan, assets=yuan).size
    more = of(industry, employees=employees + 1, revenue=yuan + 1, assets=yuan + 1).size
    assert here and more and sizes.SIZES.index(more) >= sizes.SIZES.index(here)
