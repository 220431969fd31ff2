"""A policy as a person reads it: every part in the reader's language; an unfinished draft as far as it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.offers import dictionary, documents, labels, words
from zaocha.rules import benefits, findings
from zaocha.rules.policies import writing

STATES: dict[str, tuple[Any, str]] = {
    "now": (_("holds now"), "green"),
    "coming": (_("will hold"), "blue"),
    "past": (_("held before"), "grey"),
}


@dataclass(frozen=True)
class Version:
    """One version: when it holds, who is entitled, what they get, how to apply."""

    number: int
    state: str
    valid_from: str
    valid_to: str
    retroactive_from: str
    window_from: str
    window_to: str
    window_yearly: bool
    conditions: words.Said | None
    benefit: str
    benefit_raw: str  # as written, when it cannot be said in words
    papers: list[str]
    where: str
    url: str
    is_automatic: bool
    note: str

    @property
    def state_label(self) -> Any:
        """Its state in words."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return STATES[self.state][1]


@dataclass(frozen=True)
class Policy:
    """The whole policy; the newest version first."""

    title: str
    place: str
    authority: str
    kind: Any
    source: dict[str, str]
    excludes: list[str]
    group: str
    take: Any
    anchor: str
    repealed_on: str
    named_beneficiary: str
    terms_unknown: bool
    is_repeatable: bool
    note: str
    versions: list[Version]


def read(document: documents.Document, *, on: date) -> Policy:
    """The parts of a document in words."""
    text = dictionary.in_language
    source = _dict(document.get("source"))
    versions = [
        _version(number, _dict(one), on) for number, one in enumerate(_list(document.get("versions")), 1)
    ]
    return Policy(
        title=text(document.get("title")) or documents.code(document),
        place=text(document.get("place")),
        authority=text(document.get("authority")),
        kind=labels.kind(str(document.get("kind", ""))),
        source={name: str(source.get(name) or "") for name in ("title", "number", "date", "url")},
        excludes=[str(one) for one in _list(document.get("excludes"))],
        group=str(document.get("group") or ""),
        take=labels.TAKES.get(str(document.get("take") or ""), ""),
        anchor=dictionary.label(str(document.get("anchor") or "")),
        repealed_on=str(document.get("repealed_on") or ""),
        named_beneficiary=text(document.get("named_beneficiary")),
        terms_unknown=_is_true(document.get("terms_unknown")),
        is_repeatable=_is_true(document.get("repeatable")),
        note=text(document.get("note")),
        versions=versions[::-1],
    )


def benefit(written: Any) -> str:
    """A benefit in words; "" when it cannot be read."""
    if not isinstance(written, dict):
        return ""
    try:
        said = benefits.described(benefits.read(written))
    except findings.Unreadable:
        return ""
    return said.text(dictionary.language())


def _version(number: int, version: dict[str, Any], on: date) -> Version:
    text = dictionary.in_language
    window, apply = _dict(version.get("window")), _dict(version.get("apply"))
    written = version.get("benefit")
    said = benefit(written)
    return Version(
        number=number,
        state=_state(str(version.get("valid_from") or ""), str(version.get("valid_to") or ""), on),
        valid_from=str(version.get("valid_from") or ""),
        valid_to=str(version.get("valid_to") or ""),
        retroactive_from=str(version.get("retroactive_from") or ""),
        window_from=str(window.get("from") or ""),
        window_to=str(window.get("to") or ""),
        window_yearly=_is_true(window.get("yearly")),
        conditions=words.conditions(version.get("when")),
        benefit=said,
        benefit_raw=writing.data_as_yaml(written) if isinstance(written, dict) and not said else "",
        papers=[text(one) for one in _list(version.get("documents"))],
        where=text(apply.get("where")),
        url=_address(str(apply.get("url") or "")),
        is_automatic=_is_true(apply.get("automatic")),
        note=text(version.get("note")),
    )


def _state(since: str, until: str, on: date) -> str:
    """ISO days compare as texts."""
    today = on.isoformat()
    if since > today:
        return "coming"
    return "past" if until and until <= today else "now"


def _address(text: str) -> str:
    """Only what a browser may open is made a link."""
    return text if text.startswith(("https://", "http://")) else ""


def _is_true(value: Any) -> bool:
    return str(value or "").lower() == "true"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
