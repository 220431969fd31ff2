"""The numbers in a policy that can be moved: thresholds of its conditions, rates, amounts and caps of its benefit."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zaocha.rules.benefits import forms, words
from zaocha.rules.facts import Dictionary
from zaocha.rules.texts import Text

# A number that stands by itself: not within quotation marks, and not the digits of a name or a day.
_NUMBER = re.compile(r'"[^"]*"|(?P<number>(?<!\w)(?<!\w\.)-?\d+(?:\.\d+)?(?![\w]))')
_VALUE = re.compile(r"-?\d+(?:\.\d+)?\s*%?")
_STEP = re.compile(r"([^.\[\]:]+)|\[(\d+)\]|:(\d+)")
_ROWS = {"amount", "rate", "up_to", "reaches", "points", "in"}
"""Keys of rows within a benefit; those of forms come from the forms themselves."""
_NAMED = {"grades", "minimums", "codes"}
"""Keys that hold a number for each name."""


@dataclass(frozen=True)
class Lever:
    """One number. `path` names its place in the document (`versions[0].benefit.cap`; a number within a test or a
    band is counted: `versions[0].when.test:0`). `value` is as written: "100000", "30%". `unit` of a fact, or CNY."""

    path: str
    label: Text
    value: str
    unit: str | None = None

    def as_json(self) -> dict[str, Any]:
        """`{"path", "label": {zh, en}, "value", "unit"}`."""
        return {"path": self.path, "label": self.label.as_json(), "value": self.value, "unit": self.unit}


class NoLever(ValueError):
    """There is no number at this place, or no number was given for it."""


def levers(document: Mapping[str, Any], *, version: int, dictionary: Dictionary) -> tuple[Lever, ...]:
    """Every number of one version (0 is the first) of a policy's plain document, condition first."""
    held = document["versions"][version]
    path = f"versions[{version}]"
    found = _of_condition(held.get("when") or {}, f"{path}.when", dictionary)
    return (*found, *_of_benefit(held.get("benefit") or {}, f"{path}.benefit", words.NOTHING))


def moved(document: Mapping[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    """The document with other numbers at these paths; the one given stays as it is. Raises NoLever."""
    found: dict[str, Any] = copy.deepcopy(dict(document))
    for path, value in changes.items():
        if not _VALUE.fullmatch(value.strip()):
            raise NoLever(f"{path}: {value!r} is no number; write it as 100000 or 30%")
        _set(found, path, value.strip())
    return found


def _of_condition(raw: Mapping[str, Any], path: str, dictionary: Dictionary) -> Iterator[Lever]:
    for kind in ("all", "any"):
        for n, row in enumerate(raw.get(kind, ())):
            yield from _of_condition(row, f"{path}.{kind}[{n}]", dictionary)
    if "not" in raw:
        yield from _of_condition(raw["not"], f"{path}.not", dictionary)
    if isinstance(raw.get("test"), str):
        names = raw.get("ratio") or [raw.get("fact", "")]
        facts = [dictionary.get(name) for name in names]
        label = words.summed((fact.label for fact in facts if fact), "÷")
        unit = facts[0].unit if len(facts) == 1 and facts[0] else None
        for n, number in enumerate(_numbers(raw["test"])):
            yield Lever(f"{path}.test:{n}", label, number, unit)


def _of_benefit(raw: Any, path: str, label: Text) -> Iterator[Lever]:
    if isinstance(raw, list | tuple):
        for n, row in enumerate(raw):
            yield from _of_benefit(row, f"{path}[{n}]", _joined(label, words.verbatim(str(n + 1))))
    elif isinstance(raw, Mapping):
        form = forms.BY_CODE.get(str(raw.get("form", "")))
        fields = {one.name: one for one in dataclasses.fields(form)} if form else {}
        base = _joined(label, form.label) if form else label
        for key, value in raw.items():
            field = fields.get(key)
            name = field.metadata["label"] if field else _row_label(key)
            yield from _of_entry(key, value, f"{path}.{key}", _joined(base, name))


def _of_entry(key: str, value: Any, path: str, label: Text) -> Iterator[Lever]:
    if key in _NAMED and isinstance(value, Mapping):
        for name, one in value.items():
            yield Lever(f"{path}.{name}", _joined(label, words.verbatim(name)), str(one))
    elif key == "in":
        yield from (Lever(f"{path}:{n}", label, number) for n, number in enumerate(_numbers(str(value))))
    elif isinstance(value, Mapping | list | tuple):
        yield from _of_benefit(value, path, label)
    elif _VALUE.fullmatch(str(value).strip()):
        yield Lever(path, label, str(value).strip())


def _row_label(key: str) -> Text:
    return words.say(f"key_{key}") if key in _ROWS else words.NOTHING


def _joined(first: Text, then: Text) -> Text:
    parts = [one for one in (first, then) if one.zh]
    return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def _numbers(text: str) -> list[str]:
    return [found["number"] for found in _NUMBER.finditer(text) if found["number"]]


def _set(document: dict[str, Any], path: str, value: str) -> None:
    steps = [name or int(at or within) for name, at, within in _STEP.findall(path)]
    within = steps.pop() if ":" in path else None
    try:
        owner: Any = document
        for step in steps[:-1]:
            owner = owner[step]
        held = str(owner[steps[-1]])
        owner[steps[-1]] = value if within is None else _replaced(held, int(within), value)
    except (KeyError, IndexError, TypeError):
        raise NoLever(f"{path}: there is nothing here that can be moved") from None


def _replaced(text: str, at: int, value: str) -> str:
    spans = [found.span("number") for found in _NUMBER.finditer(text) if found["number"]]
    start, end = spans[at]
    return text[:start] + value + text[end:]
