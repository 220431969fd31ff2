"""What is wrong with a benefit as it is written: findings with their words from data/benefit_words.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from zaocha.rules.benefits import words
from zaocha.rules.findings import Finding, Place, Severity
from zaocha.rules.texts import Message, Text


def found(
    path: str, code: str, fix: str, *, parts: Mapping[str, Text], severity: Severity = "error"
) -> Finding:
    """The finding `fault_<code>` with the remedy `fix_<fix>`, both filled with the same parts."""
    return Finding(
        _message(f"benefit_{code}", words.say(f"fault_{code}", **parts)),
        _message(f"benefit_fix_{fix}", words.say(f"fix_{fix}", **parts)),
        severity,
        Place(path=path),
    )


def _message(code: str, text: Text) -> Message:
    return Message(code, "{said}", {"said": text})
