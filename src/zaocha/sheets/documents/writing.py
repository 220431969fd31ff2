"""Writes .docx documents from blocks."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from zaocha.sheets import packages, parts
from zaocha.sheets.documents import typography
from zaocha.sheets.documents.blocks import Block
from zaocha.sheets.documents.body import Body
from zaocha.sheets.documents.typography import BOTTOM_MM, LEFT_MM, MM, RIGHT_MM, TEXT_WIDTH, TOP_MM, W
from zaocha.sheets.markup import escaped

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIXED_RELATIONS: Final = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("footer", "footer1.xml"),
)
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def write_docx(
    *,
    title: str,
    blocks: Sequence[Block],
    footer: str = "",
    language: str = "zh-hans",
    made_at: dt.datetime | None = None,
) -> bytes:
    """A .docx on A4 with a title, these blocks, and page numbers beside `footer`.

    The same input gives the same bytes; `made_at` goes into the properties. What XML cannot hold is left
    out of texts. Raises ValueError for a picture that is no PNG and a row that does not fit its table.
    """
    look = typography.look_for(language)
    body = Body(look, first_picture_relation=len(_FIXED_RELATIONS) + 1)
    words = (body.title(title) if title else "") + body.blocks(blocks)
    media = [f"media/image{i}.png" for i in range(1, len(body.pictures) + 1)]
    relations = [*_FIXED_RELATIONS, *(("image", target) for target in media)]
    return packages.packed(
        [
            ("[Content_Types].xml", _content_types(pictures=bool(media))),
            ("_rels/.rels", parts.root_relations("word/document.xml")),
            (parts.CORE, parts.core(title=title, language=look.language, made_at=made_at)),
            ("word/document.xml", _document(words)),
            ("word/_rels/document.xml.rels", parts.relations(relations)),
            ("word/styles.xml", typography.styles(look)),
            ("word/settings.xml", typography.settings(look)),
            ("word/fontTable.xml", typography.font_table()),
            ("word/footer1.xml", _footer(footer)),
            *((f"word/{target}", png) for target, png in zip(media, body.pictures, strict=True)),
        ]
    )


def _content_types(*, pictures: bool) -> bytes:
    kinds = {
        "word/document.xml": f"{_TYPE}.document.main+xml",
        "word/styles.xml": f"{_TYPE}.styles+xml",
        "word/settings.xml": f"{_TYPE}.settings+xml",
        "word/fontTable.xml": f"{_TYPE}.fontTable+xml",
        "word/footer1.xml": f"{_TYPE}.footer+xml",
    }
    return parts.content_types(kinds, pictures=pictures)


def _document(words: str) -> bytes:
    top, bottom, left, right = (round(mm * MM) for mm in (TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM))
    return (
        f'{parts.HEAD}<w:document xmlns:w="{W}" xmlns:r="{parts.OFFICE}" xmlns:wp="{_DRAWING}"><w:body>{words}'
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" '
        'w:footer="1417" w:gutter="0"/></w:sectPr></w:body></w:document>'
    ).encode()


def _footer(text: str) -> bytes:
    page = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
    )
    page += '</w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    if text:
        said = (
            f'<w:r><w:t xml:space="preserve">{escaped(" ".join(text.split()))}</w:t></w:r><w:r><w:tab/></w:r>'
        )
        layout = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:jc w:val="left"/>'
        page = said + page
    else:
        layout = ""
    return (
        f'{parts.HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{layout}</w:pPr>{page}</w:p>'
        "</w:ftr>"
    ).encode()
