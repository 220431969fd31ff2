"""What a table is once it is read: headings, rows with their numbers in the file, and remarks on cells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from zaocha.sheets.messages import Message


@dataclass(frozen=True)
class CellProblem:
    """A remark on one cell; `column` counts from 0, `header` is its heading."""

    column: int
    header: str
    said: Message


@dataclass(frozen=True)
class Row:
    """One row that is not blank; `number` is its number in the file, counted from 1.

    Texts are as in the file, dates ISO (`2026-10-03`, `2026-10-03 08:30`, `08:30`), numbers plain decimals,
    blank cells None. A cell with a problem may be None or hold what was shown.
    """

    number: int
    values: tuple[str | None, ...]
    problems: tuple[CellProblem, ...] = ()

    def under(self, headers: Sequence[str]) -> dict[str, str | None]:
        """The values by heading."""
        return dict(zip(headers, self.values, strict=True))


@dataclass(frozen=True)
class RawRow:
    """A row before headings are known: values by column counted from 0, and remarks by column."""

    number: int
    values: dict[int, str]
    problems: dict[int, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """Merged cells: rows counted from 1, columns from 0, both ends inclusive."""

    top: int
    left: int
    bottom: int
    right: int


RawRows = Callable[[], Iterator[RawRow]]


@dataclass(frozen=True)
class Table:
    """A table of the file; `headers` are distinct and never empty, `header_row` is 0 when there is none."""

    headers: tuple[str, ...]
    header_row: int
    sheet: str
    _rows: Callable[[], Iterator[Row]] = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """The rows from the first on, streamed; each call starts anew. Raises Unreadable where it breaks."""
        return self._rows()


def letters(column: int) -> str:
    """The spreadsheet name of a column counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
