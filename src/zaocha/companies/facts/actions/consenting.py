"""What a company agrees to, and takes back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.actions import writing
from zaocha.companies.facts import access, purposes
from zaocha.companies.models import Consent
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid


def decide(*, company_id: int, purpose: str, is_agreed: bool, by: Actor, at: datetime) -> Consent | None:
    """Note what a company says to a use of its facts; None when that holds already.

    The company decides on its own page; what it says on the telephone or on paper the desk notes.
    """
    access.need_write(by, company_id)
    if purpose not in purposes.BY_CODE:
        raise Invalid(_("There is no such use of facts."), field="purpose")
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        present = Consent.objects.filter(company=company, purpose=purpose, ended_at=None).first()
        if present is not None and present.is_agreed == is_agreed:
            return None
        if present is not None:
            present.ended_at = at
            present.save(update_fields=["ended_at"])
        said = Consent.objects.create(
            tenant_id=by.tenant_id, company=company, purpose=purpose, is_agreed=is_agreed, decided_at=at,
            decided_by=by.mark,
        )  # fmt: skip
        kind = "consent_given" if is_agreed else "consent_withdrawn"
        w.record(kind, subject=("company", company.pk), ids={"consent": said.pk, "purpose": purpose})
    return said
