"""Writes of this area: the promise that a statement becomes, at the closing or before it for its giver's link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.demands.models import Demand
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict
from zaocha.meetings import access
from zaocha.meetings.models import Line, Statement
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise

State = Promise.State


@dataclass(frozen=True)
class Said:
    """Who says that they will do what, by which working day or "as soon as …"."""

    what: str = ""
    kind: str = "answer"
    giver: str = ""
    unit_id: int | None = None
    due_on: date | None = None
    trigger: str = ""
    confirmed: bool = False


def for_its_giver(*, line_id: int, by: Actor, at: datetime) -> Promise:
    """The entry in the ledger that its giver can confirm by link, made before the closing when it is not there."""
    by.need("meetings.write")
    with work.begin(by=by, at=at):
        line = access.line(by=by, pk=line_id)
        said = Statement.objects.select_related("promise").filter(line=line).first()
        if said is None or said.confirmed:
            raise Conflict(_("There is no statement here that waits to be confirmed."))
        if line.category.startswith(access.SENSITIVE):
            raise Conflict(
                _("This belongs to a confidential matter and is not sent by link."),
                remedy=_("Ask its giver in person, and note down what they say."),
            )
        if said.promise is None:
            said.promise = promise_actions.state(new=_new(said, line, "line", line.pk), by=by, at=at)
            said.save(update_fields=["promise"])
        return said.promise


def given(said: Statement, line: Line, demand: Demand, *, by: Actor, at: datetime) -> Promise:
    """What was said about a line goes with its demand: noted now, or before the closing for its giver."""
    if said.promise is not None:
        promise_actions.attach(
            promise_id=said.promise.pk, origin_kind="demand", origin_id=demand.pk, company_id=line.company_id,
            by=by, at=at,
        )  # fmt: skip
        return said.promise
    give = promise_actions.promise if said.confirmed else promise_actions.state
    said.promise = give(new=_new(said, line, "demand", demand.pk), by=by, at=at)
    said.save(update_fields=["promise"])
    return said.promise


def follow(line: Line, said: Said, *, by: Actor, at: datetime) -> None:
    """A statement with an entry of its own is said anew: the same words confirm it, others end it."""
    before = _entered(line)
    if before is None or before.promise is None:
        return
    same = all(getattr(before, name) == value for name, value in asdict(said).items() if name != "confirmed")
    if same and before.promise.state == State.STATED:
        if said.confirmed:
            promise_actions.confirm(promise_id=before.promise.pk, by=by, at=at, name=said.giver)
        return
    let_go(line, words=_("Worded anew at the read-back."), by=by, at=at)


def let_go(line: Line, *, words: str, by: Actor, at: datetime, answered: bool = False) -> None:
    """The statement of a line falls away: its entry ends with these words. What its giver confirmed stays."""
    before = _entered(line)
    if before is None or before.promise is None:
        return
    if before.promise.state == State.OPEN and not answered:
        raise Conflict(
            _("Its giver has confirmed this by link; it is a promise."),
            remedy=_("How it ends is noted on the page of the promise."),
        )
    if before.promise.state == State.OPEN:
        promise_actions.keep(promise_id=before.promise.pk, evidence=words, by=by, at=at)
    elif before.promise.state == State.STATED:
        end = State.ANSWERED if answered else State.LAPSED
        promise_actions.settle(promise_id=before.promise.pk, end=end, words=words, by=by, at=at)
    before.promise = None
    before.save(update_fields=["promise"])


def _entered(line: Line) -> Statement | None:
    rows = Statement.objects.select_related("promise").filter(line=line)
    return rows.exclude(promise=None).first()


def _new(said: Statement, line: Line, kind: str, pk: int) -> promise_actions.NewPromise:
    return promise_actions.NewPromise(
        what=said.what or str(_("Will answer: %(words)s")) % {"words": _short(line.words)},
        kind=said.kind,
        giver=said.giver,
        unit_id=said.unit_id,
        company_id=line.company_id,
        due_on=said.due_on,
        trigger=said.trigger,
        origin_kind=kind,
        origin_id=pk,
        meeting_id=line.meeting_id,
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
