"""Hand-made office files for the tests, broken ones included."""

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def parcel(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def relations(*found: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in found
    )
    return f'<Relationships xmlns="{P}">{rows}</Relationships>'


def docx(body: str, *, before: str = "", namespace: str = W) -> bytes:
    """A document with this body in the namespace prefix `w`."""
    return parcel(
        {
            "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{before}'
            f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
        }
    )


def xlsx(
    rows: str, *, before: str = "", shared: str = "", styles: str = "", after: str = "", workbook: str = ""
) -> bytes:
    """A workbook whose one sheet holds these `<row>` elements; the other arguments are raw XML."""
    return parcel(
        {
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
                ("rId3", "styles", "styles.xml"),
            ),
            "xl/workbook.xml": workbook
            or f'<workbook xmlns="{X}" xmlns:r="{R}"><sheets>'
            '<sheet name="企业" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/sharedStrings.xml": f'<sst xmlns="{X}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{X}">{styles}</styleSheet>',
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{X}"><sheetData>{rows}</sheetData>{after}'
            "</worksheet>",
        }
    )


def old_office(stream: str) -> bytes:
    """The beginning of a file of the old Office versions that holds such a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 64


def zip_bomb(part: str, *, megabytes: int) -> bytes:
    return parcel({part: b" " * (megabytes * 1024 * 1024)})


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
