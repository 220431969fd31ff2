"""Turns blocks into the XML of a document's body."""

from collections.abc import Sequence
from functools import singledispatchmethod
from typing import Final

from zaocha.sheets.documents.blocks import (
    Align,
    Beside,
    Block,
    Heading,
    KeyValueTable,
    PageBreak,
    Paragraph,
    Picture,
    Spacer,
    Table,
)
from zaocha.sheets.documents.typography import MM, TEXT_WIDTH, Look
from zaocha.sheets.markup import escaped
from zaocha.sheets.widths import width_of

_EMU_PER_MM: Final = 36_000
_GRAPHICS: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


class Body:
    """Collects the XML of blocks and the pictures that they use; equal pictures are stored once."""

    def __init__(self, look: Look, *, first_picture_relation: int) -> None:
        self.pictures: list[bytes] = []
        self._look = look
        self._first_relation = first_picture_relation
        self._drawings = 0

    def title(self, text: str) -> str:
        return self._paragraph(text, style="Title")

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "".join(self._xml(block) for block in blocks)

    @singledispatchmethod
    def _xml(self, block: object) -> str:
        raise TypeError(f"not a block: {type(block).__name__}")

    @_xml.register
    def _heading(self, block: Heading) -> str:
        return self._paragraph(block.text, style=f"Heading{block.level}")

    @_xml.register
    def _words(self, block: Paragraph) -> str:
        characters = self._look.indent_characters if block.indent and block.align in {"both", "left"} else 0
        indent = f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{characters * self._look.size * 10}"/>'
        properties = f'<w:pPr>{indent if characters else ""}<w:jc w:val="{block.align}"/></w:pPr>'
        lead = self._run(block.lead, bold=True) if block.lead else ""
        # One paragraph a line: a break inside a justified one would pull its characters apart.
        first, *others = (self._run(line, bold=block.bold) for line in _lines(block.text))
        return "".join(f"<w:p>{properties}{runs}</w:p>" for runs in (lead + first, *others))

    @_xml.register
    def _form(self, block: KeyValueTable) -> str:
        key = round(TEXT_WIDTH * block.key_share)
        height = block.min_lines * (self._look.table_size * 10 + 120) + 80
        rows = [
            self._row(
                [
                    self._cell(self._paragraph(name, style="TableHead"), key, shaded=True),
                    self._cell(self._paragraph(value, style="TableText"), TEXT_WIDTH - key),
                ],
                height=height,
            )
            for name, value in block.rows
        ]
        return self._table([key, TEXT_WIDTH - key], rows)

    @_xml.register
    def _grid(self, block: Table) -> str:
        widths = _widths(block.shares or _natural_shares(block))
        if len(widths) != len(block.headers):
            raise ValueError("as many shares as headers are needed")
        head = [
            self._cell(self._paragraph(text, style="TableHead"), width, shaded=True)
            for text, width in zip(block.headers, widths, strict=True)
        ]
        rows = [
            self._row(
                [
                    self._cell(self._paragraph(text, style="TableText"), width)
                    for text, width in zip(row, widths, strict=True)
                ]
            )
            for row in block.rows
        ]
        return self._table(widths, [self._row(head, repeated=True), *rows])

    @_xml.register
    def _picture(self, block: Picture) -> str:
        drawing = (
            f'<w:p><w:pPr><w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/>'
            f'<w:jc w:val="{block.align}"/></w:pPr>{self._drawing(block)}</w:p>'
        )
        caption = self._paragraph(block.caption, style="Caption", align=block.align) if block.caption else ""
        return drawing + caption

    @_xml.register
    def _beside(self, block: Beside) -> str:
        right = round((block.picture.width_mm + 8) * MM)
        words = "".join(self._paragraph(line, style="TableText") for line in block.lines) or "<w:p/>"
        row = self._row([self._cell(words, TEXT_WIDTH - right), self._cell(self._xml(block.picture), right)])
        return self._table([TEXT_WIDTH - right, right], [row], bordered=False)

    @_xml.register
    def _page_break(self, block: PageBreak) -> str:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    @_xml.register
    def _space(self, block: Spacer) -> str:
        return (
            f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="{max(1, block.points) * 20}" '
            'w:lineRule="exact"/></w:pPr></w:p>'
        )

    def _paragraph(self, text: str, *, style: str, align: Align | None = None) -> str:
        aligned = f'<w:jc w:val="{align}"/>' if align else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{aligned}</w:pPr>{self._run(text)}</w:p>'

    def _run(self, text: str, *, bold: bool = False) -> str:
        if not text:
            return ""
        # Quotation marks and dashes are Chinese in a Chinese text; Word would take the Latin font for them.
        hint = '<w:rFonts w:hint="eastAsia"/>' if self._look.chinese else ""
        properties = f"<w:rPr>{hint}{'<w:b/>' if bold else ''}</w:rPr>" if hint or bold else ""
        return f"<w:r>{properties}{'<w:br/>'.join(_with_tabs(line) for line in _lines(text))}</w:r>"

    def _cell(self, content: str, width: int, *, shaded: bool = False) -> str:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F4F7"/>' if shaded else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/>'
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    def _row(self, cells: Sequence[str], *, height: int = 0, repeated: bool = False) -> str:
        properties = "" if height > 2000 else "<w:cantSplit/>"
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
        properties += "<w:tblHeader/>" if repeated else ""
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _table(self, widths: Sequence[int], rows: Sequence[str], *, bordered: bool = True) -> str:
        line = 'w:val="single" w:sz="4" w:space="0" w:color="404040"' if bordered else 'w:val="nil"'
        borders = "".join(f"<w:{edge} {line}/>" for edge in _EDGES)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        # The paragraph below keeps two tables from growing together.
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{self._xml(Spacer(points=6))}"
        )

    def _drawing(self, picture: Picture) -> str:
        width, height = (round(mm * _EMU_PER_MM) for mm in (picture.width_mm, picture.height_mm()))
        if picture.png not in self.pictures:
            self.pictures.append(picture.png)
        relation = f"rId{self._first_relation + self.pictures.index(picture.png)}"
        self._drawings += 1
        named = f'id="{self._drawings}" name="Picture {self._drawings}" descr="{escaped(picture.alt)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {named}/>'
            f'<a:graphic xmlns:a="{_GRAPHICS}/main"><a:graphicData uri="{_GRAPHICS}/picture">'
            f'<pic:pic xmlns:pic="{_GRAPHICS}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _with_tabs(line: str) -> str:
    return "<w:tab/>".join(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>' for piece in line.split("\t"))


def _widths(shares: Sequence[float]) -> list[int]:
    total = sum(shares)
    return [round(TEXT_WIDTH * share / total) for share in shares]


def _natural_shares(table: Table) -> list[float]:
    """Room by content: a column of numbers stays narrow, one of sentences does not take everything."""
    columns = zip(table.headers, *table.rows, strict=True)
    return [4 + min(40, max(width_of(cell) for cell in column)) for column in columns]
