"""The dictionary of facts in the reader's language: labels, kinds, units, names of codes."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import get_language

from zaocha.rules import facts, units
from zaocha.rules.benefits import words
from zaocha.rules.texts import Language, Text


def language() -> Language:
    """The reader's language as the rules name it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def in_language(text: Any) -> str:
    """A text in both languages (a `Text`, or `{"zh", "en"}`) in the reader's; the other one where that is empty."""
    if isinstance(text, Text):
        text = text.as_json()
    if not isinstance(text, dict):
        return text if isinstance(text, str) else ""
    zh, en = (str(text.get(one) or "") for one in ("zh", "en"))
    return (en or zh) if language() == "en" else (zh or en)


def kind(name: str) -> str:
    """The type of a fact as a form writes it; "" for one that is not in the dictionary."""
    found = facts.dictionary().get(name)
    if found is None:
        return ""
    # Only plain yuan can be said in 万元; yuan per mu and the like are numbers with their unit.
    return "number" if found.type == "money" and found.unit != "CNY" else found.type


def label(name: str) -> str:
    """The label of a fact; a name that is not in the dictionary stays as it is."""
    found = facts.dictionary().get(name)
    return in_language(found.label) if found else name


def unit_label(name: str) -> str:
    """The unit of a fact in words."""
    found = facts.dictionary().get(name)
    return in_language(units.label(found.unit)) if found else ""


def amount(yuan: Decimal) -> str:
    """Money as the reader's language says it: 12.6 万元, CNY 126,000."""
    said = words.money(yuan).text(language())
    return said if language() == "zh" else f"CNY {said}"


def code_label(name: str, code: str) -> str:
    """The name of a code of a fact; nested and unknown codes stay as they are."""
    found = facts.dictionary().get(name)
    said = facts.dictionary().code_list(found).get(code) if found else None
    return in_language(said) if said else code


def codes(name: str) -> list[tuple[str, str]]:
    """The codes of a fact with their names; empty when the list is open or nested."""
    found = facts.dictionary().get(name)
    return (
        [(code, in_language(said)) for code, said in facts.dictionary().code_list(found).items()]
        if found
        else []
    )


def name_of(typed: str) -> str:
    """The fact that somebody means: its name or its label; what is neither stays as it is typed."""
    typed = typed.strip()
    return facts.dictionary().by_label.get(typed, typed)


@cache
def choices(spoken: Language) -> tuple[tuple[str, str], ...]:
    """Label and a few words (name, unit, period) of every fact, for a list to choose from."""
    found = []
    for one in facts.dictionary().facts.values():
        unit = units.label(one.unit).text(spoken)
        found.append((one.label.text(spoken), " · ".join(word for word in (one.name, unit) if word)))
    return tuple(found)
