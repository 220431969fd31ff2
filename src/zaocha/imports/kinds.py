"""What can be imported: each area registers its kinds, with fields, a check and a way to take the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.imports.models import ImportRow
from zaocha.sheets.columns import FieldSpec

# What becomes of a row: "bad" cannot be taken, "ask" waits for an answer, "skip" is left out.
DECISIONS: Mapping[str, Any] = {
    "bad": _("cannot be taken"),
    "ask": _("to be decided"),
    "change": _("changes an entry"),
    "new": _("new"),
    "same": _("known already, nothing changes"),
    "skip": _("left out"),
}
TAKEN = ("new", "change")
LEFT_OUT = {"repeated_same", "nothing"}  # notes that say why a row is left out


@dataclass(frozen=True)
class Field:
    """A field of the table: its label, headings that people write for it, and how its values look."""

    name: str
    label: Any
    synonyms: tuple[str, ...]
    pattern: str | None = None
    required: bool = False
    example: str = ""
    shown: bool = True  # False: a hidden column that people do not read

    def spec(self) -> FieldSpec:
        """The field as `sheets.columns` guesses it."""
        return FieldSpec(self.name, (*self.synonyms, self.name), self.pattern)


@dataclass(frozen=True)
class Question:
    """What a person decides about a row: the words, and the answers as code → label. "skip" leaves it out."""

    text: Any
    answers: Mapping[str, Any]


@dataclass
class Draft:
    """A row under check. The check of the kind fills everything below `given`."""

    number: int
    given: Mapping[str, str | None]  # field -> text as in the file, for mapped columns
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    subject_id: int | None = None
    key: str = ""
    alias: str = ""
    headings: Mapping[str, str] = field(
        default_factory=dict
    )  # field -> its column: units and years stand there

    def problem(self, code: str, *, field: str = "", note: bool = False, **params: Any) -> None:
        """Say what is wrong; a `note` is shown and stops nothing."""
        self.problems.append({"code": code, "field": field, "params": params, "note": note})

    @property
    def is_bad(self) -> bool:
        return any(not one["note"] for one in self.problems)


Check = Callable[[Tenant, Sequence[Draft]], None]
Take = Callable[[Actor, Iterable[Sequence[ImportRow]], datetime], None]


@dataclass(frozen=True)
class Kind:
    """One kind of import.

    `check(tenant, drafts)` judges some hundred rows at a time and writes nothing. `take(by, chunks, at)`
    writes the rows decided "new" or "change", inside one transaction, and raises `Stale` when the register
    is no longer as it was at the check. `messages` explains the codes of its problems, with %(named)s places.
    """

    name: str
    title: Any
    right: str
    fields: tuple[Field, ...]
    check: Check
    take: Take
    messages: Mapping[str, Any]
    questions: Mapping[str, Question]
    done_url: str  # name of the page that shows what came in

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((one for one in self.fields if one.name == name), None)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called in the `ready` of its area."""
    _kinds[kind.name] = kind


def find(name: str) -> Kind | None:
    """A kind by its name."""
    return _kinds.get(name)


def everything() -> Mapping[str, Kind]:
    """All registered kinds by name."""
    return _kinds


def settle(draft: Draft, answers: Mapping[str, str]) -> str:
    """What becomes of a row, given the answers so far."""
    if draft.is_bad:
        return "bad"
    if any(one["code"] in LEFT_OUT for one in draft.problems):
        return "skip"
    given = [answers.get(question, "") for question in draft.questions]
    if "skip" in given:
        return "skip"
    if "" in given:
        return "ask"
    if draft.subject_id is None or "new" in given:
        return "new"
    return "change" if draft.changes else "same"
