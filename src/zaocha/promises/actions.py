"""Writes of the ledger: state, confirm, promise, attach, keep, break, release."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person, Unit
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import access
from zaocha.promises.models import Promise

State = Promise.State
KINDS = ("answer", "act")
LIVE = frozenset({State.OPEN, State.STATED})
LONGEST = {"giver": 60, "trigger": 200}

# What an official cannot give away at a table: land, prices, subsidies, lenient enforcement.
FORBIDDEN = [
    (re.compile(r"(块地|地块|土地|用地|亩)[^。;；]{0,12}(给你|批给|划给|留给|定给)"), _("land goes by public bidding")),
    (re.compile(r"(地价|电价|水价|租金|价格)[^。;；]{0,8}(降|减|便宜|优惠到|定在)"), _("prices are not the desk's to set")),
    (re.compile(r"(补贴|补助|奖励|资金)[^。;；]{0,8}(给你|给足|批下|到位|保证|一定)"), _("subsidies follow their rules")),
    (re.compile(r"(免罚|不罚|不处罚|不查|少查|从轻|罚款[^。]{0,4}免)"), _("enforcement follows the law")),
]  # fmt: skip


@dataclass(frozen=True)
class NewPromise:
    """Who promises what to whom, by a day or upon a trigger. `giver`: as named at the table."""

    what: str
    kind: str = "answer"
    giver: str = ""
    person_id: int | None = None
    unit_id: int | None = None
    company_id: int | None = None
    due_on: date | None = None
    trigger: str = ""
    origin_kind: str = ""
    origin_id: int | None = None
    meeting_id: int | None = None


def state(*, new: NewPromise, by: Actor, at: datetime) -> Promise:
    """Note a statement at the table; it is no promise until its giver or the unit confirms it."""
    if not access.may_add(new.origin_kind, new.origin_id, by=by):
        _may_write(new, by)
    promise = _checked(new, by=by, at=at)
    promise.confirm_by = calendars.of(by.tenant).next_workday_end(at)
    return _stored(promise, "promise_stated", by=by, at=at)


def promise(*, new: NewPromise, by: Actor, at: datetime) -> Promise:
    """Note a promise that its giver confirms in the same breath. It needs a day or a trigger."""
    if by.person_id is None or new.person_id != by.person_id:  # anybody may promise for themselves
        _may_write(new, by)
    made = _checked(new, by=by, at=at)
    _need_term(made)
    made.state, made.confirmed_at, made.confirmed_by = State.OPEN, at, new.giver or by.name
    return _stored(made, "promise_confirmed", by=by, at=at)


def confirm(
    *, promise_id: int, by: Actor, at: datetime, name: str = "", due_on: date | None = None, note: str = ""
) -> Promise:
    """The giver or the unit confirms a statement; `name` is who confirmed, when the desk notes it down.

    `due_on`: another day than the one that was stated; `note`: why, in the giver's words.
    """
    with work.begin(by=by, at=at) as w:
        found = _stated(promise_id, by=by, at=at)
        if due_on is not None and due_on != found.due_on:
            _change_day(found, due_on, note, by=by, at=at)
        elif note.strip():
            found.confirm_note = note.strip()
        _need_term(found)
        found.state, found.confirmed_at = State.OPEN, at
        found.confirmed_by = (name or found.giver or by.name)[:60]
        changed = ["state", "confirmed_at", "confirmed_by", "confirm_note", "due_on", "provisional"]
        found.save(update_fields=changed)
        fields = {"note": found.confirm_note} if found.confirm_note else None
        w.record("promise_confirmed", subject=("promise", found.pk), ids=_ids(found), fields=fields)
    return found


def decline(*, promise_id: int, words: str, by: Actor, at: datetime) -> Promise:
    """Its giver did not mean it so; the words stay on record and the company sees them."""
    if not words.strip():
        raise Invalid(_("Say in a few words what you meant instead."), field="words")
    with work.begin(by=by, at=at):
        found = _stated(promise_id, by=by, at=at)
        return settle(promise_id=found.pk, end=State.DECLINED, words=words, by=by, at=at)


def keep(*, promise_id: int, evidence: str, by: Actor, at: datetime) -> Promise:
    """It was kept; `evidence` says how. For a promise with a trigger: that it came, and what was done."""
    return _end(promise_id, State.KEPT, evidence, by=by, at=at)


def break_(*, promise_id: int, reason: str, by: Actor, at: datetime) -> Promise:
    """It will not be kept; the reason stays on record and the company sees it."""
    return _end(promise_id, State.BROKEN, reason, by=by, at=at)


def release(*, promise_id: int, reason: str, by: Actor, at: datetime) -> Promise:
    """The one to whom it was made lets go of it; the desk may note that down with the words."""
    return _end(promise_id, State.RELEASED, reason, by=by, at=at)


def settle(*, promise_id: int, end: State, words: str, by: Actor, at: datetime) -> Promise:
    """A statement ends without becoming a promise: `answered`, `declined` or `lapsed`; the words stay on record."""
    if end not in {State.ANSWERED, State.DECLINED, State.LAPSED}:
        raise ValueError(end)
    return _end(promise_id, end, words, by=by, at=at, states=frozenset({State.STATED}))


def attach(
    *,
    promise_id: int,
    origin_kind: str,
    origin_id: int,
    by: Actor,
    at: datetime,
    company_id: int | None = None,
) -> None:
    """Point a promise to what it belongs to now, such as the demand that its line became."""
    if not _may_note(by):
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        changes: dict[str, Any] = {"origin_kind": origin_kind, "origin_id": origin_id}
        if company_id is not None:
            changes["company_id"] = company_id
        if not Promise.objects.filter(tenant=by.tenant, pk=promise_id).update(**changes):
            raise NotFound()
        w.record("promise_attached", subject=("promise", promise_id), ids=changes)


def forbidden_reason(what: str) -> Any:
    """Why something cannot be promised at a table; empty when it can."""
    return next((reason for pattern, reason in FORBIDDEN if pattern.search(what)), "")


def _checked(new: NewPromise, *, by: Actor, at: datetime) -> Promise:
    what = new.what.strip()
    if not what:
        raise Invalid(_("Say what is promised."), field="what")
    if reason := forbidden_reason(what):
        raise Invalid(
            _("This cannot be promised: %(reason)s.") % {"reason": reason},
            remedy=_("Promise an answer by a day instead."),
            field="what",
        )
    if new.kind not in KINDS:
        raise Invalid(_("There is no such kind of promise."), field="kind", remedy=", ".join(KINDS))
    for name, longest in LONGEST.items():
        if len(getattr(new, name)) > longest:
            raise Invalid(_("At most %(n)s characters are possible here.") % {"n": longest}, field=name)
    due_on, provisional = _checked_day(new.due_on, by=by, at=at) if new.due_on else (None, False)
    access.need_origin(new.origin_kind, new.origin_id, by=by)
    for model, pk in ((Unit, new.unit_id), (Person, new.person_id), (Company, new.company_id)):
        if pk is not None and not model._default_manager.filter(tenant=by.tenant, pk=pk).exists():
            raise NotFound()
    return Promise(
        tenant=by.tenant, what=what, kind=new.kind, giver=new.giver.strip(), person_id=new.person_id,
        unit_id=new.unit_id, company_id=new.company_id, due_on=due_on, provisional=provisional,
        trigger=new.trigger.strip(), stated_at=at, origin_kind=new.origin_kind, origin_id=new.origin_id,
        meeting_id=new.meeting_id,
    )  # fmt: skip


def _checked_day(day: date, *, by: Actor, at: datetime) -> tuple[date, bool]:
    calendar = calendars.of(by.tenant)
    if not calendar.is_workday(day):
        following = calendar.add_workdays(day, 1)
        raise Invalid(
            _("%(day)s is a rest day.") % {"day": day.isoformat()},
            remedy=_("The next working day is %(day)s.") % {"day": following.isoformat()},
            field="due_on",
        )
    return day, not calendar.is_known(day)


def _need_term(made: Promise) -> None:
    if made.due_on is None and not made.trigger:
        raise Invalid(_("A promise needs a day or a trigger (as soon as …)."), field="due_on")


def _stored(made: Promise, kind: str, *, by: Actor, at: datetime) -> Promise:
    with work.begin(by=by, at=at) as w:
        made.save(force_insert=True)
        texts = {"what": made.what, "giver": made.giver, "trigger": made.trigger}
        w.record(kind, subject=("promise", made.pk), ids=_ids(made), fields=texts)
    return made


def _end(
    promise_id: int, end: State, evidence: str, *, by: Actor, at: datetime, states: frozenset[State] = LIVE
) -> Promise:
    if not evidence.strip():
        raise Invalid(_("Say in a few words how it ended."), field="evidence")
    with work.begin(by=by, at=at) as w:
        found = _locked(promise_id, by=by, states=states)
        found.state, found.ended_at, found.evidence = end, at, evidence.strip()
        found.save(update_fields=["state", "ended_at", "evidence"])
        w.record(
            f"promise_{end.value}",
            subject=("promise", found.pk),
            ids=_ids(found),
            fields={"evidence": evidence},
        )
    return found


def _stated(promise_id: int, *, by: Actor, at: datetime) -> Promise:
    """A statement, held; whoever comes by link comes within the working day after it."""
    found = _locked(promise_id, by=by, states={State.STATED})
    if access.is_giver_by_link(by) and found.confirm_by is not None and found.confirm_by < at:
        raise Conflict(
            _("The working day within which this could be confirmed is over; it stands as a statement only."),
            remedy=_("Call the desk: %(phone)s. The desk can note down what you promise.")
            % {"phone": by.tenant.phone},
        )
    return found


def _change_day(found: Promise, due_on: date, note: str, *, by: Actor, at: datetime) -> None:
    if due_on < at.astimezone(SHANGHAI).date():
        raise Invalid(
            _("%(day)s is past.") % {"day": due_on}, remedy=_("Choose a later working day."), field="due_on"
        )
    if found.due_on is not None and access.is_giver_by_link(by) and not note.strip():
        raise Invalid(_("Say in a few words why it is another day."), field="words")
    before, found.confirm_note = found.due_on, note.strip()
    found.due_on, found.provisional = _checked_day(due_on, by=by, at=at)
    if before is not None and note.strip():
        found.confirm_note = f"{before} → {due_on}：{note.strip()}"


def _locked(promise_id: int, *, by: Actor, states: Collection[State]) -> Promise:
    found = Promise.objects.select_for_update().filter(tenant=by.tenant, pk=promise_id).first()
    if found is None:
        raise NotFound()
    access.need_change(found, by=by)
    if not (by.is_machine or access.visible(by).filter(pk=found.pk).exists()):
        raise NotAllowed()
    if found.state not in states:
        raise Conflict(
            _("This promise is settled already: %(state)s.") % {"state": found.get_state_display()},
            remedy=_("Reload the page to see how."),
        )
    return found


def _may_write(new: NewPromise, by: Actor) -> None:
    """Advisers promise what they said on a visit of their own (`access.need_origin`), and nothing else."""
    gives = by.may("promises.give") and new.origin_kind == "visit" and new.origin_id is not None
    if not (gives or _may_note(by)):
        raise NotAllowed()


def _may_note(by: Actor) -> bool:
    return by.may("promises.write") or by.may("demands.handle") or bool(by.unit_ids)


def _ids(made: Promise) -> dict[str, Any]:
    return {
        "company": made.company_id,
        "unit": made.unit_id,
        "due_on": made.due_on.isoformat() if made.due_on else None,
        "origin": [made.origin_kind, made.origin_id],
    }
