"""What is said, in both languages: labels that data carry, and messages from the catalogue."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal, Union

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A label in both languages."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The label in one language."""
        return self.zh if language == "zh" else self.en

    def as_json(self) -> dict[str, str]:
        """The form of docs/formats."""
        return {"zh": self.zh, "en": self.en}


Parameter = Union[str, int, Decimal, date, Text, "Message", tuple["Parameter", ...]]


@dataclass(frozen=True)
class Message:
    """One thing to say: a stable `code`, an English template that the catalogue translates, and what fills it.

    A `Decimal` is shown with separators of thousands and without trailing zeros, a tuple as a list.
    """

    code: str
    template: str
    params: Mapping[str, Parameter] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        filled = {name: shown(value, language) for name, value in self.params.items()}
        return translated(self.template, language).format(**filled)

    def both(self) -> Text:
        """The sentence in both languages."""
        return Text(self.text("zh"), self.text("en"))

    def __str__(self) -> str:
        return self.text("en")


def shown(value: Parameter, language: Language) -> str:
    """A parameter as words."""
    if isinstance(value, Text | Message):
        return value.text(language)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(shown(one, language) for one in value)
    if isinstance(value, Decimal):
        return number(value)
    return str(value)


def number(value: Decimal) -> str:
    """`Decimal("86000.00")` → `86,000`."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Decimal) -> str:
    """A decimal string for JSON: no exponent, no trailing zeros, no separators."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def translated(text: str, language: Language) -> str:
    """A text of this package in one language."""
    return text if language == "en" else _chinese().gettext(text)


@cache
def _chinese() -> gettext.NullTranslations:
    file = resources.files("zaocha.rules").joinpath("locale/zh_Hans/LC_MESSAGES/django.mo")
    if not file.is_file():
        return gettext.NullTranslations()
    with file.open("rb") as opened:
        return gettext.GNUTranslations(opened)
