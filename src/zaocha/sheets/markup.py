"""Reads XML parts by events, without DTD or entities, and writes text safely into XML."""

import re
from collections.abc import Iterator, Mapping
from typing import IO, Final
from xml.parsers import expat

from zaocha.sheets.messages import Unreadable

LIMIT_DEPTH: Final = 200
LIMIT_ELEMENTS: Final = 8_000_000
LIMIT_NAMES: Final = 10_000
LIMIT_TOKEN_BYTES: Final = 4 * 1024 * 1024
"""The longest tag, comment or attribute; older expat versions take quadratic time over long ones."""

_CHUNK: Final = 64 * 1024

# Both the transitional and the strict edition of the standard.
_PREFIXES: Final = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Handler:
    """Takes the events of a part; tags come as "w:p", of unknown namespaces as "?:name"."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; attributes of a namespace are named like tags, others plainly."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text between tags; one stretch may come in several calls."""


class _Forbidden(Exception):
    """The part has a document type."""


class _Absurd(Exception):
    """The part is nested, long or varied beyond all use: made to keep us busy."""


class _Names(dict[str, str]):
    """Shortens "uri}name" to "prefix:name", each once."""

    def __missing__(self, long: str) -> str:
        if len(self) > LIMIT_NAMES:
            raise _Absurd
        uri, found, local = long.rpartition("}")
        short = f"{_PREFIXES.get(uri, '?')}:{local}" if found else local
        self[long] = short
        return short


def feed(stream: IO[bytes], handler: Handler, *, part: str, name: str) -> Iterator[None]:
    """Gives the events of `stream` to `handler`, pausing after every chunk.

    Raises Unreadable for what is not well-formed, for what is absurdly large, and for any document type
    (entities are how XML bombs are built; office programs never write one).
    """
    parser = expat.ParserCreate(namespace_separator="}")
    _connect(parser, handler)
    taken = 0
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            taken += len(chunk)
            if taken - parser.CurrentByteIndex > LIMIT_TOKEN_BYTES:
                raise _Absurd
            yield
        parser.Parse(b"", True)
        yield
    except _Forbidden:
        raise Unreadable("forbidden_markup", name=name) from None
    except _Absurd:
        raise Unreadable("bomb", name=name) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise Unreadable("broken", name=name, part=part) from None


def _connect(parser: expat.XMLParserType, handler: Handler) -> None:
    names = _Names()
    depth = elements = 0

    def start(long: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > LIMIT_DEPTH or elements > LIMIT_ELEMENTS:
            raise _Absurd
        handler.start(names[long], {names[key]: value for key, value in attributes.items()})

    def end(long: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(names[long])

    def forbidden(*_anything: object) -> None:
        raise _Forbidden

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = forbidden
    parser.EntityDeclHandler = forbidden


def allowed(text: str) -> str:
    """`text` without the characters that XML cannot hold (control characters, lone surrogates)."""
    return _NOT_IN_XML.sub("", text)


def escaped(text: str) -> str:
    """`text` as XML character data or attribute value; what XML cannot hold is dropped."""
    return (
        allowed(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("\r", "&#13;")
    )
