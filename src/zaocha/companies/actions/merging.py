"""Two entries that are one company."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies.actions import writing
from zaocha.companies.facts.actions import ending
from zaocha.companies.models import Company, Contact
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid


def merge(*, company_id: int, into_id: int, by: Actor, at: datetime) -> Company:
    """Say that two entries are one company: the first points to the second from now on.

    What the second lacks it takes over; contacts move along. Rows of other areas stay as they are:
    they find the successor through `queries.successor`. Returns the one that remains.
    """
    by.need("companies.write")
    if company_id == into_id:
        raise Invalid(_("A company cannot be merged with itself."), remedy=_("Choose another one."))
    with work.begin(by=by, at=at) as w:
        gone, stays = writing.locked(company_id, by=by), writing.locked(into_id, by=by)
        if gone.credit_code and stays.credit_code and gone.credit_code != stays.credit_code:
            raise Conflict(
                _("The two have different credit codes: %(a)s and %(b)s.")
                % {"a": gone.credit_code, "b": stays.credit_code},
                remedy=_("If they are one company, correct or empty the wrong code first."),
            )
        taken = {
            name: getattr(gone, name)
            for name in writing.EDITABLE
            if _lacks(stays, name) and getattr(gone, name)
        }
        if "credit_code" in taken:
            taken["code_verdict"] = gone.code_verdict
        # The old entry and whatever pointed to it point to the one that stays, never through a chain.
        Company.objects.filter(merged_into=gone).update(merged_into=stays)
        gone.merged_into = stays
        gone.save(update_fields=["merged_into"])
        if Contact.objects.filter(company=stays, is_primary=True).exists():
            Contact.objects.filter(company=gone).update(is_primary=False)
        Contact.objects.filter(company=gone).update(company=stays)
        if gone.last_heard_at and (stays.last_heard_at is None or stays.last_heard_at < gone.last_heard_at):
            taken["last_heard_at"] = gone.last_heard_at
        ending.move(w, gone=gone, stays=stays)
        writing.write_changes(w, stays, taken)
        w.record("company_merged", subject=("company", gone.pk), ids={"into": stays.pk})
    return stays


def _lacks(company: Company, name: str) -> bool:
    return getattr(company, name) in ("", None)
