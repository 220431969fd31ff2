"""Pictures from outside: kind and size are read from their bytes, and what a camera wrote beside them is left out.

Nothing is decoded, so that no picture can be a bomb. Place, time and device (Exif, XMP, comments) are removed;
of Exif only the orientation stays, or phone pictures would lie on their side.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_SIDE = 12_000


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP, or cannot be used; `code`: unknown, too_large, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: `media_type` such as image/jpeg, sides in pixels as stored."""

    data: bytes
    media_type: str
    width: int
    height: int


def clean(data: bytes) -> Picture:
    """The picture without what was written beside it. Raises `NotAPicture`."""
    if len(data) > MOST_BYTES:
        raise NotAPicture("too_large")
    try:
        found = _read(data)
    except (struct.error, IndexError):
        raise NotAPicture("broken") from None
    if not (0 < found.width <= MOST_SIDE and 0 < found.height <= MOST_SIDE):
        raise NotAPicture("too_large")
    return found


def _read(data: bytes) -> Picture:
    if data[:3] == b"\xff\xd8\xff":
        return _jpeg(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    raise NotAPicture("unknown")


_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(data: bytes) -> Picture:
    kept, size, turned = [], (0, 0), b""
    for marker, segment in _segments(data):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", segment[5:9])
            size = (width, height)
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0" and not turned:
            turned = _orientation(segment[10:])
        if marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
    return Picture(b"".join([b"\xff\xd8", turned, *kept]), "image/jpeg", *size)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments; the last is the picture itself up to its end."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise NotAPicture("broken")
        marker = data[at + 1]
        if marker == 0xDA:
            yield marker, _scan(data, at)
            return
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        segment = data[at : at + 2 + length]
        if length < 2 or len(segment) < length + 2:
            raise NotAPicture("broken")
        yield marker, segment
        at += 2 + length


def _scan(data: bytes, at: int) -> bytes:
    end = data.rfind(b"\xff\xd9")
    if end < at:
        raise NotAPicture("broken")
    return data[at : end + 2]


def _orientation(tiff: bytes) -> bytes:
    """A small Exif block with nothing but the orientation; empty when it stands upright."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return b""
    (first,) = struct.unpack(order + "I", tiff[4:8])
    if first + 2 > len(tiff):
        return b""
    (count,) = struct.unpack(order + "H", tiff[first : first + 2])
    for number in range(min(count, 200)):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) < 12:
            return b""
        (tag,) = struct.unpack(order + "H", entry[:2])
        if tag == 0x0112:
            (value,) = struct.unpack(order + "H", entry[8:10])
            return _exif(value) if 2 <= value <= 8 else b""
    return b""


def _exif(value: int) -> bytes:
    body = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, value, 0) + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


_PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"bKGD",
    b"pHYs",
}


def _png(data: bytes) -> Picture:
    kept, at = [data[:8]], 8
    width, height = struct.unpack(">II", data[16:24])
    ended = False
    while at + 12 <= len(data) and not ended:
        (length,) = struct.unpack(">I", data[at : at + 4])
        chunk = data[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise NotAPicture("broken")
        if chunk[4:8] in _PNG_KEPT:
            kept.append(chunk)
        ended = chunk[4:8] == b"IEND"
        at += 12 + length
    if not ended:
        raise NotAPicture("broken")
    return Picture(b"".join(kept), "image/png", width, height)


_WEBP_LEFT_OUT = {b"EXIF", b"XMP "}


def _webp(data: bytes) -> Picture:
    kept, at, size = [], 12, (0, 0)
    while at + 8 <= len(data):
        name = data[at : at + 4]
        (length,) = struct.unpack("<I", data[at + 4 : at + 8])
        chunk = data[at : at + 8 + length + length % 2]
        if len(chunk) < 8 + length:
            raise NotAPicture("broken")
        size = size if size != (0, 0) else _webp_size(name, chunk[8:])
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if name not in _WEBP_LEFT_OUT:
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return Picture(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", *size)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0
