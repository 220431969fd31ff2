"""The sixteen kinds of demand with their second level, usual units and deadline classes."""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Label:
    """One name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DeadlineClass:
    """How long an answer may take by default; `workdays` counts from the next working day."""

    code: str
    name: Label
    workdays: int


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """A four-digit kind within a category."""

    code: str
    name: Label
    deadline: DeadlineClass


@dataclass(frozen=True, slots=True)
class Category:
    """A two-digit kind of demand; `sensitive` hides the author from the unit that handles it."""

    code: str
    name: Label
    lead: Label
    co: tuple[Label, ...]
    deadline: DeadlineClass
    sensitive: bool
    second: tuple[SecondLevel, ...]


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """The whole table with the place and day it was taken from."""

    source: str
    as_of: str
    deadline_classes: tuple[DeadlineClass, ...]
    categories: tuple[Category, ...]


class UnknownCategory(LookupError):
    """No category has this code."""


@cache
def table() -> CategoryTable:
    """The shipped table, read once."""
    raw = json.loads(resources.files("zaocha.lang").joinpath("data/categories.json").read_text("utf-8"))
    classes = {
        code: DeadlineClass(code=code, name=_label(row), workdays=int(row["workdays"]))
        for code, row in raw["deadline_classes"].items()
    }
    categories = tuple(
        Category(
            code=row["code"],
            name=_label(row),
            lead=_label(row["lead"]),
            co=tuple(_label(unit) for unit in row["co"]),
            deadline=classes[row["deadline"]],
            sensitive=bool(row["sensitive"]),
            second=tuple(
                SecondLevel(code=part["code"], name=_label(part), deadline=classes[part["deadline"]])
                for part in row["second"]
            ),
        )
        for row in raw["categories"]
    )
    return CategoryTable(
        source=raw["source"],
        as_of=raw["date"],
        deadline_classes=tuple(classes.values()),
        categories=categories,
    )


def _label(row: dict[str, str]) -> Label:
    return Label(zh=row["zh"], en=row["en"])


CATEGORIES: tuple[Category, ...] = table().categories
DEADLINE_CLASSES: tuple[DeadlineClass, ...] = table().deadline_classes
_BY_CODE = {found.code: found for found in CATEGORIES}
_SECOND_BY_CODE = {part.code: part for found in CATEGORIES for part in found.second}


def category(code: str) -> Category:
    """The category of a two-digit or four-digit code; `UnknownCategory` if there is none."""
    found = _BY_CODE.get(code[:2])
    if found is None or (len(code) == 4 and code not in _SECOND_BY_CODE) or len(code) not in (2, 4):
        raise UnknownCategory(code)
    return found


def second_level(code: str) -> SecondLevel:
    """The second level of a four-digit code; `UnknownCategory` if there is none."""
    try:
        return _SECOND_BY_CODE[code]
    except KeyError:
        raise UnknownCategory(code) from None
