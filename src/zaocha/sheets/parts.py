"""The parts that every office package has: content types, relations and properties."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from zaocha.sheets.markup import escaped

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE: Final = "docProps/core.xml"

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"


def content_types(parts: Mapping[str, str], *, pictures: bool = False) -> bytes:
    """[Content_Types].xml for these parts (name → type) and the properties."""
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in {**parts, CORE: _CORE_TYPE}.items()
    )
    png = '<Default Extension="png" ContentType="image/png"/>' if pictures else ""
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{png}{overrides}</Types>'
    ).encode()


def relations(rows: Sequence[tuple[str, str]]) -> bytes:
    """Relations rId1, rId2, … to (last word of the type, target)."""
    items = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(rows, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'.encode()


def root_relations(main: str) -> bytes:
    """_rels/.rels, which points to the main part and the properties."""
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="{CORE}"/>'
        "</Relationships>"
    ).encode()


def core(*, title: str = "", language: str = "", made_at: dt.datetime | None = None) -> bytes:
    """docProps/core.xml; without `made_at` the file says nothing about when it was made."""
    stamps = ""
    if made_at is not None:
        utc = f"{made_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        stamps = "".join(
            f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{utc}</dcterms:{event}>'
            for event in ("created", "modified")
        )
    named = f"<dc:title>{escaped(title)}</dc:title>" if title else ""
    tongue = f"<dc:language>{escaped(language)}</dc:language>" if language else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{named}<dc:creator>Zaocha</dc:creator>{tongue}{stamps}</cp:coreProperties>"
    ).encode()
