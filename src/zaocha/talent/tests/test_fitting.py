"""What fits, line by line, and which words a vacancy may not hold."""

from __future__ import annotations

import pytest

from zaocha.talent import fitting, linting

DESIGNER = fitting.Wanted(
    "designer",
    ("花型设计", "PS"),
    "bachelor",
    ("艺术设计",),
    0,
    10000,
    "云溪市",
    True,
    frozenset({"schooling"}),
)
GRADUATE = fitting.Offered("designer", ("PS", "花型设计"), "bachelor", "服装设计", 0, 8000, "云溪市")


def test_everything_holds() -> None:
    found = fitting.fit(DESIGNER, GRADUATE)
    assert (found.verdict, found.percent) == ("fits", 100)


def test_one_must_that_fails_is_a_near_miss_and_named() -> None:
    from dataclasses import replace

    found = fitting.fit(DESIGNER, replace(GRADUATE, schooling="college"))
    assert found.verdict == "near"
    assert [one.code for one in found.missing] == ["schooling"]
    unknown = fitting.fit(DESIGNER, replace(GRADUATE, schooling=""))
    assert unknown.verdict == "facts_missing"


def test_a_preference_that_fails_is_weighed_only() -> None:
    from dataclasses import replace

    found = fitting.fit(DESIGNER, replace(GRADUATE, wage_from=12000))
    assert found.verdict == "fits" and found.percent < 100
    hard = fitting.fit(DESIGNER, replace(GRADUATE, wage_from=12000, musts=frozenset({"wage"})))
    assert hard.verdict == "near"


def test_a_title_means_a_post() -> None:
    assert fitting.post_of("袜品花型设计师") == "designer"
    assert fitting.post_of("跨境外贸业务员") == "trade"
    assert fitting.post_of("月亮观察员") == "other"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("仅限男性", "sex"), ("女士优先", "sex"), ("男女不限，已婚已育优先", "family"), ("35岁以下", "age"), ("年龄18-35岁", "age"),
        ("限本地户籍", "origin"), ("乙肝携带者勿扰", "health"), ("形象气质佳", "looks"), ("身高165以上", "looks"), ("需交押金", "money"),
    ],
)  # fmt: skip
def test_conditions_that_the_law_does_not_allow_are_named_with_it(text: str, kind: str) -> None:
    found = linting.check(text)
    assert kind in [one.code for one in found]
    assert all(one.law_zh and one.law_en for one in found)


@pytest.mark.parametrize(
    "text",
    ["男装设计师", "招女袜花型设计师", "男女不限", "须年满16周岁", "两班倒，包食宿", "3年以下经验亦可"],
)
def test_lawful_words_pass(text: str) -> None:
    assert not linting.check(text)
