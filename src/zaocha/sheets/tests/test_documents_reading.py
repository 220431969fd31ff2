"""Reading .docx: the words that a person sees, once each, in order; hostile files refused."""

import io
import random
from pathlib import Path

import docx as python_docx
import pytest

from zaocha.sheets.documents import read_docx_text
from zaocha.sheets.messages import MESSAGES, Unreadable
from zaocha.sheets.tests import parcels


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_docx_text(data, name="纪要.docx")
    return caught.value


def word_file() -> bytes:
    """Minutes as an office program writes them: paragraphs, a table in a table, a merged cell."""
    document = python_docx.Document()
    document.add_heading("早茶会纪要", 1)
    document.add_paragraph("云栖针织提出需要").add_run("10亩").bold = True
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "诉求"
    table.cell(0, 1).text = "答复"
    merged = table.cell(1, 0).merge(table.cell(2, 0))
    merged.text = "道路何时修好"
    table.cell(1, 1).text = "年底前"
    inner = table.cell(2, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "内表"
    document.add_paragraph("结束")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_paragraphs_and_cells_come_in_order_and_merged_cells_once() -> None:
    lines = [line for line in read_docx_text(word_file()).split("\n") if line]
    assert lines == [
        "早茶会纪要",
        "云栖针织提出需要10亩",
        "诉求",
        "答复",
        "道路何时修好",
        "年底前",
        "内表",
        "结束",
    ]


def test_paths_and_streams_are_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "纪要.docx"
    path.write_bytes(word_file())
    with path.open("rb") as stream:
        assert read_docx_text(path) == read_docx_text(stream) == read_docx_text(word_file())


def test_an_empty_paragraph_is_an_empty_line() -> None:
    assert read_docx_text(parcels.docx(p("甲") + "<w:p/>" + p("乙"))) == "甲\n\n乙"


def test_tracked_insertions_are_read_and_deletions_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>月底前</w:t></w:r>"
        "<w:del><w:r><w:delText>三月</w:delText><w:t>三月</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>四月</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
    )
    assert read_docx_text(parcels.docx(body)) == "月底前四月移来"


def test_a_deleted_paragraph_mark_joins_the_paragraphs() -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    assert read_docx_text(parcels.docx(body)) == "前半后半"


def test_a_deleted_table_row_is_left_out() -> None:
    body = (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('删')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{p('留')}</w:tc></w:tr></w:tbl>"
    )
    assert read_docx_text(parcels.docx(body)) == "留"


def test_links_fields_tabs_and_breaks() -> None:
    body = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:tab/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type='page'/><w:noBreakHyphen/></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>"
    )
    assert read_docx_text(parcels.docx(body)) == "链接\t甲\n乙-3"


def test_a_text_box_comes_once_and_after_the_line_that_holds_it() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
    )
    assert read_docx_text(parcels.docx(body)) == "前后\n框内"


def test_pinyin_above_characters_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>zǎo</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>早</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read_docx_text(parcels.docx(body)) == "早"


def test_the_strict_edition_of_the_format_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read_docx_text(parcels.docx(p("严格"), namespace=strict)) == "严格"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"plain words", "not_docx_at_all"),
        (b"%PDF-1.7", "not_docx"),
        (parcels.old_office("WordDocument"), "old_document"),
        (parcels.old_office("Workbook"), "not_docx"),
        (parcels.old_office("EncryptedPackage"), "encrypted"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (parcels.parcel({"a.txt": "x"}), "not_docx"),
        (parcels.xlsx(""), "not_docx"),
        (parcels.docx(""), "empty"),
        (parcels.docx("<w:p><w:r>"), "broken"),
        (parcels.docx(p("x"), before=parcels.LAUGHS), "forbidden_markup"),
        (parcels.docx(p("&f;"), before=parcels.OUTSIDE), "forbidden_markup"),
        (parcels.docx("<w:sdt>" * 1000 + "</w:sdt>" * 1000), "bomb"),
        (parcels.zip_bomb("word/document.xml", megabytes=101), "bomb"),
        (parcels.zip_bomb("word/media/image1.bmp", megabytes=50), "bomb"),
        (parcels.parcel({f"word/{i}.xml": "" for i in range(3001)}), "bomb"),
    ],
)
def test_hostile_and_broken_files_are_refused(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert str(error) == f"纪要.docx: {error.message}"


def test_a_huge_file_is_refused_before_it_is_opened() -> None:
    assert refusal(b"PK\x03\x04" + b"\x00" * 10 * 1024 * 1024).code == "too_large"


def test_a_file_with_flipped_bytes_is_read_or_refused_clearly() -> None:
    whole = word_file()
    chance = random.Random(7)
    for _attempt in range(300):
        damaged = bytearray(whole)
        for _flip in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        cut = damaged[: chance.randrange(len(damaged))] if chance.random() < 0.3 else damaged
        try:
            read_docx_text(bytes(cut))
        except Unreadable as error:
            assert error.code in MESSAGES
