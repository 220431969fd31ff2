"""Reads the rows of an .xlsx workbook as a stream: cached values only, nothing is calculated."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from zaocha.sheets import markup, messages
from zaocha.sheets.messages import Message, Unreadable
from zaocha.sheets.packages import Package
from zaocha.sheets.tables import cells
from zaocha.sheets.tables.cells import Look
from zaocha.sheets.tables.records import Merge, RawRow, letters

LIMIT_COLUMNS: Final = 200
_MERGE: Final = re.compile(rb'mergeCell\s[^>]{0,80}?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_MERGES_UP_TO_ROW: Final = 60
_LIMIT_MERGES: Final = 2000
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OTHER_CONTENT: Final = (
    ("word/document.xml", messages.DOCX),
    ("xl/workbook.bin", messages.XLSB),
    ("ppt/presentation.xml", messages.PPTX),
    ("content.xml", messages.OPEN_DOCUMENT),
    ("OFD.xml", messages.OFD),
)


@dataclass(frozen=True)
class _Style:
    look: Look = Look.PLAIN
    zeros: int = 0


@dataclass(frozen=True)
class _Entry:
    name: str
    visible: bool
    part: str


class Workbook:
    """An opened workbook; sheets are found by name or by being the first visible one with data."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self.name = name
        self._package = Package(data, name=name)
        part = self._main_part()
        related = self._package.related(part)
        self._outline = _Outline(related)
        self._package.run(part, self._outline)
        self._texts: list[str] = []
        self._styles: list[_Style] = []
        for kind, target in related.values():
            if kind == "sharedStrings" and target in self._package:
                shared = _SharedTexts()
                self._package.run(target, shared)
                self._texts = shared.texts
            elif kind == "styles" and target in self._package:
                styles = _Styles()
                self._package.run(target, styles)
                self._styles = styles.styles

    def _main_part(self) -> str:
        for kind, target in self._package.related("").values():
            if kind == "officeDocument" and target in self._package and target.endswith("workbook.xml"):
                return target
        if "xl/workbook.xml" in self._package:
            return "xl/workbook.xml"
        for mark, kind_found in _OTHER_CONTENT:
            if mark in self._package:
                raise Unreadable("not_table", name=self.name, kind=kind_found)
        raise Unreadable("not_table", name=self.name, kind=messages.ZIP)

    def sheet(self, wanted: str | None) -> "Sheet":
        """The sheet of that name, else the first visible sheet that holds anything."""
        entries = self._outline.entries
        if wanted is not None:
            for entry in entries:
                if entry.name == wanted:
                    return self._opened(entry)
            listed = "、".join(entry.name for entry in entries if entry.visible)
            raise Unreadable("no_such_sheet", name=self.name, sheet=wanted, sheets=listed)
        tried: set[str] = set()
        for entry in entries:
            sheet = self._opened(entry)
            if entry.visible and entry.part not in tried and next(sheet.rows(), None) is not None:
                return sheet
            tried.add(entry.part)
        raise Unreadable("no_data", name=self.name)

    def _opened(self, entry: _Entry) -> "Sheet":
        values = _Values(self._texts, self._styles, self._outline.since_1904)
        return Sheet(self._package, entry, values)


class Sheet:
    """One sheet, read anew by each call of `rows`."""

    def __init__(self, package: Package, entry: _Entry, values: "_Values") -> None:
        self.name = entry.name
        self._package = package
        self._part = entry.part
        self._values = values

    def rows(self) -> Iterator[RawRow]:
        """The rows that hold anything, in order."""
        collected = _Rows(self._values, file_name=self._package.name)
        for _chunk in self._package.steps(self._part, collected):
            yield from collected.taken()

    def merges(self) -> list[Merge]:
        """Merged cells near the top. They stand after all rows, hence a search instead of a parse."""
        found: list[Merge] = []
        with self._package.opened(self._part) as stream:
            rest = b""
            while chunk := stream.read(1 << 20):
                window = rest + chunk
                end = 0
                for match in _MERGE.finditer(window):
                    end = match.end()
                    left, top, right, bottom = (group.decode("ascii") for group in match.groups())
                    if int(top) <= _MERGES_UP_TO_ROW and len(found) < _LIMIT_MERGES:
                        last = min(_column(right), LIMIT_COLUMNS)
                        found.append(Merge(int(top), _column(left), int(bottom), last))
                rest = window[max(end, len(window) - 200) :]
        return found


class _Outline(markup.Handler):
    """The list of sheets, of xl/workbook.xml."""

    def __init__(self, related: Mapping[str, tuple[str, str]]) -> None:
        self.entries: list[_Entry] = []
        self.since_1904 = False
        self._related = related

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "x:sheet":
            kind, part = self._related.get(attributes.get("r:id", ""), ("", ""))
            if kind == "worksheet":
                visible = attributes.get("state", "visible") == "visible"
                self.entries.append(_Entry(attributes.get("name", ""), visible, part))
        elif tag == "x:workbookPr":
            self.since_1904 = attributes.get("date1904") in {"1", "true"}


