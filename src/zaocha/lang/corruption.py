"""Tells a report of corruption (检举控告) from a complaint about how an office works.

A desk like this one may not keep the first and must keep the second. Where the words leave it open, the
writer is asked: `may_be` is a question, never a verdict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from zaocha.lang import cues, normalise

Kind = Literal["", "may_be", "report"]

_SENTENCES = re.compile(r"[。！？!?;；\n]+|\.(?=\s|$)")
_CHINESE_SPACE = re.compile(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])")  # 红 包, written to slip through


@dataclass(frozen=True)
class Finding:
    """What a text reads like, and the sentence that does."""

    kind: Kind
    passage: str = ""


NOTHING = Finding("")


def look(text: str) -> Finding:
    """The gravest sentence of a text. Nothing of the text is kept anywhere."""
    found = NOTHING
    for raw in _SENTENCES.split(text):
        if not _is_suspect(raw):
            continue
        sentence = normalise.normalise(raw).text.lower().strip()
        kind = _kind(_CHINESE_SPACE.sub("", sentence))
        if kind == "report":
            return Finding(kind, sentence)
        if kind and not found.kind:
            found = Finding(kind, sentence)
    return found


def _kind(sentence: str) -> Kind:
    """One sentence: an official who takes or asks for money is a report; who it is, or whether, open: a question."""
    crime, handing, misuse = (_found(name, sentence) for name in ("crime", "handing", "misuse"))
    if not (crime or handing or misuse):
        return ""
    official, told = _found("official", sentence), _found("told", sentence)
    if _found("taught", sentence):
        # Lessons and pledges use the same words; with somebody who did it they are asked about.
        return "may_be" if official and told and not misuse else ""
    if official and (crime or handing):
        return "report"
    return "report" if crime and told else "may_be"


def _found(name: str, sentence: str) -> bool:
    return _pattern(name).search(sentence) is not None


def _is_suspect(text: str) -> bool:
    """A quick look before the text is made uniform; both scripts."""
    return _pattern("suspect").search(_CHINESE_SPACE.sub("", text.lower())) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(cues.words(f"corruption.{name}"))
