"""Makers suit a buyer for reasons that can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zaocha.dealings.candidates import REASONS, Party, for_buyer

TODAY = date(2026, 3, 2)
BUYER = Party(1, "knitting", "青禾", True, "buys", Decimal(10), "吨/月")
MAKER = Party(2, "materials", "柳桥", True, "makes")
SPARE = Party(3, "materials", "柳桥", True, "spare", Decimal(12), "吨/月", TODAY)


def test_capacity_to_spare_comes_before_mere_making():
    found = for_buyer(BUYER, [MAKER, SPARE], on=TODAY)
    assert [one.company_id for one in found] == [3, 2]
    assert found[0].reasons == ("spare", "enough", "town")


def test_like_is_compared_with_like_only():
    other = replace(SPARE, unit="万双/月")
    assert "enough" not in for_buyer(BUYER, [other], on=TODAY)[0].reasons
    assert "enough" not in for_buyer(replace(BUYER, quantity=Decimal(13)), [SPARE], on=TODAY)[0].reasons


def test_what_was_to_spare_until_yesterday_is_no_reason():
    assert "spare" not in for_buyer(BUYER, [SPARE], on=TODAY + timedelta(days=1))[0].reasons


PARTIES = st.builds(
    Party, st.integers(1, 6), st.sampled_from(["", "knitting"]), st.sampled_from(["", "青禾"]), st.booleans(),
    st.sampled_from(["makes", "buys", "spare"]), st.none() | st.decimals(1, 50, places=0), st.sampled_from(["", "吨/月"]),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)  # fmt: skip


@given(PARTIES, st.lists(PARTIES, max_size=8))
def test_nobody_is_a_candidate_for_itself_or_twice_or_without_making(buyer, makers):
    found = for_buyer(buyer, makers, on=TODAY)
    companies = [one.company_id for one in found]
    assert buyer.company_id not in companies
    assert len(companies) == len(set(companies))
    assert set(companies) <= {one.company_id for one in makers if one.role in ("makes", "spare")}
    strength = [[reason not in one.reasons for reason in REASONS] for one in found]
    assert strength == sorted(strength)
