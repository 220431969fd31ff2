"""Credit codes: valid, invalid, or legal with a check character that fails."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.companies import credit_codes
from zaocha.companies.credit_codes import ALPHABET, Problem, judge

VALID = [
    "91350100M000100Y43",
    "91110000101623741K",
    "911101066976941872",
    "91110108551385082Q",
    "91440101MA5CJQ4N59",
    "91350200776049653A",
    "9131000063159284XQ",  # the inner digit is X
    "91330681MA2D00010F",
    "91330681MA2BE8X92K",
    "913306817652135774",
    "913306810000000350",  # remainder 0
    "913306810000002700",
]
EARLY_FUJIAN = [
    "91350211M0000XUF46",
    "91350100M0001TGQXM",
    "91350203M0001FUE2P",
    "91350203M0001QAY9B",
    "91350628M0000K0H44",
]


@pytest.mark.parametrize("code", VALID)
def test_valid_codes(code: str) -> None:
    judged = judge(code)
    assert (judged.verdict, judged.problems, judged.code) == ("valid", (), code)
    assert judged.registering_dept + judged.category + judged.area6 + judged.org_code == code[:17]


@pytest.mark.parametrize("code", EARLY_FUJIAN)
def test_early_codes_of_fujian_are_legal_but_must_be_confirmed(code: str) -> None:
    judged = judge(code)
    assert (judged.verdict, judged.problems) == ("checksum_fails", (Problem("check", 18, code[-1]),))


def test_the_standards_own_wrong_example_names_its_letter() -> None:
    judged = judge("91350100M000100Y4Z")
    assert (judged.verdict, judged.problems) == ("invalid", (Problem("letter_not_used", 18, "Z"),))


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_the_standard_leaves_out_are_named_and_never_mapped(letter: str) -> None:
    judged = judge(f"91330681MA2D0{letter}010F")
    assert judged.verdict == "invalid" and judged.code[13] == letter
    assert judged.problems == (Problem("letter_not_used", 14, letter),)


@pytest.mark.parametrize(
    "typed",
    [
        " 91330681ma2d00010f ",
        "９１３３０６８１ＭＡ２Ｄ０００１０Ｆ",
        "91-330681-MA2D0001-0-F",
        "9133 0681 MA2D 0001 0F\n",
        "'91330681MA2D00010F",
        "\ufeff91330681\u200bMA2D\u30000001—0F",
    ],
)
def test_what_people_type_around_a_code_is_taken_off(typed: str) -> None:
    assert judge(typed).verdict == "valid"
    assert judge(typed).code == "91330681MA2D00010F"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", Problem("missing")),
        (" - ", Problem("missing")),
        ("9.13306E+17", Problem("lost_digits", found="9.13306E+17")),
        ("91330681MA2D0001", Problem("length", found="16")),
        ("330681000012345", Problem("old_registration_number", found="15")),
        ("MA2D00010", Problem("organisation_code", found="9")),
        ("B1330681MA2D00010F", Problem("department_unknown", 1, "B")),
        ("94330681MA2D00010F", Problem("category_unknown", 2, "4")),
        ("9133A681MA2D00010F", Problem("area_not_digits", 5, "A")),
        ("91330681MA2D00011F", Problem("inner_check", 17, "1")),
        ("91330681MA2D0001中F", Problem("character_not_used", 17, "中")),
        ("91330681МA2D00010F", Problem("character_not_used", 9, "М")),  # a Cyrillic letter
        ("9133068１MA2D0001²F", Problem("character_not_used", 17, "²")),
    ],
)
def test_each_fault_is_named_at_its_place(typed: str, problem: Problem) -> None:
    judged = judge(typed)
    assert judged.verdict == "invalid"
    assert judged.problems[0] == problem


def test_a_wrong_inner_digit_is_invalid_though_the_last_character_fits() -> None:
    first_17 = "91330681MA2D00011"
    judged = judge(first_17 + credit_codes.check_character(first_17))
    assert (judged.verdict, judged.problems) == ("invalid", (Problem("inner_check", 17, "1"),))


@pytest.mark.parametrize(("code", "name"), [("91", "企业"), ("92", "个体工商户"), ("93", "农民专业合作社")])
def test_the_first_two_characters_say_what_kind_of_body_it_is(code: str, name: str) -> None:
    kind = credit_codes.kind(judge(credit_codes.make("330681", 7, prefix=code)))
    assert kind is not None and kind.category_zh == name
    assert credit_codes.kind(judge("nothing")) is None


@pytest.mark.parametrize(
    ("area6", "n", "prefix"),
    [
        ("33068", 1, "91"),
        ("33O681", 1, "91"),
        ("33068１", 1, "91"),
        ("330681", -1, "91"),
        ("330681", 31**6, "91"),
        ("330681", 1, "94"),
        ("330681", 1, ""),
    ],
)
def test_impossible_invented_codes_are_refused(area6: str, n: int, prefix: str) -> None:
    with pytest.raises(ValueError, match=r"not|no "):
        credit_codes.make(area6, n, prefix=prefix)


areas = st.text("0123456789", min_size=6, max_size=6)
numbers = st.integers(0, 31**6 - 1)
prefixes = st.sampled_from(["91", "92", "93", "12", "52", "A1", "N2", "Y1"])


@given(areas, numbers, prefixes)
def test_invented_codes_are_valid(area6: str, n: int, prefix: str) -> None:
    judged = judge(credit_codes.make(area6, n, prefix=prefix))
    assert (judged.verdict, judged.area6) == ("valid", area6)


@given(areas, numbers, numbers)
def test_invented_codes_differ(area6: str, a: int, b: int) -> None:
    assert (credit_codes.make(area6, a) == credit_codes.make(area6, b)) == (a == b)


@given(areas, numbers, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(area6: str, n: int, place: int, sign: str) -> None:
    code = credit_codes.make(area6, n)
    changed = code[:place] + sign + code[place + 1 :]
    assert (judge(changed).verdict == "valid") == (changed == code)


@given(st.text(max_size=60) | st.text(string.ascii_letters + string.digits, min_size=17, max_size=19))
def test_any_text_gets_a_judgement(text: str) -> None:
    judged = judge(text)
    assert bool(judged.problems) == (judged.verdict != "valid")
    assert judge(judged.code) == judged


@given(areas, numbers, st.data())
def test_blanks_hyphens_and_width_do_not_matter(area6: str, n: int, data: Any) -> None:
    code = credit_codes.make(area6, n)
    fillers = data.draw(st.lists(st.sampled_from(["", " ", "-", "－", "\u3000"]), min_size=18, max_size=18))
    wide = data.draw(st.lists(st.booleans(), min_size=18, max_size=18))
    typed = "".join(
        (chr(ord(sign) + 0xFEE0) if is_wide else sign.lower()) + filler
        for sign, is_wide, filler in zip(code, wide, fillers, strict=True)
    )
    assert judge(typed).code == code
