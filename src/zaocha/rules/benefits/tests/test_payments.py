"""Instalments and budgets add up to the fen, and rounding is what the policy says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules import benefits
from zaocha.rules.benefits import budgets
from zaocha.rules.benefits.forms.payments import parted
from zaocha.rules.findings import Unreadable

yuan = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@given(yuan, st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_parts_add_up_and_none_is_a_fen_off(whole: Decimal, weights: list[int]) -> None:
    shares = [Decimal(weight) / sum(weights) for weight in weights]
    parts = parted(whole, shares)
    assert sum(parts) == whole
    assert all(abs(part - whole * share) < Decimal("0.02") for part, share in zip(parts, shares, strict=True))


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), yuan, max_size=6), yuan)
def test_a_budget_is_never_exceeded_and_never_wasted(due: dict[str, Decimal], budget: Decimal) -> None:
    found = budgets.shared(due, budget=budget)
    assert sum(found.paid.values()) == found.total == min(budget, sum(due.values()))
    assert found.total + found.left == budget
    assert all(Decimal(0) <= found.paid[name] <= amount + Decimal("0.01") for name, amount in due.items())


def test_a_short_budget_says_what_it_pays() -> None:
    found = budgets.shared({"a": Decimal(300_000), "b": Decimal(100_000)}, budget=Decimal(300_000))
    assert found.paid == {"a": Decimal(225_000), "b": Decimal(75_000)}
    assert found.said(Decimal(400_000), "a").zh == "应补 40 万元，预算 30 万元，按 75 % 兑付：22.5 万元"


@pytest.mark.parametrize(
    ("how", "due"), [("down", "130000.00"), ("half_up", "140000.00"), ("up", "140000.00")]
)
def test_rounding_as_the_policy_says(how: str, due: str) -> None:
    form = {"form": "rounded", "to": "10000", "how": how, "of": {"form": "fixed", "amount": "135000"}}
    assert benefits.evaluate(benefits.read(form), facts=benefits.Given({})).as_json()["amount"] == due


def test_instalments_must_be_the_whole() -> None:
    with pytest.raises(Unreadable, match="add up to 90 %"):
        benefits.read(
            {"form": "instalments", "parts": ["50%", "40%"], "of": {"form": "fixed", "amount": "1"}}
        )
