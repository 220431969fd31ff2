"""What a dossier still lacks before a bank can decide on it, in words with a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zaocha.finance.models import Credit, Pledge


@dataclass(frozen=True)
class Lack:
    """Something that is missing or does not fit; `blocks`: it cannot be sent before that is settled."""

    words: str
    remedy: str
    blocks: bool = True


def lacks(credit: Credit, pledges: Sequence[Pledge], *, on: date) -> list[Lack]:
    """Everything, the blocking first."""
    found = []
    if not pledges:
        found.append(
            Lack(
                _("Nothing is pledged yet."),
                _("Add a patent, trademark or copyright with its number and owner, or say in the words what stands in for it."),
                blocks=False,
            )
        )  # fmt: skip
    if credit.months is None:
        found.append(Lack(_("For how many months is not said."), _("Fill in the term.")))
    if credit.needed_by is not None and credit.needed_by < on:
        found.append(Lack(_("The day by which it is needed has passed."), _("Change the day.")))
    for one in pledges:
        found += _of_pledge(one, credit, on)
    return sorted(found, key=lambda lack: not lack.blocks)


def _of_pledge(one: Pledge, credit: Credit, on: date) -> list[Lack]:
    found: list[Lack] = []
    name: dict[str, Any] = {"right": one.title}
    if one.valid_until is not None and one.valid_until < on:
        found.append(Lack(_("“%(right)s” has run out.") % name, _("Take it out, or correct the day.")))
    elif one.valid_until is not None and credit.months and one.valid_until < _after(on, credit.months):
        found.append(
            Lack(_("“%(right)s” runs out before the term ends.") % name, _("A bank may shorten the term."), blocks=False)
        )  # fmt: skip
    if one.owner not in (credit.company.name, credit.company.short_name):
        found.append(
            Lack(
                _("“%(right)s” belongs to somebody else than the company.") % name,
                _("The owner must agree to the pledge in writing; the bank will ask for it."),
                blocks=False,
            )
        )
    if one.is_first is None:
        found.append(
            Lack(
                _("Whether “%(right)s” was pledged before is not known.") % name,
                _("Say whether this is its first pledge: some towns pay for a first one."),
                blocks=False,
            )
        )
    return found


def _after(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
