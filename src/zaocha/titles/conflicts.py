"""What keeps experts off a panel: ties to a worker on it, or to a worker's company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from zaocha.titles import tables
from zaocha.titles.models import Dossier, Expert, Tie

Reason = tuple[str, int]
"""A code of WORDS, and the number of the dossier that it is about (0: none)."""

WORDS: dict[str, Lazy] = {
    "employer": _("works for the same company as worker no. %(number)s"),
    "same_chain": _("works for a competitor: the same chain as the company of worker no. %(number)s"),
    "relative": _("relative of worker no. %(number)s"),
    "teacher": _("teacher or pupil of worker no. %(number)s"),
    "competitor": _("has declared to be a competitor of the company of worker no. %(number)s"),
    "other": _("has declared a tie to worker no. %(number)s"),
    "level": _("holds no title of this level"),
    "field": _("is at home in other fields of work"),
}


def reasons(
    experts: Sequence[Expert], dossiers: Sequence[Dossier], *, field: str, level: str
) -> dict[int, list[Reason]]:
    """Expert → everything that keeps them out; one statement. Dossiers come with their companies."""
    heights = list(tables.levels())
    found: dict[int, list[Reason]] = defaultdict(list)
    ties = defaultdict(list)
    for tie in Tie.objects.filter(expert__in=[one.pk for one in experts]).order_by("pk"):
        ties[tie.expert_id].append(tie)
    for expert in experts:
        if field not in expert.fields:
            found[expert.pk].append(("field", 0))
        if heights.index(expert.level) < heights.index(level):
            found[expert.pk].append(("level", 0))
        for dossier in dossiers:
            found[expert.pk] += _of_dossier(expert, dossier, ties[expert.pk])
    return found


def words(kept: Sequence[Sequence[object]]) -> list[str]:
    """Kept reasons in the reader's language, one line a code with the numbers of the dossiers."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for code, number in kept:
        numbers[str(code)].append(str(number))
    return [str(WORDS[code]) % {"number": ", ".join(found)} for code, found in numbers.items()]


def _of_dossier(expert: Expert, dossier: Dossier, ties: list[Tie]) -> list[Reason]:
    number = dossier.number or 0
    found: list[Reason] = []
    if expert.company is not None and dossier.company is not None:
        if expert.company_id == dossier.company_id:
            found.append(("employer", number))
        elif expert.company.chain and expert.company.chain == dossier.company.chain:
            found.append(("same_chain", number))
    elif (
        expert.employer
        and dossier.company
        and expert.employer in (dossier.company.name, dossier.company.short_name)
    ):
        found.append(("employer", number))
    for tie in ties:
        if tie.worker_id == dossier.worker_id or (
            tie.company_id is not None and tie.company_id == dossier.company_id
        ):
            found.append((tie.kind, number))
    return list(dict.fromkeys(found))
