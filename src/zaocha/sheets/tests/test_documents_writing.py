"""Writing .docx: the papers of the desk open in office programs, look alike every time, and read back."""

import datetime as dt
import io

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.sheets.documents import (
    Beside,
    Block,
    Heading,
    KeyValueTable,
    PageBreak,
    Paragraph,
    Picture,
    Spacer,
    Table,
    read_docx_text,
    write_docx,
)
from zaocha.sheets.qr import qr_png

AT = dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC)
QR = Picture(png=qr_png("https://zaocha.example.cn/s/7Kd9"), width_mm=32, alt="扫码回复的二维码")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff"))


def slip() -> bytes:
    """An assignment slip with a QR code."""
    blocks: list[Block] = [
        Paragraph(text="青交办〔2026〕17号", align="center"),
        KeyValueTable(
            rows=[
                ("承办单位", "经济发展办公室"),
                ("企业", "云栖针织有限公司"),
                ("诉求", "现有厂房已满,需要10亩土地扩建;希望提前知道“招拍挂”的时间。"),
                ("来源", "2026年3月5日早茶会,现场提出"),
                ("答复期限", "2026年3月10日(第3个工作日)17:30前"),
            ]
        ),
        KeyValueTable(rows=[("办理情况", ""), ("答复意见", "")], min_lines=5),
        Paragraph(
            text="承办人:            联系电话:            日期:    年  月  日", indent=False, align="left"
        ),
        Beside(
            lines=["扫右侧二维码可直接签收和回复,不需要账号。", "也可在本单上填写后交回专窗,由专窗代录。"],
            picture=QR,
        ),
    ]
    return write_docx(
        title="企业诉求交办单", blocks=blocks, footer="青田街道企业服务专窗 0575-88880000", made_at=AT
    )


def minutes() -> bytes:
    """Minutes over two pages."""
    words = "会上,街道负责人听取了七家企业的意见,对能当场答复的作了答复,需要协调的明确了承办单位和期限。"
    blocks: list[Block] = [
        Paragraph(text="时间:2026年3月5日 8:30  地点:街道三楼会议室", indent=False, align="center"),
        Heading(text="一、总体情况"),
        Paragraph(text=words * 3),
        Heading(text="二、企业诉求和答复"),
        Heading(text="(一)云栖针织有限公司", level=2),
        Paragraph(lead="诉求:", text="需要10亩土地扩建厂房。"),
        Paragraph(lead="答复:", text="三月底前告知土地招拍挂信息。\n承办单位:经济发展办公室。"),
        PageBreak(),
        Heading(text="三、办理清单"),
        Table(
            headers=["序号", "企业", "诉求", "承办单位", "期限"],
            rows=[
                [str(i), f"云栖{i}号企业", "道路何时修好,员工上下班不便", "城建办", "3月10日"]
                for i in range(1, 16)
            ],
        ),
    ]
    return write_docx(title="早茶会纪要", blocks=blocks, made_at=AT)


def follow_up() -> bytes:
    """A follow-up sheet in English."""
    blocks: list[Block] = [
        Paragraph(text="This is what you said on 5 March and what you were promised."),
        Heading(text="Promised"),
        Table(
            headers=["What", "By whom", "By when"],
            rows=[["Dates of land auctions", "Economy office", "31 March"]],
        ),
        Spacer(points=20),
        Picture(png=QR.png, width_mm=30, alt="QR code", caption="Your page", align="right"),
    ]
    return write_docx(title="Follow-up sheet", blocks=blocks, language="en", footer="Desk", made_at=AT)


@pytest.mark.parametrize("made", [slip, minutes, follow_up])
def test_papers_open_elsewhere_and_are_the_same_every_time(made) -> None:  # type: ignore[no-untyped-def]
    data = made()
    assert data == made()
    document = python_docx.Document(io.BytesIO(data))
    assert document.core_properties.created == AT
    assert document.core_properties.title == document.paragraphs[0].text
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml


def test_a_slip_reads_back_in_order() -> None:
    text = read_docx_text(slip())
    assert text.startswith("企业诉求交办单\n青交办〔2026〕17号\n承办单位\n经济发展办公室\n企业\n")
    assert "由专窗代录" in text


def test_the_fonts_of_official_papers_are_named_for_chinese() -> None:
    document = python_docx.Document(io.BytesIO(minutes()))
    defaults = document.styles.element.xml
    assert 'w:eastAsia="仿宋"' in defaults
    assert 'w:eastAsia="黑体"' in document.styles["Heading 1"].element.xml
    assert document.styles["Heading 1"].base_style.name == "Normal"


def test_headings_of_a_table_repeat_and_the_same_picture_is_stored_once() -> None:
    document = python_docx.Document(io.BytesIO(minutes()))
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    twice = write_docx(title="", blocks=[QR, QR, Picture(png=qr_png("x"), width_mm=20, alt="x")])
    images = [p for p in python_docx.Document(io.BytesIO(twice)).part.package.parts if "image" in p.partname]
    assert len(images) == 2


@settings(max_examples=50)
@given(title=TEXTS, words=TEXTS, cell=TEXTS)
def test_any_text_survives(title: str, words: str, cell: str) -> None:
    blocks = [Paragraph(text=words), Table(headers=["甲"], rows=[[cell]]), Paragraph(text="完")]
    text = read_docx_text(write_docx(title="题" + title, blocks=blocks))
    assert text.split("\n") == ["题" + title, words, "甲", cell, "", "完"]


def test_markup_and_control_characters_in_texts_do_no_harm() -> None:
    nasty = "</w:t><w:instrText>INCLUDETEXT</w:instrText>&lt;\x00\x0b\ud800\"'"
    data = write_docx(title="甲", blocks=[Paragraph(text=nasty)], footer=nasty)
    assert read_docx_text(data) == "甲\n</w:t><w:instrText>INCLUDETEXT</w:instrText>&lt;\"'"
    assert python_docx.Document(io.BytesIO(data)).sections[0].footer.paragraphs


def test_line_breaks_and_tabs_are_kept() -> None:
    data = write_docx(title="", blocks=[Paragraph(text="甲\r\n乙\t丙", lead="引")])
    assert read_docx_text(data) == "引甲\n乙\t丙"


def test_wrong_blocks_are_told_to_the_programmer() -> None:
    with pytest.raises(ValueError, match="PNG"):
        write_docx(title="", blocks=[Picture(png=b"GIF89a", width_mm=10, alt="")])
    with pytest.raises(ValueError, match="zip"):
        write_docx(title="", blocks=[Table(headers=["甲", "乙"], rows=[["一"]])])
