"""The document of a policy: read by the rules, linted, written as YAML, and what lists need of it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Invalid
from zaocha.offers import dictionary, labels
from zaocha.offers.editing import faults
from zaocha.rules import facts
from zaocha.rules import findings as rule_findings
from zaocha.rules.policies import documents as rule_documents
from zaocha.rules.policies import linting, reading, sources, writing
from zaocha.rules.policies.linting import together

Document = dict[str, Any]
in_language = dictionary.in_language
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
SEVERITIES: dict[str, tuple[Any, str]] = {
    "error": (_("fault"), "red"),
    "warning": (_("look at this"), "amber"),
    "note": (_("note"), "blue"),
}


@dataclass(frozen=True)
class Finding:
    """What the lint says, in the reader's language, and where in the form it belongs."""

    severity: str
    code: str
    message: str
    remedy: str
    excerpt: str
    path: str
    line: int | None = None

    @property
    def severity_label(self) -> Any:
        """Its severity in a word."""
        return SEVERITIES[self.severity][0]

    @property
    def tone(self) -> str:
        """The tone of its pill."""
        return SEVERITIES[self.severity][1]

    @property
    def words(self) -> str:
        """Everything at its field."""
        said = " ".join(part for part in (self.message, self.remedy) if part)
        return f"{said}\n{self.excerpt}" if self.excerpt else said

    @property
    def anchor(self) -> str:
        """The id of its field in the form."""
        return "p-" + faults.place(self.path).replace(".", "-") if self.path else ""

    @property
    def where(self) -> str:
        """Its place in words."""
        line = str(_("line %(line)s") % {"line": self.line}) if self.line else ""
        return ", ".join(part for part in (self.path, line) if part)


class NotReadable(Invalid):
    """A text that is no document at all; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        said = f"{first.message} ({first.where})" if first.where else first.message
        super().__init__(said, remedy=first.remedy, field="text")
        self.findings = findings


def code(document: Document) -> str:
    """The id of a policy."""
    value = document.get("id")
    return value.strip() if isinstance(value, str) else ""


def is_code(text: str) -> bool:
    """Whether a text can be the id of a policy."""
    return bool(_CODE.fullmatch(text))


def policy(document: Document) -> rule_documents.Policy:
    """The policy as the rules have it. Raises `Unreadable` when it has errors."""
    return _policy(json.dumps(document, sort_keys=True, ensure_ascii=False))


def lint(document: Document, *, among: Collection[str] = ()) -> list[Finding]:
    """Everything that is wrong or doubtful, errors first; the legal guard included.

    `among`: ids of the other policies of the town, to find an exclusion that names none of them.
    """
    if not document:
        return []
    spoken = dictionary.language()
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    found = [*_lint(text)]
    if among and not any(one.severity == "error" for one in found):
        found += together.unknown_exclusions(sources.Read(document), _policy(text), among)
    order = list(SEVERITIES)
    return [_said(one, spoken) for one in sorted(found, key=lambda one: order.index(one.severity))]


def errors(document: Document) -> list[str]:
    """The errors in words: none of them may be left when it is published."""
    return [
        f"{one.where}: {one.message} {one.remedy}".strip()
        for one in lint(document)
        if one.severity == "error"
    ]


def to_yaml(document: Document) -> str:
    """The document as YAML, also of one that is not right yet."""
    return writing.data_as_yaml(document)


def from_yaml(text: str) -> Document:
    """The document that a text holds, finished or not. Raises `NotReadable`."""
    try:
        data = sources.read_text(text).data
    except rule_findings.Unreadable as unreadable:
        spoken = dictionary.language()
        raise NotReadable([_said(one, spoken) for one in unreadable.findings]) from None
    if not isinstance(data, dict):
        message = str(_("This is not a policy: names with values are expected."))
        raise NotReadable([Finding("error", "not_a_policy", message, "", "", "")])
    return data


def columns(document: Document) -> dict[str, Any]:
    """What lists show and narrow by; a draft may lack any of it."""
    title, place, authority = (_both(document.get(name)) for name in ("title", "place", "authority"))
    source = document.get("source")
    source = source if isinstance(source, dict) else {}
    versions = [one for one in document.get("versions") or [] if isinstance(one, dict)]
    words = [
        code(document),
        *title,
        *place,
        *authority,
        str(source.get("number", "")),
        str(source.get("title", "")),
    ]
    last = versions[-1] if versions else {}
    apply = last.get("apply")
    starts = [day for one in versions if (day := _day(one.get("valid_from")))]
    return {
        "lookup": " ".join(words).lower()[:1000],
        "title_zh": title[0][:200],
        "title_en": title[1][:200],
        "place": place[0][:80],
        "kind": str(document.get("kind", ""))[:40],
        "is_automatic": isinstance(apply, dict) and str(apply.get("automatic", "")).lower() == "true",
        "valid_from": min(starts, default=None),
        "valid_to": _day(last.get("valid_to")),
    }


def _both(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return str(value.get("zh") or ""), str(value.get("en") or "")
    return (str(value), "") if value else ("", "")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _said(found: rule_findings.Finding, spoken: Any) -> Finding:
    message = found.message.text(spoken)
    name = str(found.message.params.get("name", ""))
    if label := labels.PARTS.get(name):  # a writer of the form knows the field, a writer of YAML its name
        message = message.replace(f"“{name}”", _("“%(label)s” (%(name)s)") % {"label": label, "name": name})
    return Finding(
        severity=found.severity,
        code=found.message.code,
        message=message,
        remedy=found.remedy.text(spoken) if found.remedy else "",
        excerpt=found.excerpt,
        path=found.place.path,
        line=found.place.line,
    )


@lru_cache(maxsize=4096)
def _policy(text: str) -> rule_documents.Policy:
    return reading.from_data(json.loads(text), dictionary=facts.dictionary())


@lru_cache(maxsize=1024)
def _lint(text: str) -> Sequence[rule_findings.Finding]:
    return linting.examined(sources.Read(json.loads(text)), dictionary=facts.dictionary())[1]
