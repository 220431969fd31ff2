"""Files made to keep the server busy: each is refused or read within a moment."""

import random
import time
from collections.abc import Iterator

import pytest

from zaocha.sheets import markup
from zaocha.sheets.documents import read_docx_text
from zaocha.sheets.messages import Unreadable
from zaocha.sheets.tables import read_table
from zaocha.sheets.tests import parcels

MEGABYTE = 1024 * 1024
HEAD = '<row r="1"><c t="inlineStr"><is><t>名称</t></is></c><c t="inlineStr"><is><t>日期</t></is></c></row>'


@pytest.fixture(autouse=True)
def _within_a_moment() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < 8


def noise(megabytes: int) -> str:
    """Text that hardly packs, so that the guard of the packed size does not already refuse it."""
    return random.Random(1).randbytes(megabytes * MEGABYTE // 2).hex()


def code_of(read: object, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)  # type: ignore[operator]
    return caught.value.code


def all_rows(data: bytes) -> list[tuple[str | None, ...]]:
    return [row.values for row in read_table(data).rows()]


def test_one_endless_tag() -> None:
    assert code_of(read_docx_text, parcels.docx(f'<w:p x="{noise(8)}"/>')) == "bomb"


def test_one_endless_comment() -> None:
    assert code_of(read_docx_text, parcels.docx(f"<w:p/><!--{noise(8)}-->")) == "bomb"


def test_endless_different_names() -> None:
    tags = "".join(f"<w:x{i}/>" for i in range(20_000))
    assert code_of(read_docx_text, parcels.docx(tags)) == "bomb"


def test_endless_small_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "LIMIT_ELEMENTS", 10_000)
    assert code_of(all_rows, parcels.xlsx("<row/>" * 10_001)) == "bomb"


def test_many_sheets_that_are_one_large_empty_part() -> None:
    entries = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 3000))
    workbook = f'<workbook xmlns="{parcels.X}" xmlns:r="{parcels.R}"><sheets>{entries}</sheets></workbook>'
    assert code_of(all_rows, parcels.xlsx("<row/>" * 200_000, workbook=workbook)) == "no_data"


@pytest.mark.parametrize(
    "number", ["1E+999999999", "-1E+999", "9" * 100_000, "1E-999", "NaN", "１２", "1_000", "0x1"]
)
@pytest.mark.parametrize("style", ["0", "1", "2"])
def test_absurd_numbers(number: str, style: str) -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs>'
    cells = f'<row r="2"><c t="inlineStr"><is><t>甲</t></is></c><c s="{style}"><v>{number}</v></c></row>'
    ((name, value),) = all_rows(parcels.xlsx(HEAD + cells, styles=styles))
    assert name == "甲"
    assert value


def test_merged_cells_that_never_end() -> None:
    data = parcels.xlsx(
        HEAD + '<row r="2"><c><v>1</v></c></row>', after="<mergeCells/><!--" + "mergeCell " * 200_000
    )
    assert code_of(all_rows, data) == "broken"


def test_characters_that_no_database_holds_do_not_get_in_by_escapes() -> None:
    cells = '<row r="2"><c t="inlineStr"><is><t>a_x0000_b_xD800_c_x0009_d</t></is></c></row>'
    assert all_rows(parcels.xlsx(HEAD + cells)) == [("a_x0000_b_xD800_c\td", None)]


def test_a_small_document_with_an_endless_text() -> None:
    data = parcels.docx("<w:p><w:r><w:t>" + noise(11) + "</w:t></w:r></w:p>")
    assert code_of(read_docx_text, data) == "too_large"


def test_many_quotes_and_delimiters_in_a_csv() -> None:
    assert code_of(all_rows, b'name,phone\n"' + b'""' * 500_000) == "field_too_long"
    assert code_of(all_rows, b"a,b\n" + b"\t" * MEGABYTE + b"x,y") in {"too_many_columns", "field_too_long"}
