"""Policies of one group of which only the highest benefit is given (从高不重复)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zaocha.rules.policies.verdicts import Verdict


def resolved(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The same verdicts; of each group with `take: highest` the lower amounts become `excluded` by the highest.

    An amount that is not settled is left as it is and overtakes nobody. Of equal amounts the first stays.
    """
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for one in verdicts:
        if one.policy.take and one.code == "eligible" and amount(one) is not None:
            groups[one.policy.group].append(one)
    winners = {name: max(held, key=lambda one: amount(one) or Decimal(0)) for name, held in groups.items()}
    return [_against(one, winners) for one in verdicts]


def amount(verdict: Verdict) -> Decimal | None:
    """The settled amount in yuan, or None."""
    return verdict.benefit.amount if verdict.benefit else None


def _against(verdict: Verdict, winners: dict[str, Verdict]) -> Verdict:
    winner = winners.get(verdict.policy.group) if verdict.policy.take else None
    if winner is None or winner is verdict or verdict.code != "eligible" or amount(verdict) is None:
        return verdict
    name = winner.policy.id
    return replace(verdict, code="excluded", excluded_by=(*verdict.excluded_by, name), overtaken_by=name)
