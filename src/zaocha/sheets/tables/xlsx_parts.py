"""The parts of a written workbook beside its sheets: texts, drop-down lists, styles and the outline."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from zaocha.sheets import markup, parts
from zaocha.sheets.tables.records import letters

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LISTS: Final = "_lists"
"""The hidden sheet whose columns are the drop-down lists."""

PLAIN, HEADING, TITLE, DATE, MOMENT, TIME, BLANK = range(7)
"""Positions of the styles; BLANK is PLAIN without lines, for what lies below the table."""
OPEN: Final = 7
"""Added to a style, gives the same one for cells that may be changed in a protected sheet."""

_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LONGEST_TEXT: Final = 32_767
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Texts:
    """The table of texts that cells point into."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._uses = 0

    def position(self, text: str) -> int:
        self._uses += 1
        return self._index.setdefault(_storable(text), len(self._index))

    def xml(self) -> bytes:
        items = "".join(f'<si><t xml:space="preserve">{markup.escaped(t)}</t></si>' for t in self._index)
        counts = f'count="{self._uses}" uniqueCount="{len(self._index)}"'
        return f'{parts.HEAD}<sst xmlns="{MAIN}" {counts}>{items}</sst>'.encode()


def _storable(text: str) -> str:
    """Within Excel's length; what looks like its escape of a character is itself escaped."""
    clean = _LOOKS_ESCAPED.sub("_x005F_", markup.allowed(text)).replace("\r", "_x000D_")
    if len(clean.encode("utf-16-le")) // 2 <= _LONGEST_TEXT:
        return clean
    units = clean.encode("utf-16-le")[: (_LONGEST_TEXT - 1) * 2]
    return units.decode("utf-16-le", "ignore") + "…"


class Lists:
    """Collects drop-down lists."""

    def __init__(self) -> None:
        self._columns: list[tuple[str, ...]] = []

    def __bool__(self) -> bool:
        return bool(self._columns)

    def reference(self, choices: tuple[str, ...]) -> str:
        """The area that a drop-down refers to; equal lists share one column."""
        if choices not in self._columns:
            self._columns.append(choices)
        column = letters(self._columns.index(choices))
        return f"{LISTS}!${column}$1:${column}${len(choices)}"

    def xml(self, texts: Texts) -> bytes:
        rows: list[str] = []
        for number in range(1, 1 + max(len(choices) for choices in self._columns)):
            cells = (
                text_cell(f"{letters(i)}{number}", texts.position(choices[number - 1]), PLAIN)
                for i, choices in enumerate(self._columns)
                if number <= len(choices)
            )
            rows.append(f'<row r="{number}">{"".join(cells)}</row>')
        data = f"<sheetData>{''.join(rows)}</sheetData>"
        return f'{parts.HEAD}<worksheet xmlns="{MAIN}">{data}</worksheet>'.encode()


def text_cell(reference: str, position: int, style: int) -> str:
    """A cell whose content is a text, whatever it looks like."""
    return f'<c r="{reference}" s="{style}" t="s"><v>{position}</v></c>'


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that Excel accepts, each once."""
    names: list[str] = []
    taken = {LISTS}
    for index, name in enumerate(wanted, start=1):
        base = _NOT_IN_NAMES.sub(" ", markup.allowed(name)).strip(" '")[:_LONGEST_NAME] or f"Sheet{index}"
        unique, count = base, 1
        while unique.lower() in taken:
            count += 1
            unique = f"{base[: _LONGEST_NAME - len(str(count)) - 1]} {count}"
        taken.add(unique.lower())
        names.append(unique)
    return names


class Outline(NamedTuple):
    """What the workbook says about one sheet."""

    name: str
    heading_row: int
    last_row: int
    columns: int


def workbook(sheets: Sequence[Outline], *, with_lists: bool) -> bytes:
    """xl/workbook.xml: the sheets, what is filtered, and the headings repeated on each printed page."""
    entries = [
        f'<sheet name="{markup.escaped(sheet.name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, start=1)
    ]
    if with_lists:
        i = len(sheets) + 1
        entries.append(f'<sheet name="{LISTS}" sheetId="{i}" state="hidden" r:id="rId{i}"/>')
    filters = [_defined(i, sheet, "_FilterDatabase") for i, sheet in enumerate(sheets)]
    titles = [_defined(i, sheet, "Print_Titles") for i, sheet in enumerate(sheets)]
    return (
        f'{parts.HEAD}<workbook xmlns="{MAIN}" xmlns:r="{parts.OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{''.join(entries)}</sheets>"
        f"<definedNames>{''.join(filters + titles)}</definedNames></workbook>"
    ).encode()


def _defined(index: int, sheet: Outline, name: str) -> str:
    quoted = markup.escaped("'" + sheet.name.replace("'", "''") + "'")
    if name == "Print_Titles":
        hidden, area = "", f"$1:${sheet.heading_row}"
    else:
        hidden = ' hidden="1"'
        area = f"$A${sheet.heading_row}:${letters(sheet.columns - 1)}${sheet.last_row}"
    return f'<definedName name="_xlnm.{name}" localSheetId="{index}"{hidden}>{quoted}!{area}</definedName>'


def content_types(count: int) -> bytes:
    return parts.content_types(
        {
            "xl/workbook.xml": f"{_TYPE}.sheet.main+xml",
            **{f"xl/worksheets/sheet{i}.xml": f"{_TYPE}.worksheet+xml" for i in range(1, count + 1)},
            "xl/styles.xml": f"{_TYPE}.styles+xml",
            "xl/sharedStrings.xml": f"{_TYPE}.sharedStrings+xml",
        }
    )


def workbook_relations(count: int) -> bytes:
    sheets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, count + 1)]
    return parts.relations([*sheets, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")])


def styles() -> bytes:
    """xl/styles.xml: seven looks, each for locked and for open cells."""
    formats = {PLAIN: 0, HEADING: 0, TITLE: 0, DATE: 164, MOMENT: 165, TIME: 20, BLANK: 0}
    looks = {HEADING: (1, 2, 1, "center"), TITLE: (2, 0, 0, "center"), BLANK: (0, 0, 0, "left")}
    xfs: list[str] = []
    for locked in (1, 0):
        for style, format_id in formats.items():
            font, fill, border, across = looks.get(style, (0, 0, 1, "center"))
            horizontal = "" if style in {PLAIN, BLANK} else f' horizontal="{across}"'
            xfs.append(
                f'<xf numFmtId="{format_id}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
                'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" '
                f'applyProtection="1"><alignment{horizontal} vertical="center" wrapText="1"/>'
                f'<protection locked="{locked}"/></xf>'
            )
    edge = '<color rgb="FFBFC6CE"/>'
    sides = "".join(f'<{side} style="thin">{edge}</{side}>' for side in ("left", "right", "top", "bottom"))
    return (
        f'{parts.HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        f'<fonts count="3">{_font(11)}{_font(11, bold=True)}{_font(16, bold=True)}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill><fill>'
        '<patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/>'
        "</patternFill></fill></fills>"
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{sides}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(xfs)}">{"".join(xfs)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


def _font(size: int, *, bold: bool = False) -> str:
    return f'<font>{"<b/>" if bold else ""}<sz val="{size}"/><name val="等线"/><family val="2"/></font>'
