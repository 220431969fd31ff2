"""What a document is built from."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Align = Literal["both", "left", "center", "right"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside the document; level 1 to 3."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph; `lead` stands bold before it, each line becomes a paragraph.

    `indent` draws in the first line by two characters, as Chinese text has it.
    """

    text: str
    lead: str = ""
    align: Align = "both"
    indent: bool = True
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class KeyValueTable:
    """A form: what is asked on the left, the answer on the right; `min_lines` leaves room for handwriting."""

    rows: Sequence[tuple[str, str]]
    key_share: float = 0.22
    min_lines: int = 1


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with headings that repeat on every page; `shares` are relative column widths, without them the content decides."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG at a width on paper; `alt` says in words what it shows."""

    png: bytes
    width_mm: float
    alt: str
    align: Align = "center"
    caption: str = ""

    def height_mm(self) -> float:
        """The height on paper that keeps the proportions. Raises ValueError for what is no PNG."""
        if not self.png.startswith(_PNG) or len(self.png) < 24:
            raise ValueError("a picture must be a PNG")
        size: tuple[int, int] = struct.unpack(">II", self.png[16:24])
        width, height = size
        return self.width_mm * height / max(1, width)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Words on the left, a picture on the right, such as a QR code with what it is for."""

    lines: Sequence[str]
    picture: Picture


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, kw_only=True)
class Spacer:
    """Empty space between two blocks, in points."""

    points: int = 12


Block = Heading | Paragraph | KeyValueTable | Table | Picture | Beside | PageBreak | Spacer
