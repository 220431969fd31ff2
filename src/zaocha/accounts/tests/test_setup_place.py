"""The town's name is read out of the first minutes, or left open."""

from __future__ import annotations

import pytest

from zaocha.accounts import setup

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "place"),
    [("青禾街道早茶会纪要", "青禾街道"), ("大家都说早茶会好，谢谢街道", ""), ("感谢街道，感谢社区", "")],
)
def test_thanks_to_the_sub_district_are_not_its_name(text: str, place: str) -> None:
    assert setup.place_in(text) == place
