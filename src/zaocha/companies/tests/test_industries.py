"""Industry codes as people write them, and what lies below what."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.companies import industries
from zaocha.companies.industries import IndustryNotKnown

RANGES = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip


def test_the_table_is_whole() -> None:
    entries = industries._table().values()
    assert Counter(entry.level for entry in entries) == {"门类": 20, "大类": 97, "中类": 473, "小类": 1381}
    assert all(entry.code[:-1] in industries._table() for entry in entries if len(entry.code) > 2)


@pytest.mark.parametrize("section", RANGES)
def test_divisions_lie_in_their_sections(section: str) -> None:
    first, last = RANGES[section]
    assert [industries.industry(f"{number:02}").section for number in range(first, last + 1)] == [section] * (
        last - first + 1
    )


@pytest.mark.parametrize("text", ["1830", "C1830", "c1830", " C 1830 ", "Ｃ１８３０"])
def test_letter_and_width_do_not_matter(text: str) -> None:
    assert industries.normalise(text) == "1830"
    assert industries.industry(text).name == "服饰制造"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "shape"),
        ("袜子", "shape"),
        ("18305", "shape"),
        ("1", "shape"),
        ("U", "shape"),
        ("18-30", "shape"),
        ("١٨٣٠", "shape"),
        ("1839", "orphan"),
        ("9800", "orphan"),
        ("A1830", "section"),
    ],
)
def test_what_is_not_in_the_table_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(IndustryNotKnown) as refused:
        industries.industry(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("code", "ancestor", "within"),
    [
        ("1830", "C", True),
        ("1830", "18", True),
        ("C1830", "183", True),
        ("1830", "1830", True),
        ("18", "1830", False),
        ("1830", "17", False),
        ("5131", "C", False),
        ("C", "C", True),
        ("C", "18", False),
    ],
)
def test_one_lies_within_the_other(code: str, ancestor: str, within: bool) -> None:
    assert industries.is_within(code, ancestor) is within


def test_an_orphan_is_refused_on_either_side() -> None:
    for code, ancestor in (("1839", "18"), ("1830", "1839")):
        with pytest.raises(IndustryNotKnown):
            industries.is_within(code, ancestor)


def test_the_way_down_to_a_class() -> None:
    assert [entry.code for entry in industries.path("1830")] == ["C", "18", "183", "1830"]
    assert [entry.code for entry in industries.path("T")] == ["T"]


@pytest.mark.parametrize("text", ["1830", "C1830", "服饰制造", "袜子", "袜业"])
def test_the_sock_makers_find_their_class_first(text: str) -> None:
    assert industries.search(text)[0].code == "1830"


def test_searching_by_words_and_by_the_beginning_of_a_code() -> None:
    assert "1761" in [entry.code for entry in industries.search("针织")]
    assert {entry.code[:3] for entry in industries.search("C176")} == {"176"}
    assert industries.search("A176") == ()
    assert len(industries.search("制造", limit=5)) == 5
    assert industries.search("  ") == industries.search("没有这个行业") == ()


codes = st.sampled_from(sorted(industries._table()))


@given(codes)
def test_every_code_is_read_back_with_and_without_its_letter(code: str) -> None:
    entry = industries.industry(code)
    assert industries.normalise(code) == code
    if code != entry.section:
        assert industries.normalise(entry.section + code) == code
    assert all(industries.is_within(code, above.code) for above in industries.path(code))


@given(codes, codes, codes)
def test_lying_within_is_transitive(a: str, b: str, c: str) -> None:
    if industries.is_within(a, b) and industries.is_within(b, c):
        assert industries.is_within(a, c)


@given(st.text(max_size=12))
def test_any_text_is_searched_without_a_fault(text: str) -> None:
    assert len(industries.search(text)) <= 20
