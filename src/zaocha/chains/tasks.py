"""Keeps the history of places true when a company's chain is changed in the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from zaocha.chains.actions import members
from zaocha.kernel import tasks


@tasks.on("company_changed", "company_merged", name="chains.follow", together=True)
def company_changed(*, calls: Sequence[tasks.Call], at: datetime) -> None:
    """Only where the chain was changed, or the entry went up in another one."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for call in calls:
        if "into" in call.ids or "chain" in call.ids.get("fields", ()):
            wanted[call.tenant_id].add(call.subject_id)
    for tenant_id, companies in wanted.items():
        members.follow(tenant_id=tenant_id, company_ids=companies, at=at)
