"""Wishes that say the same in other words are put together, others are not."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.agreements import alike

SAME = [
    ["员工餐能不能便宜一点", "食堂太贵了", "希望工作餐实惠一些", "饭菜便宜点"],
    ["想有个休息的地方", "缺一个歇脚的点", "希望有休息场所", "没地方坐坐"],
    ["想打篮球没场地", "附近有个篮球场就好了", "建议建球场"],
    ["暑假孩子没人带", "希望开暑托班", "能不能办孩子托管班"],
    ["下夜班没有公交车", "夜班班车", "晚上没公交"],
    ["停车位太少", "没地方停车", "多一些车位"],
    ["电动车充电桩不够", "希望多建充电桩"],
    ["宿舍没有热水洗澡", "宿舍洗澡热水"],
    ["夜校教电脑课程", "想学电脑"],
]


def test_most_that_say_the_same_are_found_and_hardly_any_that_do_not():
    pairs = [
        (a, b, i == j)
        for i, one in enumerate(SAME)
        for j, other in enumerate(SAME)
        for a in one
        for b in other
        if a < b
    ]
    hits = [(a, b, same) for a, b, same in pairs if alike.likeness(a, b) >= alike.LEAST]
    right = sum(same for _a, _b, same in hits)
    assert right / len(hits) >= 0.95
    assert right / sum(same for _a, _b, same in pairs) >= 0.7


def test_the_nearest_is_taken_or_none():
    known = [(1, "员工餐便宜一点"), (2, "有个休息的地方")]
    assert alike.nearest("食堂太贵", known) == 1
    assert alike.nearest("路灯坏了", known) is None
    assert alike.nearest("", known) is None
    assert alike.nearest("食堂太贵", []) is None


@pytest.mark.parametrize("pair", list(combinations(["食堂太贵", "想打球", "wifi 太慢"], 2)))
def test_it_is_the_same_both_ways(pair):
    assert alike.likeness(*pair) == alike.likeness(*reversed(pair))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_compared(one, other):
    assert 0 <= alike.likeness(one, other) <= 1
    if alike.signs(one):
        assert alike.likeness(one, one) == 1
