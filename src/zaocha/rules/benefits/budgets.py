"""A budget that does not suffice: every amount in the same proportion, adding up to the budget to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaocha.rules.benefits import spans, words
from zaocha.rules.benefits.forms.payments import parted
from zaocha.rules.texts import Text


@dataclass(frozen=True)
class Shared:
    """What each gets, the share that is paid (at most 1), what is paid in all, and what is left of the budget."""

    paid: Mapping[str, Decimal]
    share: Decimal
    total: Decimal
    left: Decimal

    def said(self, due: Decimal, of: str) -> Text:
        """How the amount of one came about; `due` is what all of them were due."""
        return words.say(
            "budget",
            due=words.money(due),
            budget=words.money(self.total + self.left),
            share=words.percent(self.share),
            amount=words.money(self.paid[of]),
        )


def shared(due: Mapping[str, Decimal], *, budget: Decimal) -> Shared:
    """Amounts due (yuan, to the fen) within a budget (总额控制): all in full if it suffices, else in proportion."""
    with spans.exact_arithmetic():
        whole = sum(due.values(), Decimal("0.00"))
        if whole <= budget:
            return Shared(dict(due), Decimal(1), whole, budget - whole)
        paid = parted(budget, [amount / whole for amount in due.values()])
        return Shared(dict(zip(due, paid, strict=True)), budget / whole, budget, Decimal("0.00"))
