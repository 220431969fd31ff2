"""XML from outside, read without entities, without a document type, without a way to any other file.

`defusedxml` refuses what makes the standard library's parser unsafe: entity expansion (a few hundred bytes become
gigabytes), external entities and document types (files and addresses of the machine are read). Size and depth are
bound before anything else looks at the document.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST_BYTES = 20_000_000
DEEPEST = 100


class NotReadable(ValueError):
    """A file that cannot be read. `message` is a template (the msgid), `values` fill it."""

    def __init__(self, message: str, *, place: str = "", **values: object) -> None:
        self.message, self.place, self.values = message, place, values
        super().__init__(message, place)

    def __str__(self) -> str:
        said = self.message.format(**self.values)
        return f"{self.place}: {said}" if self.place else said


def read_file(path: Path) -> Element:
    """The root of a file. Raises `NotReadable`, `OSError`."""
    if path.stat().st_size > LARGEST_BYTES:
        raise _too_large(path.name)
    return read(path.read_bytes(), place=path.name)


def read(data: bytes, *, place: str = "") -> Element:
    """The root of a document. Raises `NotReadable`."""
    if len(data) > LARGEST_BYTES:
        raise _too_large(place)
    try:
        root: Element = fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        line, column = error.position
        raise NotReadable("This is not well-formed XML (line {line}, column {column}).", place=place,
                          line=line, column=column + 1) from None  # fmt: skip
    except DefusedXmlException:
        raise NotReadable("Entities and document types are not read.", place=place) from None
    except (LookupError, ValueError):
        raise NotReadable("The encoding of the file is not known.", place=place) from None
    if _depth(root) > DEEPEST:
        raise NotReadable("The elements are nested more than {limit} deep.", place=place, limit=DEEPEST)
    return root


def _too_large(place: str) -> NotReadable:
    return NotReadable("The file is larger than {limit} MB.", place=place, limit=LARGEST_BYTES // 1_000_000)


def _depth(root: Element) -> int:
    deepest, level = 0, [root]
    while level and deepest <= DEEPEST:
        deepest, level = deepest + 1, [child for one in level for child in one]
    return deepest


def name(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    return str(element.tag).rpartition("}")[0].lstrip("{")


def attribute(element: Element, wanted: str) -> str:
    return element.get(wanted, "").strip()


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these names, in their order."""
    return (one for one in element if name(one) in names)


def child(element: Element, *names: str) -> Element | None:
    return next(children(element, *names), None)


def text(element: Element | None) -> str:
    """The words of `<text>` inside, or of the element itself."""
    if element is None:
        return ""
    inner = child(element, "text")
    return ((element if inner is None else inner).text or "").strip()
