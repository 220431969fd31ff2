"""Search words, pinyin and categories of texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.lang import categories, classify, pinyin, tokens


def test_a_word_hidden_by_the_cut_is_still_found() -> None:
    indexed = set(tokens.index_tokens("清水路路灯不亮"))
    assert {"路灯", "清水", "灯"} <= indexed
    assert set(tokens.query_tokens("路灯")) <= indexed


def test_traditional_and_full_width_meet_simplified() -> None:
    assert set(tokens.query_tokens("路燈　ＡＢ１２")) <= set(tokens.index_tokens("路灯坏了，ab12"))


def test_a_single_character_can_be_asked_for() -> None:
    assert tokens.query_tokens("灯") == ["灯"]


@settings(deadline=None)
@given(st.text(alphabet="清水路灯不亮的企业招工难abc12，。", max_size=20))
def test_whatever_is_asked_of_a_text_is_in_its_index_unless_cut_across(raw: str) -> None:
    indexed = set(tokens.index_tokens(raw))
    assert set(tokens.query_tokens(raw)) <= indexed


@pytest.mark.parametrize(
    ("name", "short", "long"),
    [
        ("清河袜业", "qhwy", "qinghewaye"),
        ("长兴针织", "cxzz", "changxingzhenzhi"),
        ("云溪市青禾AB12厂", "yxsqhab12c", "yunxishiqingheab12chang"),
        ("重庆绿源", "cqly", "chongqinglvyuan"),
    ],
)
def test_pinyin_of_names(name: str, short: str, long: str) -> None:
    assert pinyin.initials(name) == short
    assert pinyin.full(name) == long


def test_surnames_are_read_as_surnames() -> None:
    assert pinyin.of_person("单雄") == "shanxiong"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("厂房太挤了，想买块工业用地自己建", "01"),
        ("車間缺擋車工,年後招不到人", "02"),
        ("银行不肯续贷，资金周转困难", "03"),
        ("变压器不够用，申请增容", "04"),
        ("技改补贴一直没有兑现到账", "05"),
        ("订单下滑，想去国外参展", "07"),
        ("客户拖欠货款，想打官司", "09"),
        ("消防隐患整改太难", "11"),
        ("门口那条路什么时候拓宽完", "12"),
        ("员工孩子上学没有学位", "13"),
        ("一个月三拨人来重复检查", "14"),
    ],
)
def test_clear_texts_find_their_category(text: str, code: str) -> None:
    assert classify.judge(text).code == code


def test_probabilities_are_a_distribution_over_all_categories() -> None:
    ranked = classify.classify("想要一块地")
    assert {code for code, _ in ranked} == {found.code for found in categories.CATEGORIES}
    assert sum(share for _, share in ranked) == pytest.approx(1)
    assert [share for _, share in ranked] == sorted((share for _, share in ranked), reverse=True)


@pytest.mark.parametrize("text", ["", "……", "你好", "那个事情"])
def test_a_text_that_says_nothing_gets_no_category(text: str) -> None:
    assert classify.judge(text).abstained


def test_the_shipped_sentences_cover_every_category_in_numbers() -> None:
    codes = [code for code, _ in classify.seed_sentences()]
    assert len(codes) >= 600
    assert min(codes.count(found.code) for found in categories.CATEGORIES) >= 35


def test_the_words_that_spoke_are_given_as_the_reason() -> None:
    assert "贷款" in classify.judge("想要一笔贷款").reasons
