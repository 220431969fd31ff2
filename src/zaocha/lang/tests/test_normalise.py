"""Uniform text, and the way back to the very characters of the original."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.lang import normalise

CASES = {
    "標(biāo)題:暢通溝通渠道": "标题：畅通沟通渠道",
    "企業(yè)發(fā)展,長(zhǎng)遠": "企业发展，长远",
    "標(biao)題": "标题",
    "帶著問題來,著名企業": "带着问题来，著名企业",
    "謹(jǐn)?shù)姆諊": "谨姆諊",
    "１０畝，ＡＢＣ％": "10亩，ABC%",
    "張總(wang)": "张总（wang）",
    "服諒兊幂p松": "服谅兊幂p松",
    "a\u200bb\ufeffc": "abc",
    "8:30開會,地點:會議室": "8:30开会，地点：会议室",
    "5,000平方米": "5,000平方米",
}


@pytest.mark.parametrize(("raw", "uniform"), CASES.items())
def test_text_is_made_uniform(raw: str, uniform: str) -> None:
    assert normalise.normalise(raw).text == uniform


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("標題企業路(biāo)(yè)?ù)，。１２ab \n\u200b張「」"), max_size=60))
def test_every_place_leads_back_into_the_original(raw: str) -> None:
    found = normalise.normalise(raw)
    places = [found.origin(at) for at in range(len(found.text))]
    assert places == sorted(set(places))
    assert all(at < len(raw) for at in places)
    for at, char in enumerate(found.text):
        start, end = found.span(at, at + 1)
        assert end == start + 1
        assert normalise.simplified(char) == char or char == raw[start]


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_is_read_and_lines_stay(raw: str) -> None:
    found = normalise.normalise(raw)
    assert found.text.count("\n") == raw.count("\n")
    assert found.span(0, len(found.text))[1] <= len(raw)


def test_a_quote_holds_the_debris_between_its_ends() -> None:
    raw = "原標(biāo)題:好"
    found = normalise.normalise(raw)
    start, end = found.span(found.text.index("标"), found.text.index("题") + 1)
    assert raw[start:end] == "標(biāo)題"


def test_too_long_a_text_is_refused_with_its_length() -> None:
    with pytest.raises(normalise.TextTooLong, match="1,001"):
        normalise.normalise("企" * 1001, limit=1000)


def test_time_grows_with_length_only() -> None:
    line = "標(biāo)題?shù)企(qi)業(" + "(" * 40 + "\n"
    begun = time.perf_counter()
    normalise.normalise(line * 40_000)
    assert time.perf_counter() - begun < 20
