"""Corrections: a counter-entry, and a new entry where something is left. Nothing that was said is changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.results import access
from zaocha.results.actions import recording
from zaocha.results.models import Result

CARRIED = (
    "tenant_id", "kind", "unit", "happened_on", "company_id", "chain", "evidence", "origin_kind", "origin_id",
    "demand_id", "promise_id",
)  # fmt: skip


def correct(*, result_id: int, amount: Decimal, reason: str, by: Actor, at: datetime) -> Result:
    """Counter an entry and put a right one in its place; who benefited is asked anew, unless it is their own word."""
    with work.begin(by=by, at=at) as w:
        old = _correctable(result_id, by=by)
        right = recording.checked_amount(Decimal(amount), old.unit)
        if right == old.amount:
            raise Invalid(_("This is the amount that it has already."), field="amount")
        counter(old, reason=reason, by=by, at=at, w=w)
        new = _like(old, by=by, at=at)
        new.amount, new.corrects, new.reason = right, old, reason.strip()[:400]
        if access.is_beneficiary(by, old) and not by.is_machine:
            recording.mark_confirmed(new, by=by, at=at)
        new.save(force_insert=True)
        w.record(
            "result_corrected", subject=("result", new.pk), ids={**recording.ids(new), "corrects": old.pk},
            fields={"reason": reason},
        )  # fmt: skip
    return new


def take_back(*, result_id: int, reason: str, by: Actor, at: datetime) -> Result:
    """Counter an entry with nothing in its place; the counter-entry."""
    with work.begin(by=by, at=at) as w:
        return counter(_correctable(result_id, by=by), reason=reason, by=by, at=at, w=w)


def undo(
    *, kind: str, origin_kind: str, origin_id: int, reason: str, by: Actor, at: datetime
) -> Result | None:
    """For services: what led to a result no longer holds, such as a demand that is reopened. The counter-entry."""
    with work.begin(by=by, at=at) as w:
        found = recording.live(kind=kind, origin_kind=origin_kind, origin_id=origin_id, by=by)
        if found is None:
            return None
        return counter(locked(found.pk, by=by), reason=reason, by=by, at=at, w=w)


def counter(old: Result, *, reason: str, by: Actor, at: datetime, w: work.Work) -> Result:
    """The entry with the opposite amount and the same day; confirmed as far as what it counters was."""
    reason = reason.strip()[:400]
    if not reason:
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    need_live(old)
    made = _like(old, by=by, at=at)
    made.entry, made.amount, made.counters, made.reason = Result.Entry.COUNTER, -old.amount, old, reason
    made.confirmed_at, made.confirmed_by = old.confirmed_at, old.confirmed_by
    made.confirmed_name = old.confirmed_name
    old.countered_at = at
    old.save(update_fields=["countered_at"])
    made.save(force_insert=True)
    ids = {**recording.ids(made), "counters": old.pk}
    w.record("result_countered", subject=("result", old.pk), ids=ids, fields={"reason": reason})
    return made


def locked(result_id: int, *, by: Actor) -> Result:
    """The entry, held until the transaction ends; of the tenant alone."""
    rows = Result.objects.select_related("company").select_for_update(of=("self",))
    found = rows.filter(tenant_id=by.tenant_id, pk=result_id).first()
    if found is None:
        raise NotFound()
    return found


def need_live(found: Result) -> None:
    """Refuse counter-entries, and entries that were taken back."""
    if found.entry == Result.Entry.COUNTER or found.countered_at is not None:
        raise Conflict(_("This entry was taken back already."), remedy=_("Load the page again."))


def _correctable(result_id: int, *, by: Actor) -> Result:
    found = locked(result_id, by=by)
    if not access.is_beneficiary(by, found):
        if by.company_id is None:
            by.need("results.write")
        access.the_result(by, result_id)
    need_live(found)
    if found.kind == "problem_solved" and not by.is_machine:
        raise Conflict(
            _("This follows from what the company said on its demand."),
            remedy=_("Reopen the demand: the result is taken back with it."),
        )
    return found


def _like(old: Result, *, by: Actor, at: datetime) -> Result:
    carried = {name: getattr(old, name) for name in CARRIED}
    return Result(**carried, recorded_at=at, recorded_by=by.mark, recorded_name=by.name[:60])
