"""Which policies the next question to a company is worked out over: those of its own town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from zaocha.companies.facts import asking
from zaocha.offers import documents
from zaocha.offers.queries import policies
from zaocha.rules.findings import Unreadable
from zaocha.rules.policies.documents import Policy


def in_force(tenant_id: int, on: date) -> Sequence[Policy]:
    """The published policies of a town. One that cannot be read any more asks for nothing; its page says so."""
    found = []
    for row in policies.in_force(tenant_id=tenant_id, on=on).only("document", "repealed_on"):
        try:
            policy = documents.policy(row.document)
        except Unreadable:
            continue
        found.append(replace(policy, repealed_on=row.repealed_on) if row.repealed_on else policy)
    return found


def register() -> None:
    """Make them known to the facts."""
    asking.compare_with(in_force)
