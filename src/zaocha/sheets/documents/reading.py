"""Reads the words of a .docx document as a person sees them, in order."""

from collections.abc import Mapping
from typing import Final

from zaocha.sheets import markup, messages, packages
from zaocha.sheets.messages import Unreadable

LIMIT_BYTES: Final = 10 * 1024 * 1024

# Tracked deletions, the older drawing beside the newer one, pinyin above characters.
_SKIPPED: Final = frozenset({"w:del", "w:moveFrom", "w:cellDel", "mc:Fallback", "w:rt"})
_TEXT: Final = frozenset({"w:t", "m:t"})
_SIGNS: Final = {"w:tab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:br": "\n"}


def read_docx_text(source: packages.Source, *, name: str = "", limit_bytes: int = LIMIT_BYTES) -> str:
    """Paragraphs and table cells in document order, joined by newlines.

    Merged cells come once, nested tables and text boxes where they stand; tracked insertions are read,
    tracked deletions, footnotes, headers and hidden field codes are not. Raises Unreadable.
    """
    name = packages.name_of(source, name)
    package = packages.opened_package(
        packages.bytes_of(source, name=name, limit_bytes=limit_bytes),
        name=name,
        codes={messages.OLD_WORD: "old_document"},
        otherwise=("not_docx", "not_docx_at_all"),
    )
    words = _Words()
    package.run(_main_part(package), words)
    text = "\n".join(words.lines())
    if len(text) > limit_bytes:
        raise Unreadable(
            "too_large", name=name, size_mb=-(-len(text) // 1_048_576), limit_mb=limit_bytes // 1_048_576
        )
    if not text.strip():
        raise Unreadable("empty", name=name)
    return text


def _main_part(package: packages.Package) -> str:
    targets = (target for kind, target in package.related("").values() if kind == "officeDocument")
    part = next(targets, "word/document.xml")
    if part in package and part.lower().startswith("word/"):
        return part
    if "word/document.xml" in package:
        return "word/document.xml"
    for mark, kind in (("xl/workbook.xml", messages.XLSX), ("ppt/presentation.xml", messages.PPTX)):
        if mark in package:
            raise Unreadable("not_docx", name=package.name, kind=kind)
    if "content.xml" in package:
        raise Unreadable("not_docx", name=package.name, kind=messages.OPEN_DOCUMENT)
    raise Unreadable("not_docx", name=package.name, kind=messages.ZIP)


class _Paragraph:
    __slots__ = ("kept", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.kept = True
        """False when the paragraph's mark was deleted: its words join the next one."""


class _Words(markup.Handler):
    """Collects paragraphs; a text box inside a paragraph opens one of its own."""

    def __init__(self) -> None:
        self._all: list[_Paragraph] = []
        self._open: list[_Paragraph] = []
        self._path: list[str] = []
        self._skipping_from = 0
        """Depth at which the skipped element began; 0 while nothing is skipped."""
        self._in_text = False

    def lines(self) -> list[str]:
        lines: list[str] = []
        carried: list[str] = []
        for paragraph in self._all:
            carried += paragraph.pieces
            if paragraph.kept:
                lines.append("".join(carried))
                carried = []
        return [*lines, "".join(carried)] if carried else lines

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._path.append(tag)
        if self._skipping_from:
            return
        if tag in _TEXT:
            self._in_text = True
        elif tag == "w:p":
            self._open.append(_Paragraph())
            self._all.append(self._open[-1])
        elif tag in _SKIPPED:
            self._skip(tag)
        elif tag == "w:vMerge" and attributes.get("w:val", "continue") == "continue":
            self._skip_around("w:tc")
        elif tag in _SIGNS and self._open and self._path[-2] == "w:r":
            self._sign(tag, attributes)

    def _skip(self, tag: str) -> None:
        """Leaves out the element, unless it only marks what it stands in as deleted."""
        around = self._path[-2]
        if around == "w:rPr":
            if self._open and self._path[-3] == "w:pPr":
                self._open[-1].kept = False
        elif around == "w:trPr":
            self._skip_around("w:tr")
        elif tag == "w:cellDel":
            self._skip_around("w:tc")
        else:
            self._skipping_from = len(self._path)

    def _skip_around(self, tag: str) -> None:
        """Leaves out the rest of the enclosing `tag`."""
        if tag in self._path:
            self._skipping_from = len(self._path) - self._path[::-1].index(tag)

    def _sign(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "w:br" or attributes.get("w:type", "textWrapping") == "textWrapping":
            self._open[-1].pieces.append(_SIGNS[tag])

    def end(self, tag: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if self._skipping_from:
            if depth == self._skipping_from:
                self._skipping_from = 0
        elif tag in _TEXT:
            self._in_text = False
        elif tag == "w:p" and self._open:
            self._open.pop()

    def text(self, data: str) -> None:
        if self._in_text and not self._skipping_from and self._open:
            self._open[-1].pieces.append(data)
