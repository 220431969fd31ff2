"""What is wrong with something that was written, where, and what to do: findings with place and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from zaocha.rules.texts import Language, Message

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where: file, path inside the document (`versions[0].when.all[1].test`), line and column from 1."""

    file: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        at = ":".join(str(part) for part in (self.file, self.line, self.column) if part not in ("", None))
        return " ".join(part for part in (at, self.path) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """An `error` makes the document unusable, a `warning` needs a person, a `note` only says so.

    `excerpt` is the text with a line below that points at the character, or empty.
    """

    message: Message
    remedy: Message | None = None
    severity: Severity = "error"
    place: Place = Place()
    excerpt: str = ""

    def text(self, language: Language) -> str:
        """Everything in one language, for a terminal or a page."""
        said = [self.message.text(language), self.remedy.text(language) if self.remedy else ""]
        line = (" " if language == "en" else "").join(part for part in said if part)
        where = str(self.place)
        head = f"{where}: {line}" if where else line
        return f"{head}\n{self.excerpt}" if self.excerpt else head

    def as_json(self) -> dict[str, Any]:
        """The form of docs/formats/lint.md."""
        return {
            "severity": self.severity,
            "code": self.message.code,
            "message": self.message.both().as_json(),
            "remedy": self.remedy.both().as_json() if self.remedy else None,
            "file": self.place.file,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "excerpt": self.excerpt,
        }

    def at(self, place: Place) -> Finding:
        """The same at another place."""
        return replace(self, place=place)


class Unreadable(Exception):
    """Something cannot be used as it stands; `findings` say all that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(one.text("en") for one in self.findings))

    def text(self, language: Language) -> str:
        """Every finding on its own lines."""
        return "\n".join(one.text(language) for one in self.findings)


def caret(text: str, start: int) -> str:
    """The line of `text` that holds code point `start`, and a line below that points at it."""
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    line = text[begin:] if end < 0 else text[begin:end]
    # A wide character takes two columns of a terminal; an ideographic space keeps the caret below it.
    pad = "".join("\u3000" if ord(c) > 0x2E7F else " " for c in line[: start - begin])
    return f"{line}\n{pad}^"
