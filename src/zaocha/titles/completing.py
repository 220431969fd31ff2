"""What a dossier still lacks before it can go on its way, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zaocha.titles import judging, tables
from zaocha.titles.judging import Verdict
from zaocha.titles.models import Dossier

SHORTEST = 20
"""Signs of a worker's own words that say something."""


@dataclass(frozen=True)
class Gap:
    """Something that is lacking; `code` of an evidence kind, or consent, statement, rule."""

    code: str
    words: str
    remedy: str


@dataclass(frozen=True)
class Item:
    """A line of the checklist: a kind of paper, whether it is needed, and how many there are."""

    code: str
    label: str
    is_needed: bool
    count: int


def verdict(dossier: Dossier, *, on: date) -> Verdict:
    """The rule of a dossier for its worker on a day."""
    worker = dossier.worker
    facts = judging.told(worker.facts, as_of=worker.told_on, on=on)
    return judging.judge(tables.rules()[dossier.rule], facts)


def checklist(dossier: Dossier, found: Verdict, kinds: list[str]) -> list[Item]:
    """Every kind of paper, what is missing first; `kinds`: those of the papers that are there."""
    items = [
        Item(one.code, tables.said(one.label), one.code in found.evidence, kinds.count(one.code))
        for one in tables.evidence().values()
        if one.code in found.evidence or one.code in kinds or one.is_optional
    ]
    return sorted(items, key=lambda one: (not one.is_needed, one.is_needed and one.count > 0))


def gaps(dossier: Dossier, found: Verdict, kinds: list[str]) -> list[Gap]:
    """Everything that is lacking at once, so that nobody has to come twice."""
    lacking = []
    worker = dossier.worker
    if worker.consented_at is None:
        lacking.append(
            Gap(
                "consent",
                _("The worker has not agreed yet."),
                _("Hand on the worker's own link; one tap agrees."),
            )
        )
    if found.code != "may":
        reasons = "; ".join([*found.lines, *found.asks])
        lacking.append(
            Gap("rule", _("By what is known the rule does not fit."), _("Correct what is known: %(what)s") % {"what": reasons})
        )  # fmt: skip
    if len(dossier.statement.strip()) < SHORTEST:
        lacking.append(
            Gap("statement", _("What the worker can do is not told yet."), _("Two or three sentences, in own words, are enough."))
        )  # fmt: skip
    for code in found.evidence:
        if code not in kinds:
            label = tables.said(tables.evidence()[code].label)
            lacking.append(
                Gap(
                    code,
                    _("Missing: %(paper)s") % {"paper": label},
                    _("Take a photo of it, or add the .pdf."),
                )
            )
    return lacking
