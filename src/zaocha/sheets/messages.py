"""What is said about a file: a code, named parameters, and an English text that pages translate by code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


class Term(str):
    """A parameter that is itself a text to translate, such as "a PDF file"."""

    __slots__ = ()


Parameter = str | int

MESSAGES: Final[Mapping[str, str]] = {
    # a whole file
    "empty": _("The file is empty. Choose the file that has the content."),
    "too_large": _("The file has {size_mb} MB; at most {limit_mb} MB are read. Split it and try again."),
    "not_text": _(
        "This looks like {kind}, not like a text. Save the words as .docx or as a text file (UTF-8) "
        "and choose that."
    ),
    "binary": _(
        "This is not a text: it holds binary data. Save the words as a text file (UTF-8) or as .docx."
    ),
    "other_encoding": _("The text looks like {encoding}, which is not read. Save it again as UTF-8."),
    "unknown_encoding": _(
        "The encoding of the text was not recognised (neither UTF-8 nor GB18030). Save it again as UTF-8."
    ),
    "damaged_text": _(
        "The text is {encoding}, but damaged in line {line}. Open it, mend that line, save it as UTF-8."
    ),
    # packages (.docx, .xlsx)
    "not_docx": _("This looks like {kind}, not like a .docx document. Save it as .docx and choose that."),
    "not_docx_at_all": _("This is not a .docx document. Save it as .docx and choose that."),
    "old_document": _("This is a document in the old Word format. Save it as .docx and choose that."),
    "encrypted": _("The file is protected by a password. Remove the password, save it and try again."),
    "broken": _(
        "The file is damaged: {part} cannot be read. Open it in Office or WPS, save it anew and try again."
    ),
    "bomb": _(
        "The file unpacks to far more than an office file holds, and was not opened. "
        "Copy its content into a new file."
    ),
    "forbidden_markup": _(
        "The file holds definitions (DTD) that office programs never write, and was not opened. "
        "Copy its content into a new file."
    ),
    # tables
    "not_table": _(
        "This looks like {kind}, not like a table. Save the table as .xlsx or .csv and choose that."
    ),
    "not_table_at_all": _("This is not a table. Save the table as .xlsx or .csv and choose that."),
    "old_workbook": _("This is a table in the old Excel format (.xls). Save it as .xlsx and choose that."),
    "no_data": _("No table was found: every visible sheet is empty."),
    "no_such_sheet": _("There is no sheet “{sheet}”. The file has: {sheets}."),
    "too_many_rows": _("The table has more than {limit} rows. Split it and try again."),
    "too_many_columns": _(
        "The table has something in column {column}; at most {limit} columns are read. "
        "Delete what is not needed."
    ),
    "field_too_long": _("A field near line {line} is too long: perhaps a quotation mark is missing there."),
    # one cell
    "formula_without_value": _(
        "The cell holds a formula without a stored value. Open the file, let it calculate and save it."
    ),
    "error_value": _("The cell shows the error {error}. Correct it or empty it."),
    "digits_lost": _(
        "The number {value} lost its last digits when the table was made: only 15 are kept. "
        "Format the column as text and type it anew."
    ),
    "number_for_code": _(
        "The code {value} is stored as a number; it is taken as it stands. Please check it."
    ),
    "no_such_date": _("The number {value} is formatted as a date, but there is no such date."),
    "missing_text": _("The cell points to a text that is not in the file."),
    "no_heading": _("Column {column} has no heading; its value “{value}” was not taken."),
    # why a column was guessed
    "header_same": _("The heading says so."),
    "header_alike": _("The heading resembles “{synonym}”."),
    "values_alike": _("{percent} % of the values look like this."),
    "header_and_values": _("The heading resembles “{synonym}” and {percent} % of the values look like this."),
    "no_match": _("Neither the heading nor the values fit a known field."),
}

PDF: Final = Term(_("a PDF file"))
ZIP: Final = Term(_("a ZIP archive"))
DOCX: Final = Term(_("a Word document (.docx)"))
XLSX: Final = Term(_("an Excel table (.xlsx)"))
XLSB: Final = Term(_("a binary Excel table (.xlsb)"))
PPTX: Final = Term(_("a presentation (.pptx)"))
OPEN_DOCUMENT: Final = Term(_("an OpenDocument file (.odt, .ods)"))
OFD: Final = Term(_("an OFD file"))
OLD_WORD: Final = Term(_("a document in the old Word format (.doc)"))
OLD_EXCEL: Final = Term(_("a table in the old Excel format (.xls)"))
OLD_OFFICE: Final = Term(_("a file of an old Office or WPS version (.ppt, .wps, .et)"))
RTF: Final = Term(_("an RTF document"))
IMAGE: Final = Term(_("a picture"))
PROGRAM: Final = Term(_("a program"))
ARCHIVE: Final = Term(_("a packed archive"))
SOUND: Final = Term(_("a sound or video file"))
DATABASE: Final = Term(_("a database"))
WEB_PAGE: Final = Term(_("a web page (HTML)"))
XML_TABLE: Final = Term(_("an XML table of an old Excel version"))

TERMS: Final[tuple[Term, ...]] = (
    PDF, ZIP, DOCX, XLSX, XLSB, PPTX, OPEN_DOCUMENT, OFD, OLD_WORD, OLD_EXCEL, OLD_OFFICE, RTF,
    IMAGE, PROGRAM, ARCHIVE, SOUND, DATABASE, WEB_PAGE, XML_TABLE,
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One thing to say; `code` is a key of MESSAGES, `params` fill its named places."""

    code: str
    params: Mapping[str, Parameter] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = _) -> str:
        """The sentence in the reader's language; `translate` is gettext."""
        filled = {name: translate(v) if isinstance(v, Term) else v for name, v in self.params.items()}
        return translate(MESSAGES[self.code]).format(**filled)


class Unreadable(Exception):
    """A file that cannot be read, with what the reader should do about it; `name` is the file's name."""

    def __init__(self, code: str, *, name: str = "", **params: Parameter) -> None:
        self.said = Message(code, params)
        self.name = name
        super().__init__(f"{name}: {self.message}" if name else self.message)

    @property
    def code(self) -> str:
        return self.said.code

    @property
    def params(self) -> Mapping[str, Parameter]:
        return self.said.params

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.said.text()

    def text(self, translate: Callable[[str], str]) -> str:
        """The sentence in the reader's language."""
        return self.said.text(translate)
