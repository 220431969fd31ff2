"""Word documents (.docx): their words read, and new ones built from blocks."""

from zaocha.sheets.documents.blocks import (
    Beside,
    Block,
    Heading,
    KeyValueTable,
    PageBreak,
    Paragraph,
    Picture,
    Spacer,
    Table,
)
from zaocha.sheets.documents.reading import read_docx_text
from zaocha.sheets.documents.writing import write_docx

__all__ = [
    "Beside",
    "Block",
    "Heading",
    "KeyValueTable",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Spacer",
    "Table",
    "read_docx_text",
    "write_docx",
]
