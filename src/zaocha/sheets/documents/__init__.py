"""Word documents (.docx): their words read, and new ones built from blocks."""

from zaocha.sheets.documents.reading import read_docx_text

__all__ = ["read_docx_text"]
