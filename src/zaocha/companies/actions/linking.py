"""The link of a company: its own page, without an account."""

from __future__ import annotations

from datetime import datetime

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.companies.actions import writing
from zaocha.kernel import work


def issue_link(*, company_id: int, by: Actor, at: datetime, anew: bool = False) -> Link:
    """The live link of a company; `anew` ends the old one first, when it fell into wrong hands."""
    by.need("companies.contacts")
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        if anew:
            links.revoke(tenant=by.tenant, purpose="company", subject_id=company.pk, at=at)
        link = links.issue(tenant=by.tenant, purpose="company", subject_id=company.pk, by=by.mark, at=at)
        w.record("company_link_issued", subject=("company", company.pk), ids={"link": link.pk, "anew": anew})
    return link
