"""Many companies' facts and many policies brought to the planes; policies stay laid out while they do not change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date

import numpy as np

from zaocha.companies.facts import columns
from zaocha.matching import judging
from zaocha.offers import documents
from zaocha.offers.models import Policy
from zaocha.rules import facts as rule_facts
from zaocha.rules import findings
from zaocha.rules.planes.answering import Answers, Panel
from zaocha.rules.planes.companies import Companies, Enjoyed
from zaocha.rules.policies import documents as rule_documents
from zaocha.rules.policies.verdicts import CODES

__all__ = ["CODES", "answers"]
MOST = 6
_Key = tuple[date, tuple[tuple[int, date | None], ...]]
_laid_out: OrderedDict[_Key, tuple[list[rule_documents.Policy], Panel]] = OrderedDict()


def answers(
    policies: Sequence[Policy], *, tenant_id: int, company_ids: Sequence[int], on: date
) -> tuple[list[tuple[Policy, Answers]], tuple[int, ...]]:
    """What each readable policy answers, and the ids of the companies in the order of its rows: three statements.

    Raises `ValueTooLarge` for numbers that do not fit 64 bits.
    """
    readable: list[tuple[Policy, rule_documents.Policy]] = []
    for policy in policies:
        try:
            readable.append((policy, documents.policy(policy.document)))
        except findings.Unreadable:
            continue
    panel = _panel(readable, on=on)
    table = columns.known(tenant_id=tenant_id, on=on, company_ids=company_ids, names=panel.facts)
    had = judging.enjoyed(tenant_id=tenant_id, company_ids=company_ids)
    given = Companies(len(table.ids), table.columns, _enjoyed(table.ids, had))
    found = panel.answers(given)
    return [(policy, one) for (policy, _rules), one in zip(readable, found, strict=True)], table.ids


def _panel(readable: Sequence[tuple[Policy, rule_documents.Policy]], *, on: date) -> Panel:
    """Laid out once. A document that was read is one object as long as it is held here."""
    key = (on, tuple((id(rules), policy.repealed_on) for policy, rules in readable))
    there = _laid_out.get(key)
    if there is None:
        rules = [judging.rules_of(policy) for policy, _rules in readable]
        panel = Panel(rules, on=on, dictionary=rule_facts.dictionary())
        there = _laid_out[key] = ([one for _policy, one in readable], panel)
        while len(_laid_out) > MOST:
            _laid_out.popitem(last=False)
    return there[1]


def _enjoyed(ids: Sequence[int], had: dict[int, frozenset[str]]) -> Enjoyed:
    row_of = {pk: row for row, pk in enumerate(ids)}
    numbers: dict[str, int] = {}
    pairs = [
        (row_of[pk], numbers.setdefault(code, len(numbers)))
        for pk, codes in had.items()
        if pk in row_of
        for code in sorted(codes)
    ]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return Enjoyed(both[:, 0], both[:, 1], tuple(numbers))
