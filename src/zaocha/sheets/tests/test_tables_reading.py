"""Reading tables: messy real ones, with every wrong cell named, and hostile ones refused."""
# ruff: noqa: DTZ001 cells hold wall time without a zone

import datetime as dt
import io
import random
from pathlib import Path

import openpyxl
import pytest

from zaocha.sheets.messages import MESSAGES, Unreadable
from zaocha.sheets.tables import Row, Table, read_table
from zaocha.sheets.tests import parcels

CODE = "91330681MA2D8XKQ3T"


def book(*rows: list[object], merges: tuple[str, ...] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def row_xml(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(reference: str, words: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{words}</t></is></c>'


HEAD = row_xml(1, text("A1", "企业名称"), text("B1", "信用代码"), text("C1", "产值"))


def only_row(table: Table) -> Row:
    (row,) = table.rows()
    return row


def said(row: Row) -> list[tuple[str, str]]:
    return [(problem.header, problem.said.code) for problem in row.problems]


def refusal(data: bytes, **options: object) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(read_table(data, **options).rows())  # type: ignore[arg-type]
    return caught.value


class TestHeadings:
    def test_below_a_merged_title_a_note_and_a_blank_row(self) -> None:
        table = read_table(
            book(
                ["青田街道企业名录"],
                ["填报单位：经发办", None, "填报日期：2026年3月5日"],
                [],
                ["序号", "企业名称", "信用代码", "联系\n电话", "备注"],
                [1, "云栖针织有限公司", CODE, 13800000001],
                [],
                [2, "青禾袜业有限公司", None, None, "新"],
                merges=("A1:E1",),
            )
        )
        assert table.headers == ("序号", "企业名称", "信用代码", "联系 电话", "备注")
        assert table.header_row == 4
        assert [(row.number, row.values) for row in table.rows()] == [
            (5, ("1", "云栖针织有限公司", CODE, "13800000001", None)),
            (7, ("2", "青禾袜业有限公司", None, None, "新")),
        ]

    def test_over_two_levels(self) -> None:
        table = read_table(
            book(
                ["企业情况表"],
                ["序号", "企业名称", "法定代表人", None, "联系人", None],
                [None, None, "姓名", "电话", "姓名", "电话"],
                [1, "云栖针织", "李四", "13800000001", "王五", "13800000002"],
                merges=("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"),
            )
        )
        assert table.headers == (
            "序号",
            "企业名称",
            "法定代表人姓名",
            "法定代表人电话",
            "联系人姓名",
            "联系人电话",
        )
        assert only_row(table).number == 4

    def test_over_two_levels_without_merged_cells(self) -> None:
        data = "企业情况,,,,\n序号,企业,法人,,产值\n,,姓名,电话,\n1,云栖针织,张三,13800000000,3\n".encode()
        table = read_table(data)
        assert table.headers == ("序号", "企业", "法人姓名", "法人电话", "产值")
        assert only_row(table).number == 4

    def test_repeated_and_missing_headings_stay_apart(self) -> None:
        table = read_table(book(["名称", "电话", "电话", None], ["甲厂", "1", "2", "x"]))
        assert table.headers == ("名称", "电话", "电话 (2)", "D")
        assert only_row(table).under(table.headers)["电话 (2)"] == "2"

    def test_none_at_all(self) -> None:
        table = read_table(book(["云栖针织有限公司", CODE], ["青禾袜业有限公司", CODE]))
        assert (table.headers, table.header_row) == (("A", "B"), 0)
        assert [row.number for row in table.rows()] == [1, 2]

    def test_repeated_on_every_printed_page_are_left_out(self) -> None:
        head = ["名称", "电话"]
        table = read_table(book(head, ["甲厂", "1"], head, ["乙厂", "2"]))
        assert [row.number for row in table.rows()] == [2, 4]

    def test_a_single_column(self) -> None:
        table = read_table(book(["企业名称"], ["甲厂"], ["乙厂"]))
        assert table.headers == ("企业名称",)
        assert [row.values for row in table.rows()] == [("甲厂",), ("乙厂",)]

    def test_a_value_beyond_the_headings_is_reported(self) -> None:
        lines = [["名称", "电话"], *[["厂", "1"]] * 40, ["厂", "1", None, "迷路"]]
        (*_, last) = read_table(book(*lines)).rows()
        assert said(last) == [("D", "no_heading")]
        assert "迷路" in last.problems[0].said.text()


class TestCells:
    def test_numbers_and_dates_are_as_on_the_screen(self) -> None:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.append([f"列{i}" for i in range(10)])
        sheet.append(
            [
                13800138000,
                0.1 + 0.2,
                1234.50,
                dt.date(2026, 10, 3),
                dt.datetime(2026, 10, 3, 8, 30),
                dt.time(14, 30),
                True,
                0.35,
                7,
                -2,
            ]
        )
        sheet["H2"].number_format = "0.00%"
        sheet["I2"].number_format = "0000"
        assert only_row(read_table(saved(workbook))).values == (
            "13800138000",
            "0.3",
            "1234.5",
            "2026-10-03",
            "2026-10-03 08:30",
            "14:30",
            "TRUE",
            "35%",
            "0007",
            "-2",
        )

    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ('yyyy"年"m"月"d"日"', "2026-10-03"),
            ("[$-804]yyyy/m/d", "2026-10-03"),
            ('[Red]#,##0.00"元/day"', "46298"),
            ("General", "46298"),
            ('0"户"', "46298"),
        ],
    )
    def test_number_formats_that_show_dates(self, code: str, shown: str) -> None:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.append(["日期", "名称"])
        sheet.append([46298, "甲厂"])
        sheet["A2"].number_format = code
        assert only_row(read_table(saved(workbook))).values[0] == shown

    def test_dates_counted_from_1904(self) -> None:
        workbook = openpyxl.Workbook()
        workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet = workbook.active
        assert sheet is not None
        sheet.append(["日期", "名称"])
        sheet.append([dt.date(2026, 10, 3), "甲厂"])
        assert only_row(read_table(saved(workbook))).values[0] == "2026-10-03"

    def test_a_code_that_lost_its_digits_is_reported_and_not_made_up(self) -> None:
        row = only_row(read_table(book(["名称", "信用代码"], ["甲厂", 913306812345678000.0])))
        assert said(row) == [("信用代码", "digits_lost")]
        assert row.values[1] == "9.13306812345678E+17"
        assert "9.13306812345678E+17" in row.problems[0].said.text()

    def test_a_code_typed_as_text_in_scientific_form_is_reported(self) -> None:
        assert said(only_row(read_table(book(["名称", "信用代码"], ["甲厂", "9.13E+17"])))) == [
            ("信用代码", "digits_lost")
        ]

    def test_a_code_that_another_program_stored_whole_is_kept(self) -> None:
        row = only_row(
            read_table(
                parcels.xlsx(HEAD + row_xml(2, text("A2", "甲"), '<c r="B2"><v>913306812345678123</v></c>'))
            )
        )
        assert row.values[1] == "913306812345678123"
        assert said(row) == [("信用代码", "number_for_code")]

    def test_formulas_give_their_stored_value_or_are_reported(self) -> None:
        cells = (
            text("A2", "甲厂"),
            '<c r="B2" t="str"><f>CONCATENATE("a","b")</f><v>ab</v></c>',
            '<c r="C2"><f>1+1</f></c>',
        )
        row = only_row(read_table(parcels.xlsx(HEAD + row_xml(2, *cells))))
        assert row.values == ("甲厂", "ab", None)
        assert said(row) == [("产值", "formula_without_value")]

    def test_formulas_written_by_a_program_that_does_not_calculate_are_reported(self) -> None:
        assert said(only_row(read_table(book(["名称", "合计"], ["甲厂", "=1+1"])))) == [
            ("合计", "formula_without_value")
        ]

    def test_error_cells_are_reported(self) -> None:
        cells = (text("A2", "甲厂"), '<c r="B2" t="e"><f>Sheet9!A1</f><v>#REF!</v></c>')
        row = only_row(read_table(parcels.xlsx(HEAD + row_xml(2, *cells))))
        assert row.values[1] is None
        assert row.problems[0].said.text() == "The cell shows the error #REF!. Correct it or empty it."

    def test_a_number_that_is_no_date_and_a_text_that_is_missing(self) -> None:
        styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        cells = (
            text("A2", "甲厂"),
            '<c r="B2" s="1"><v>13800138000</v></c>',
            '<c r="C2" t="s"><v>99</v></c>',
        )
        row = only_row(read_table(parcels.xlsx(HEAD + row_xml(2, *cells), styles=styles)))
        assert row.values == ("甲厂", "13800138000", None)
        assert said(row) == [("信用代码", "no_such_date"), ("产值", "missing_text")]

    def test_readings_above_characters_and_escapes(self) -> None:
        shared = "<si><r><t>早</t></r><r><t>茶</t></r><rPh><t>zao</t></rPh></si><si><t>a_x000D_b</t></si>"
        cells = ('<c r="A2" t="s"><v>0</v></c>', '<c r="B2" t="s"><v>1</v></c>')
        row = only_row(read_table(parcels.xlsx(HEAD + row_xml(2, *cells), shared=shared)))
        assert row.values == ("早茶", "a\rb", None)

    def test_cells_without_references_follow_each_other(self) -> None:
        rows = "<row><c t='inlineStr'><is><t>名称</t></is></c><c t='inlineStr'><is><t>数</t></is></c></row>"
        table = read_table(
            parcels.xlsx(rows + "<row><c t='inlineStr'><is><t>甲</t></is></c><c><v>3</v></c></row>")
        )
        assert only_row(table) == Row(2, ("甲", "3"))


class TestSheets:
    def make(self) -> bytes:
        workbook = openpyxl.Workbook()
        hidden = workbook.active
        assert hidden is not None
        hidden.title = "字典"
        hidden.append(["隐藏", "内容"])
        hidden.sheet_state = "hidden"
        workbook.create_sheet("空表")
        for title in ("企业", "诉求"):
            workbook.create_sheet(title).append([f"{title}名称", "电话"])
        return saved(workbook)

    def test_the_first_visible_sheet_with_data_is_taken(self) -> None:
        table = read_table(self.make())
        assert (table.sheet, table.headers) == ("企业", ("企业名称", "电话"))

    def test_a_named_sheet_is_taken(self) -> None:
        assert read_table(self.make(), sheet="诉求").headers == ("诉求名称", "电话")

    def test_a_missing_sheet_is_refused_with_the_names(self) -> None:
        error = refusal(self.make(), sheet="名录")
        assert error.code == "no_such_sheet"
        assert "空表、企业、诉求" in error.message


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_encodings_and_delimiters(self, encoding: str, delimiter: str) -> None:
        lines = [["企业名称", "联系电话", "地址"], ["云栖针织有限公司", "13800000001", "青田街道一号, 二楼"]]
        text_ = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
        table = read_table(text_.encode(encoding))
        assert table.headers == ("企业名称", "联系电话", "地址")
        assert only_row(table).values == ("云栖针织有限公司", "13800000001", "青田街道一号, 二楼")

    def test_titles_blank_lines_and_several_lines_in_a_field(self) -> None:
        data = '企业名录,,\n\n名称,诉求,电话\n甲厂,"要地\n十亩",1\n,,\n乙厂,修路,2\n'.encode()
        assert [(row.number, row.values) for row in read_table(data).rows()] == [
            (4, ("甲厂", "要地\n十亩", "1")),
            (6, ("乙厂", "修路", "2")),
        ]

    def test_tricks_that_keep_codes_as_text_are_undone(self) -> None:
        data = f'名称,代码,邮编,电话\n甲厂,"=""{CODE}""",\t312000,057588880000\t\n'.encode()
        assert only_row(read_table(data)).values == ("甲厂", CODE, "312000", "057588880000")

    def test_the_delimiter_may_be_named_in_the_first_line(self) -> None:
        table = read_table("sep=;\r\n名称;电话\r\n甲,厂;1\r\n".encode())
        assert (table.headers, only_row(table)) == (("名称", "电话"), Row(3, ("甲,厂", "1")))

    def test_damaged_codes_are_reported(self) -> None:
        row = only_row(read_table("名称,代码,电话\n甲厂,9.13306E+17,1.38E+10\n".encode()))
        assert said(row) == [("代码", "digits_lost"), ("电话", "digits_lost")]

    def test_a_text_file_named_xls_is_read_for_what_it_is(self) -> None:
        assert read_table("名称\t电话\n甲厂\t1\n".encode("gb18030"), name="导出.xls").headers == (
            "名称",
            "电话",
        )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7", "not_table"),
        (parcels.old_office("Workbook"), "old_workbook"),
        (parcels.old_office("WordDocument"), "not_table"),
        (parcels.old_office("Something"), "not_table"),
        (parcels.old_office("EncryptedPackage"), "encrypted"),
        (b"abc\x00\x01\x02", "not_table_at_all"),
        ("<html><table><tr><td>名称</td></tr></table></html>".encode(), "not_table"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (parcels.docx("<w:p/>"), "not_table"),
        (parcels.parcel({"xl/workbook.bin": "x"}), "not_table"),
        (parcels.xlsx(""), "no_data"),
        (parcels.xlsx("<row><c>"), "broken"),
        (parcels.xlsx(HEAD, before=parcels.LAUGHS), "forbidden_markup"),
        (parcels.xlsx(HEAD, before=parcels.OUTSIDE), "forbidden_markup"),
        (parcels.xlsx(HEAD + row_xml(2, text("ZZ2", "远"))), "too_many_columns"),
        (parcels.xlsx(HEAD, workbook="<workbook/>"), "no_data"),
        (parcels.zip_bomb("xl/workbook.xml", megabytes=101), "bomb"),
        (parcels.zip_bomb("xl/media/image1.bmp", megabytes=60), "bomb"),
        ('甲,乙\n"没有结束'.encode() + b"\n" * 140_000, "field_too_long"),
        (("甲," * 300 + "\n").encode(), "too_many_columns"),
    ],
)
def test_hostile_and_broken_files_are_refused(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert error.message


def test_too_many_rows_are_refused() -> None:
    error = refusal(b"name,phone\n" + b"a,1\n" * 101, max_rows=100)
    assert (error.code, error.params["limit"]) == ("too_many_rows", 100)


def test_a_path_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Unreadable, match=r"^名录\.xlsx: "):
        read_table(path)


def test_a_file_with_flipped_bytes_is_read_or_refused_clearly() -> None:
    whole = book(["名称", "日期", "数"], *[[f"厂{i}", dt.date(2026, 1, 1), i * 1.5] for i in range(50)])
    chance = random.Random(11)
    for _attempt in range(300):
        damaged = bytearray(whole)
        for _flip in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            list(read_table(bytes(damaged)).rows())
        except Unreadable as error:
            assert error.code in MESSAGES
