"""The service plan of a chain: every line is a promise, of the leader or of a unit, with a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import PlanLine
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid, NotFound
from zaocha.lang import categories
from zaocha.promises import actions as promise_actions

ORIGIN = "plan"


@dataclass(frozen=True)
class NewLine:
    """`unit_id`: whom it is put to; without one the actor promises it. `category`: the shared problem it answers."""

    chain: str
    what: str
    due_on: date
    unit_id: int | None = None
    category: str = ""


def plan(*, new: NewLine, by: Actor, at: datetime) -> PlanLine:
    """Promise something oneself, or put it to a unit, which confirms it within the next working day."""
    access.need_write(by, new.chain)
    access.the_chain(by, new.chain)
    _need_category(new.category)
    with work.begin(by=by, at=at) as w:
        line = PlanLine.objects.create(
            tenant=by.tenant, chain=new.chain, category=new.category, recorded_at=at
        )
        promised = promise_actions.NewPromise(
            what=new.what, kind="act", due_on=new.due_on, unit_id=new.unit_id, origin_kind=ORIGIN, origin_id=line.pk,
            person_id=None if new.unit_id else by.person_id, giver="" if new.unit_id else by.name,
        )  # fmt: skip
        give = promise_actions.state if new.unit_id else promise_actions.promise
        line.promise = give(new=promised, by=by, at=at)
        line.save(update_fields=["promise"])
        ids = {"chain": new.chain, "promise": line.promise_id, "category": new.category}
        w.record("plan_line_written", subject=("plan_line", line.pk), ids=ids)
    return line


def keep_line(*, line_id: int, kept: bool, words: str, by: Actor, at: datetime) -> PlanLine:
    """It was kept, and how; or it will not be kept, and why. By who gave it, or who keeps the ledger."""
    line = PlanLine.objects.filter(tenant=by.tenant, pk=line_id).exclude(promise=None).first()
    if line is None or line.promise_id is None:
        raise NotFound()
    if kept:
        promise_actions.keep(promise_id=line.promise_id, evidence=words, by=by, at=at)
    else:
        promise_actions.break_(promise_id=line.promise_id, reason=words, by=by, at=at)
    return line


def _need_category(code: str) -> None:
    if not code:
        return
    try:
        categories.category(code)
    except categories.UnknownCategory as error:
        raise Invalid(_("There is no such kind of demand."), field="category") from error
