"""Values end without a successor: taken back; or they move to the entry that a company was merged into."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.actions import writing
from zaocha.companies.facts import access, inputs
from zaocha.companies.models import Company, Consent, FactValue
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, NotAllowed, NotFound


def withdraw(*, company_id: int, fact_id: int, by: Actor, at: datetime, reason: str = "") -> FactValue:
    """Take a value back: it is no longer used or shown, and stays in the history.

    A company takes back what it said itself; what others recorded it corrects.
    """
    access.need_write(by, company_id)
    with work.begin(by=by, at=at) as w:
        company = writing.locked(company_id, by=by)
        row = FactValue.objects.filter(pk=fact_id, company=company).first()
        if row is None:
            raise NotFound()
        if row.ended_at is not None:
            raise Conflict(_("This value was replaced or taken back already."))
        if by.company_id is not None and row.source != FactValue.Source.COMPANY:
            raise NotAllowed(
                _("You did not state this value yourself."),
                remedy=_("Enter the right one, or object to its use below."),
            )
        row.ended_at, row.ended_by, row.end_reason = w.at, by.mark, inputs.tidy(reason, 200)
        row.save(update_fields=["ended_at", "ended_by", "end_reason"])
        w.record(
            "fact_withdrawn",
            subject=("company", company.pk),
            ids={"fact": row.pk, "name": row.name, "period": row.period},
        )
    return row


def move(w: work.Work, *, gone: Company, stays: Company) -> int:
    """Hand the facts of a merged entry to the one that stays, where that one knows nothing; the number moved."""
    taken = set(FactValue.objects.filter(company=stays, ended_at=None).values_list("name", "period"))
    moved = 0
    for row in FactValue.objects.filter(company=gone, ended_at=None).order_by("pk"):
        if (row.name, row.period) in taken:
            row.ended_at, row.ended_by, row.end_reason = w.at, w.by.mark, "merged"
            row.save(update_fields=["ended_at", "ended_by", "end_reason"])
            continue
        moved += 1
        row.company = stays
        row.save(update_fields=["company"])
    _move_consents(w, gone=gone, stays=stays)
    return moved


def _move_consents(w: work.Work, *, gone: Company, stays: Company) -> None:
    """A refusal of either entry holds for both."""
    own = {one.purpose: one for one in Consent.objects.filter(company=stays, ended_at=None)}
    for said in Consent.objects.filter(company=gone, ended_at=None):
        present = own.get(said.purpose)
        if present is None:
            said.company = stays
            said.save(update_fields=["company"])
        elif present.is_agreed and not said.is_agreed:
            Consent.objects.filter(pk=present.pk).update(ended_at=w.at)
            said.company = stays
            said.save(update_fields=["company"])
