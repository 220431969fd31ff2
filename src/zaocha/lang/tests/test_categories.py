"""The category table is whole and every code is found."""

import pytest

from zaocha.lang import categories


def test_sixteen_categories_in_order() -> None:
    assert [found.code for found in categories.CATEGORIES] == [f"{n:02d}" for n in range(1, 17)]


def test_only_conduct_of_officials_is_sensitive() -> None:
    assert [found.code for found in categories.CATEGORIES if found.sensitive] == ["14"]


def test_every_category_has_both_names_a_lead_and_a_second_level() -> None:
    for found in categories.CATEGORIES:
        assert found.name.zh and found.name.en and found.lead.zh and found.lead.en
        assert found.second and all(part.code.startswith(found.code) for part in found.second)


def test_deadline_classes_are_one_five_ten_and_twenty_workdays() -> None:
    assert {found.code: found.workdays for found in categories.DEADLINE_CLASSES} == {
        "A": 1,
        "B": 5,
        "C": 10,
        "D": 20,
    }


def test_a_second_level_code_leads_to_its_category_and_deadline() -> None:
    assert categories.category("0101").name.zh == "用地空间"
    assert categories.second_level("0101").deadline.code == "D"


@pytest.mark.parametrize("code", ["", "1", "17", "0199", "01011"])
def test_unknown_codes_are_refused(code: str) -> None:
    with pytest.raises(categories.UnknownCategory):
        categories.category(code)
