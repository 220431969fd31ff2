"""Tells what kind of file some bytes are by their first bytes, so that a refusal can name it."""

from typing import Final

from zaocha.sheets import messages
from zaocha.sheets.messages import Term

_BY_START: Final[tuple[tuple[bytes, Term], ...]] = (
    (b"%PDF-", messages.PDF),
    (b"{\\rtf", messages.RTF),
    (b"\x89PNG\r\n\x1a\n", messages.IMAGE),
    (b"\xff\xd8\xff", messages.IMAGE),
    (b"GIF87a", messages.IMAGE),
    (b"GIF89a", messages.IMAGE),
    (b"II*\x00", messages.IMAGE),
    (b"MM\x00*", messages.IMAGE),
    (b"\x7fELF", messages.PROGRAM),
    (b"\xfe\xed\xfa", messages.PROGRAM),
    (b"\xcf\xfa\xed\xfe", messages.PROGRAM),
    (b"Rar!\x1a\x07", messages.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", messages.ARCHIVE),
    (b"\x1f\x8b\x08", messages.ARCHIVE),
    (b"\xfd7zXZ\x00", messages.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", messages.ARCHIVE),
    (b"SQLite format 3\x00", messages.DATABASE),
    (b"\x00\x01\x00\x00Standard", messages.DATABASE),
    (b"OggS", messages.SOUND),
    (b"#!AMR", messages.SOUND),
    (b"fLaC", messages.SOUND),
    (b"\x1aE\xdf\xa3", messages.SOUND),
)
# A text may begin with these letters too: they count only beside a NUL byte.
_BINARY_START: Final[tuple[tuple[bytes, Term], ...]] = (
    (b"MZ", messages.PROGRAM),
    (b"BM", messages.IMAGE),
    (b"BZh", messages.ARCHIVE),
    (b"ID3", messages.SOUND),
)
_RIFF: Final = {b"WEBP": messages.IMAGE, b"WAVE": messages.SOUND, b"AVI ": messages.SOUND}
_IN_ZIP: Final[tuple[tuple[bytes, Term], ...]] = (
    (b"word/document", messages.DOCX),
    (b"xl/workbook.bin", messages.XLSB),
    (b"xl/workbook", messages.XLSX),
    (b"ppt/presentation", messages.PPTX),
    (b"application/vnd.oasis.opendocument", messages.OPEN_DOCUMENT),
    (b"OFD.xml", messages.OFD),
)
_OLD_CONTAINER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_IN_OLD_CONTAINER: Final = tuple(
    (stream.encode("utf-16-le"), kind)
    for stream, kind in (
        ("WordDocument", messages.OLD_WORD),
        ("Workbook", messages.OLD_EXCEL),
        ("Book\0", messages.OLD_EXCEL),
    )
)


def kind_of(data: bytes) -> Term | None:
    """What `data` is when it is a known kind of file that is not plain text, else None."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for mark, kind in _IN_ZIP if mark in data), messages.ZIP)
    if data.startswith(_OLD_CONTAINER):
        return next((kind for mark, kind in _IN_OLD_CONTAINER if mark in data), messages.OLD_OFFICE)
    for start, kind in _BY_START:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp":
        return messages.IMAGE if data[8:12] in {b"heic", b"heix", b"avif", b"mif1"} else messages.SOUND
    if b"\x00" in data[:4096]:
        return next((kind for start, kind in _BINARY_START if data.startswith(start)), None)
    return None


def markup_kind_of(text: str) -> Term | None:
    """Names a web page or XML table that carries the extension of something else."""
    start = text[:1000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<table", "<meta")) or "<html" in start:
        return messages.WEB_PAGE
    if start.startswith("<?xml") and "spreadsheet" in start:
        return messages.XML_TABLE
    return None


def is_zip(data: bytes) -> bool:
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_encrypted_office(data: bytes) -> bool:
    """True for a .docx or .xlsx under a password: those are kept in the old container."""
    return data.startswith(_OLD_CONTAINER) and _ENCRYPTED_PACKAGE in data
