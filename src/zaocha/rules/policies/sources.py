"""Reads a policy's text, YAML or JSON, into plain data with the line and column of everything in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from zaocha.rules import data_files, facts_reading
from zaocha.rules.findings import Finding, Place, Unreadable, caret
from zaocha.rules.texts import Message, Parameter

LONGEST_TEXT = 1_000_000
DEEPEST = 60
Key = tuple[str | int, ...]


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "not_yaml": _("The text cannot be read as YAML: {why}."),
    "too_long": _("The text has more than {most} characters."),
    "too_deep": _("The text is nested more than {most} deep."),
    "alias": _("Anchors and aliases (& and *) are not read. Write the part out."),
    "tag": _("Tags (!…) are not read. Leave the tag out."),
    "key_twice": _("The key “{name}” stands twice in one block. Keep one of them."),
    "odd_key": _("A key must be a word."),
    "several": _("The text holds several documents. Keep one per file."),
    "empty": _("There is nothing here."),
    "half_characters": _("The text holds halves of characters. Type the place anew."),
}
REMEDIES: Mapping[str, str] = {
    "quote": _("""Write a test in quotation marks: test: ">= 100000", test: '"A","B"'."""),
    "colon": _("Use the half-width colon with a space behind it."),
    "tab": _("Indent with spaces, not with tabs."),
}


@dataclass(frozen=True)
class Read:
    """Plain data (mappings, lists, strings; from JSON also numbers and booleans) and where each part stands."""

    data: Any
    file: str = ""
    places: Mapping[Key, tuple[int, int]] = field(default_factory=dict)

    def place(self, key: Key) -> Place:
        """Where a part stands; of a part that is not there, where its owner stands."""
        nearest = key
        while nearest and nearest not in self.places:
            nearest = nearest[:-1]
        line, column = self.places.get(nearest, (None, None))
        return Place(self.file, path_of(key), line, column)

    def place_of(self, path: str) -> Place:
        """The same by a path as it is written."""
        known = {path_of(key): key for key in self.places}
        nearest = path
        while nearest and nearest not in known:
            nearest = nearest[: max(nearest.rfind("."), nearest.rfind("["), 0)]
        line, column = self.places.get(known.get(nearest, ()), (None, None))
        return Place(self.file, path, line, column)


def path_of(key: Key) -> str:
    """`("versions", 0, "when")` → `versions[0].when`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def read_text(text: str, *, file: str = "") -> Read:
    """YAML or JSON, told apart by the first character. Raises `Unreadable` with line and column."""
    if len(text) > LONGEST_TEXT:
        raise _unreadable("too_long", Place(file), most=LONGEST_TEXT)
    if any("\ud800" <= one <= "\udfff" for one in text):
        raise _unreadable("half_characters", Place(file))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return Read(facts_reading.loads(text, file=file), file)
    return read_yaml(text, file=file)


def read_yaml(text: str, *, file: str = "") -> Read:
    """YAML whose scalars all stay strings. Raises `Unreadable` with line and column."""
    try:
        _refuse_tricks(text, file)
        nodes = list(yaml.compose_all(text, Loader=data_files.Loader))
    except yaml.YAMLError as error:
        raise _not_yaml(error, text, file) from None
    if len(nodes) != 1:
        raise _unreadable("several" if nodes else "empty", Place(file))
    reading = _Reading(file)
    return Read(reading.plain(nodes[0], ()), file, reading.places)


def _refuse_tricks(text: str, file: str) -> None:
    """Aliases, tags and bottomless nesting, found before anything is built from the text."""
    depth = 0
    for event in yaml.parse(text, Loader=data_files.Loader):
        mark = event.start_mark
        place = Place(file, "", mark.line + 1, mark.column + 1) if mark else Place(file)
        if getattr(event, "anchor", None):
            raise _unreadable("alias", place)
        if getattr(event, "tag", None):
            raise _unreadable("tag", place)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _unreadable("too_deep", place, most=DEEPEST)


class _Reading:
    """Turns YAML's nodes into plain data and notes where they stood."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Key, tuple[int, int]] = {}

    def plain(self, node: yaml.Node, key: Key) -> Any:
        mark = node.start_mark
        self.places[key] = (mark.line + 1, mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(one, (*key, at)) for at, one in enumerate(node.value)]
        return node.value

    def mapping(self, node: yaml.MappingNode, key: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise self.fault("odd_key", name.start_mark)
            if name.value in found:
                raise self.fault("key_twice", name.start_mark, name=name.value)
            found[name.value] = self.plain(value, (*key, name.value))
        return found

    def fault(self, code: str, mark: yaml.Mark, **params: Parameter) -> Unreadable:
        return _unreadable(code, Place(self.file, "", mark.line + 1, mark.column + 1), **params)


def _not_yaml(error: yaml.YAMLError, text: str, file: str) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    why = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
    message = Message("not_yaml", MESSAGES["not_yaml"], {"why": why})
    if mark is None:
        return Unreadable([Finding(message, place=Place(file))])
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    place = Place(file, "", mark.line + 1, mark.column + 1)
    excerpt = caret(line, min(mark.column, len(line))) if line else ""
    return Unreadable([Finding(message, _guess(lines, mark.line), place=place, excerpt=excerpt)])


def _guess(lines: list[str], at: int) -> Message | None:
    """What the writer of a text that is no YAML probably has to change: seen near the place of the fault."""
    near = lines[max(at - 1, 0) : at + 1]
    for code, pattern in _SLIPS.items():
        if any(re.search(pattern, line) for line in near):
            return Message(code, REMEDIES[code])
    return None


# In YAML, > begins a folded text, [ a list, " ends before a comma.
_SLIPS = {"quote": r"\btest: *([>\[\]|!%@`]|\"[^\"]*\" *,|- *$)", "tab": r"^ *\t", "colon": "："}


def _unreadable(code: str, place: Place, **params: Parameter) -> Unreadable:
    return Unreadable([Finding(Message(code, MESSAGES[code], params), place=place)])