class _SharedTexts(markup.Handler):
    """The table of texts that cells point into; readings above characters are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._in_reading = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "x:si":
            self._pieces = []
        elif tag == "x:t":
            self._in_text = not self._in_reading
        elif tag == "x:rPh":
            self._in_reading = True

    def end(self, tag: str) -> None:
        if tag == "x:si":
            self.texts.append(cells.unescaped("".join(self._pieces)))
        elif tag == "x:t":
            self._in_text = False
        elif tag == "x:rPh":
            self._in_reading = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)


class _Styles(markup.Handler):
    """Which cell styles show dates, percentages or filled-up zeros."""

    def __init__(self) -> None:
        self.styles: list[_Style] = []
        self._codes: dict[int, str] = {}
        self._in_cell_styles = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "x:numFmt":
            self._codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "x:cellXfs":
            self._in_cell_styles = True
        elif tag == "x:xf" and self._in_cell_styles:
            id_ = _whole(attributes.get("numFmtId"))
            code = self._codes.get(id_, "")
            self.styles.append(_Style(cells.look_of(id_, code), cells.zeros_of(code)))

    def end(self, tag: str) -> None:
        if tag == "x:cellXfs":
            self._in_cell_styles = False


class _Values:
    """Gives the string of a cell from its type, style and stored value."""

    def __init__(self, texts: list[str], styles: list[_Style], since_1904: bool) -> None:
        self._texts = texts
        self._styles = styles
        self._since_1904 = since_1904

    def reading(self, kind: str, style: str, raw: str) -> cells.Reading:
        if kind == "s":
            index = _whole(raw, otherwise=-1)
            if not 0 <= index < len(self._texts):
                return None, Message("missing_text")
            return cells.text(self._texts[index])
        if kind in {"str", "inlineStr"}:
            return cells.text(cells.unescaped(raw))
        return self._other(kind, style, raw)

    def _other(self, kind: str, style: str, raw: str) -> cells.Reading:
        if not raw.strip():
            return None, None
        if kind == "e":
            return None, Message("error_value", {"error": raw})
        if kind == "b":
            return ("TRUE" if raw.strip() == "1" else "FALSE"), None
        if kind == "d":
            return cells.iso_moment(raw)
        index = _whole(style)
        shown = self._styles[index] if index < len(self._styles) else _Style()
        return cells.number(raw, shown.look, since_1904=self._since_1904, zeros=shown.zeros)


class _Rows(markup.Handler):
    """Collects rows from the events of a sheet."""

    def __init__(self, values: _Values, *, file_name: str) -> None:
        self._values = values
        self._file_name = file_name
        self._done: list[RawRow] = []
        self._row = RawRow(0, {})
        self._column = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._listening = False
        self._formula = self._valued = False

    def taken(self) -> list[RawRow]:
        """The rows finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "x:c":
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(reference[1]) if reference else self._column + 1
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._pieces = []
            self._formula = self._valued = False
        elif tag in {"x:v", "x:t"}:
            self._listening = self._valued = True
        elif tag == "x:f":
            self._formula = True
        elif tag == "x:row":
            self._row = RawRow(_whole(attributes.get("r"), otherwise=self._row.number + 1), {}, {})
            self._column = -1

    def end(self, tag: str) -> None:
        if tag in {"x:v", "x:t"}:
            self._listening = False
        elif tag == "x:c":
            self._finish_cell()
        elif tag == "x:row" and (self._row.values or self._row.problems):
            self._done.append(self._row)

    def text(self, data: str) -> None:
        if self._listening:
            self._pieces.append(data)

    def _finish_cell(self) -> None:
        raw = "".join(self._pieces)
        reading = self._values.reading(self._kind, self._style, raw)
        stored = raw or (self._kind == "str" and self._valued)
        if self._formula and not stored:
            reading = (None, Message("formula_without_value"))
        value, problem = reading
        if value is None and problem is None:
            return
        if self._column >= LIMIT_COLUMNS:
            raise Unreadable(
                "too_many_columns", name=self._file_name, column=letters(self._column), limit=LIMIT_COLUMNS
            )
        if value is not None:
            self._row.values[self._column] = value
        if problem is not None:
            self._row.problems[self._column] = problem


def _whole(raw: str | None, *, otherwise: int = 0) -> int:
    """A short whole number, else `otherwise`: a damaged file must not stop us here."""
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 10 else otherwise


def _column(name: str) -> int:
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1
