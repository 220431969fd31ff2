"""What a company may have at the same time: which of its benefits exclude each other, and what is worth most together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from zaocha.matching import judging, showing
from zaocha.offers import dictionary
from zaocha.rules import benefits
from zaocha.rules.benefits import combining
from zaocha.rules.benefits.settings import Counted
from zaocha.rules.policies import verdicts


@dataclass(frozen=True)
class Together:
    """The combination in words: what is taken, one by one; what is left and because of which; what it comes to.

    `total` is empty when nothing of it is money. `at_least`: a part of it is not settled yet.
    """

    steps: list[str]
    left: list[str]
    total: str
    at_least: bool


def together(judged: Sequence[judging.Judged], *, hidden: showing.Hidden) -> Together | None:
    """The best combination; None when there is nothing to choose or to add up.

    Benefits that rest on facts which are not the reader's to see are left out.
    """
    found = [
        _entitlement(one.verdict)
        for one in judged
        if one.verdict is not None and _is_due(one.verdict)
        and not any(hidden(name) for name in showing.facts_behind(one))
    ]  # fmt: skip
    if len(found) < 2:
        return None
    best = combining.best(found)
    paid = [one for one in best.taken.values() if one.at_least or one.amount]
    if not best.left and len(paid) < 2:
        return None
    spoken = dictionary.language()
    out = {one.said for one in best.left}
    return Together(
        [step.text(spoken) for step in best.steps if step not in out],
        [one.said.text(spoken) for one in best.left],
        dictionary.amount(best.total) if best.total else "",
        not best.is_settled,
    )


def _is_due(verdict: verdicts.Verdict) -> bool:
    return verdict.benefit is not None and (verdict.code == "eligible" or bool(verdict.overtaken_by))


def _entitlement(verdict: verdicts.Verdict) -> combining.Entitlement:
    policy = verdict.policy
    return combining.Entitlement(
        policy.id, policy.title, partial(_work, verdict), frozenset(policy.excludes),
        policy.group if policy.take else "",
    )  # fmt: skip


def _work(verdict: verdicts.Verdict, counted: Counted) -> benefits.Result:
    form = verdict.version.form
    assert form is not None
    return benefits.evaluate(
        form, facts=verdict.facts, on=verdict.on, counted=counted, dictionary=verdict.dictionary
    )
