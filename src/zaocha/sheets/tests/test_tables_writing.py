"""Writing tables: everything comes back, nothing calculates, the ledger can go out and return."""
# ruff: noqa: DTZ001 cells hold wall time without a zone

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from zaocha.sheets.tables import Column, Sheet, read_table, write_csv, write_table, write_workbook

DANGEROUS = [
    "=1+1",
    "+86 575",
    "-2",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "＝1+1",
    "'=1",
    "''=1",
    " =1",
    "#REF!",
]
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40
)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def first_sheet(data: bytes) -> Worksheet:
    sheet = opened(data).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


@settings(max_examples=60)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6))
def test_any_text_survives_both_forms(rows: list[list[str]]) -> None:
    headers = ["名称", "诉求", "备注"]
    expected = [tuple(None if not c or c.isspace() else c for c in row) for row in rows]
    expected = [row for row in expected if any(row) and row != tuple(headers)]
    full = [["甲厂", "乙", "丙"], *rows]
    for data in (write_table(headers=headers, rows=full), write_csv(headers=headers, rows=full)):
        table = read_table(data)
        assert table.headers == tuple(headers)
        assert [row.values for row in table.rows()][1:] == expected


@given(TEXTS.filter(lambda text: bool(text.strip())))
def test_no_text_in_a_csv_can_begin_a_formula(text: str) -> None:
    data = write_csv(
        headers=["a"], rows=[[prefix + text] for prefix in ("", "=", "+", "-", "@", "\t=", " =", "＝")]
    )
    for (cell,) in list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]:
        assert cell.lstrip()[0] not in "=+-@＝＋－＠"


@pytest.mark.parametrize("text", DANGEROUS)
def test_texts_that_look_like_formulas_stay_texts(text: str) -> None:
    data = write_table(headers=["名称", "内容"], rows=[["甲厂", text]])
    cell = first_sheet(data)["B2"]
    assert (cell.data_type, cell.value) == ("s", text)
    (row,) = read_table(data).rows()
    assert row.values == ("甲厂", text)
    assert row.problems == ()
    (row,) = read_table(write_csv(headers=["名称", "内容"], rows=[["甲厂", text]])).rows()
    assert row.values[1] == text


def test_no_formula_element_is_ever_written() -> None:
    data = write_table(headers=DANGEROUS, rows=[DANGEROUS], sheet_name="=1+1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_numbers_dates_and_blanks_keep_their_kind() -> None:
    values = [
        3,
        2.5,
        Decimal("10.20"),
        dt.date(2026, 10, 3),
        dt.datetime(2026, 10, 3, 8, 30),
        dt.time(14, 30),
        True,
        None,
    ]
    data = write_table(headers=[f"列{i}" for i in range(8)], rows=[values])
    cells = [cell.value for cell in first_sheet(data)[2]]
    assert cells == [
        3,
        2.5,
        10.2,
        dt.datetime(2026, 10, 3),
        dt.datetime(2026, 10, 3, 8, 30),
        dt.time(14, 30),
        True,
        None,
    ]
    (row,) = read_table(data).rows()
    assert row.values == ("3", "2.5", "10.2", "2026-10-03", "2026-10-03 08:30", "14:30", "TRUE", None)


def test_long_numbers_keep_every_digit() -> None:
    long = [913306812345678123, Decimal("12345678901234567890.12"), 10**15]
    (row,) = read_table(write_table(headers=["甲", "乙", "丙"], rows=[long])).rows()
    assert row.values == ("913306812345678123", "12345678901234567890.12", "1000000000000000")
    assert row.problems == ()


def test_what_no_spreadsheet_can_hold_is_left_out_without_breaking_the_file() -> None:
    odd = ["a\x00\x0bb\ud800c", "x" * 40_000, "_x000D_", "行\n二", float("nan"), dt.date(1899, 1, 1)]
    data = write_table(headers=list("甲乙丙丁戊己"), rows=[odd])
    (row,) = read_table(data).rows()
    assert row.values[0] == "abc"
    assert len(row.values[1] or "") == 32_767
    assert row.values[2:] == ("_x000D_", "行\n二", "nan", "1899-01-01")


def test_the_same_input_gives_the_same_bytes() -> None:
    at = dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC)
    first, second = (write_table(headers=["甲"], rows=[["乙"]], made_at=at) for _ in range(2))
    assert first == second
    assert opened(first).properties.created == at.replace(tzinfo=None)


def ledger() -> bytes:
    columns = [
        Column(header="编号", hidden=True),
        Column(header="诉求", locked=True, width=40),
        Column(header="状态", choices=("已办结", "办理中, 待回访", "挂账")),
        Column(header="承办单位", choices=tuple(f"科室{i}" for i in range(60))),
    ]
    rows = [["d-1", "需要10亩土地", "办理中, 待回访", "科室3"], ["d-2", "道路何时修好", "挂账", None]]
    return write_workbook(
        sheets=[
            Sheet(name="台账", columns=columns, rows=rows, title="青田街道诉求台账"),
            Sheet(name="台账", columns=columns[:2], rows=[]),
        ]
    )


def test_a_ledger_has_locked_keys_open_cells_and_lists() -> None:
    workbook = opened(ledger())
    assert workbook.sheetnames == ["台账", "台账 2", "_lists"]
    assert workbook["_lists"].sheet_state == "hidden"
    sheet = workbook["台账"]
    assert sheet.protection.sheet
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:D4"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.column_dimensions["B"].width == 40
    locked = [sheet[f"{column}3"].protection.locked for column in "ABCD"]
    assert locked == [True, True, False, False]
    assert not sheet["D4"].protection.locked, "an empty cell of an open column can be filled in"
    lists = {str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists == {"C3": "_lists!$A$1:$A$3", "D3": "_lists!$B$1:$B$60"}


def test_a_ledger_comes_back_after_it_was_changed_elsewhere() -> None:
    workbook = opened(ledger())
    workbook["台账"]["C4"] = "已办结"
    target = io.BytesIO()
    workbook.save(target)
    table = read_table(target.getvalue())
    assert table.headers == ("编号", "诉求", "状态", "承办单位")
    assert [(row.number, row.values) for row in table.rows()] == [
        (3, ("d-1", "需要10亩土地", "办理中, 待回访", "科室3")),
        (4, ("d-2", "道路何时修好", "已办结", None)),
    ]


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [("a/b:c*?[x]", "a b c   x"), ("", "Sheet1"), ("很" * 40, "很" * 31), ("it's", "it's")],
)
def test_sheet_names_are_made_acceptable(wanted: str, given_name: str) -> None:
    assert opened(write_table(headers=["甲"], rows=[], sheet_name=wanted)).sheetnames == [given_name]


def test_columns_are_wide_enough_for_chinese() -> None:
    sheet = first_sheet(write_table(headers=["名称", "备注"], rows=[["绍兴云栖织造有限公司", "x"]]))
    assert sheet.column_dimensions["A"].width >= 20
    assert sheet.column_dimensions["B"].width < 12


def test_csv_is_utf_8_with_mark_and_keeps_numbers_as_numbers() -> None:
    data = write_csv(
        headers=["名称", "数"], rows=[["甲", -5], ["乙", Decimal("-1.50")], ["丙", dt.date(2026, 1, 2)]]
    )
    assert data == "\ufeff名称,数\r\n甲,-5\r\n乙,-1.50\r\n丙,2026-01-02\r\n".encode()
