"""The headings under which facts stand, and the words for where one stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.rules.facts import FactDefinition, dictionary
from zaocha.rules.texts import Language

GROUPS: Mapping[str, Any] = {
    "register": _("Who it is"),
    "size": _("Size and results"),
    "land": _("Land and energy"),
    "investment": _("Investment"),
    "loan": _("Loans"),
    "research": _("Research and property"),
    "people": _("Staff"),
    "qualification": _("Recognitions"),
    "credit": _("Credit"),
    "": _("Others"),
}
STATES: Mapping[str, Any] = {
    "known": _("known"),
    "stale": _("grown old"),
    "worked_out": _("worked out"),
    "asked": _("asked, not known"),
    "missing": _("missing"),
}
TONES: Mapping[str, str] = {
    "known": "green", "stale": "amber", "worked_out": "teal", "asked": "purple", "missing": "grey",
}  # fmt: skip


def language() -> Language:
    """The reader's language, as the rules name it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def label(fact: FactDefinition) -> str:
    """The name of a fact in the reader's language, as it stands at the head of a line."""
    return capfirst(fact.label.text(language()))


def heading(fact: FactDefinition) -> Any:
    """The heading under which a fact stands."""
    return GROUPS.get(fact.group, GROUPS[""])


def facts_of(group: str) -> list[FactDefinition]:
    """The facts of a group, or all, in the order of the dictionary."""
    return [fact for fact in dictionary().facts.values() if not group or fact.group == group]
