"""Guessing columns: what a street office's lists look like is mapped without a click."""

import pytest

from zaocha.sheets import columns
from zaocha.sheets.columns import FieldSpec, chosen_columns, guess_mapping
from zaocha.sheets.tables import Row

FIELDS = (
    FieldSpec("name", ("企业名称", "单位名称", "公司名称", "name", "company"), columns.COMPANY_NAME),
    FieldSpec("credit_code", ("统一社会信用代码", "信用代码", "credit code"), columns.CREDIT_CODE),
    FieldSpec("contact", ("联系人", "contact")),
    FieldSpec("phone", ("联系电话", "手机", "电话", "phone", "mobile"), columns.PHONE),
    FieldSpec("legal_person", ("法定代表人", "法人", "负责人")),
    FieldSpec("address", ("地址", "经营地址", "注册地址", "address")),
    FieldSpec("founded_on", ("成立日期", "注册日期", "founded"), columns.DATE),
)
ROWS = [
    ["1", "云栖针织有限公司", "91330681MA2D8XKQ3T", "张三", "13800000001", "青田街道1号", "2011-03-05"],
    ["2", "青禾袜业厂", "91330681MA2D8XKQ4R", "李四", "0575-88880000", "青田街道2号", "2015年3月5日"],
    ["3", "绍兴白塔机械有限公司", None, "王五", "139 0000 0002", "青田街道3号", "20180305"],
]


def mapped(headers: list[str], rows: list[list[str | None]] = ROWS) -> dict[str, str]:  # type: ignore[assignment]
    return chosen_columns(guess_mapping(headers=headers, fields=FIELDS, sample_rows=rows))


@pytest.mark.parametrize(
    "headers",
    [
        ["序号", "企业名称", "统一社会信用代码", "联系人", "联系电话", "地址", "成立日期"],
        ["No.", "单位名称*", "统一社会信用代码(18位)", "企业联系人", "联系人电话", "详细地址", "成立时间"],
        ["编号", "企业全称", "统一信用代码", "联系人姓名", "手机号码", "经营地址(厂区)", "注册日期"],
        ["#", "Company name", "Credit Code", "Contact person", "Phone no.", "Address", "Founded"],
        ["序号", "企业名称 ", "信用代码", "联 系 人", "电话", "地 址", "成立日期"],
    ],
)
def test_headings_as_people_write_them(headers: list[str]) -> None:
    assert mapped(headers) == {
        "name": headers[1],
        "credit_code": headers[2],
        "contact": headers[3],
        "phone": headers[4],
        "address": headers[5],
        "founded_on": headers[6],
    }


def test_a_table_without_headings_is_guessed_by_its_values() -> None:
    guesses = guess_mapping(headers=list("ABCDEFG"), fields=FIELDS, sample_rows=ROWS)
    assert chosen_columns(guesses) == {"name": "B", "credit_code": "C", "phone": "E", "founded_on": "G"}
    assert guesses["C"].why.text() == "100 % of the values look like this."
    assert guesses["A"].field is None
    assert guesses["A"].why.code == "no_match"


def test_no_field_is_given_twice_and_the_surer_column_gets_it() -> None:
    rows: list[list[str | None]] = [["13800000001", "13900000002"]] * 3
    assert mapped(["备用", "联系电话"], rows) == {"phone": "联系电话"}
    assert mapped(["法人电话", "联系电话"], rows)["phone"] == "联系电话"


def test_values_that_contradict_the_heading_lower_the_confidence() -> None:
    good = guess_mapping(headers=["信用代码"], fields=FIELDS, sample_rows=[["91330681MA2D8XKQ3T"]] * 5)
    bad = guess_mapping(headers=["信用代码"], fields=FIELDS, sample_rows=[["甲"]] * 5)
    assert good["信用代码"].confidence > 0.95
    assert bad["信用代码"].field == "credit_code"
    assert bad["信用代码"].confidence < 0.7


def test_full_width_values_and_rows_of_a_table_count_too() -> None:
    rows = [Row(2, ("９１３３０６８１ＭＡ２Ｄ８ＸＫＱ３Ｔ",))]
    assert guess_mapping(headers=["x"], fields=FIELDS, sample_rows=rows)["x"].field == "credit_code"


def test_unknown_headings_are_left_alone() -> None:
    assert mapped(["备注", "序号"], [["好", "1"], ["", "2"]]) == {}
