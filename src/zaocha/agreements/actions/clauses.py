"""Clauses, the promises that they become, and how each day of them ends: one side says done, the other confirms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from zaocha.accounts import calendars
from zaocha.accounts.actors import Actor
from zaocha.agreements import access, terms
from zaocha.agreements.actions import holding
from zaocha.agreements.models import Agreement, Clause, Due
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import actions as promise_actions
from zaocha.results import actions as result_actions

OF_COMMUNITY, OF_COMPANY = "clause", "company_clause"
"""Origins of promises: what the community promises, and what a company promises the community."""
MOST = 40


@dataclass(frozen=True)
class NewClause:
    """`party_id`: who promises; `months`: 0 once, else every so many months from `first_due_on` on."""

    party_id: int
    what: str
    owner: str
    first_due_on: date
    months: int = 0


def add_clause(*, agreement_id: int, new: NewClause, by: Actor, at: datetime) -> Clause:
    """Write a clause into a text that is not signed yet."""
    for name in ("what", "owner"):
        if not getattr(new, name).strip():
            raise Invalid(_("Please fill this in."), field=name)
    if new.months not in Clause.Rhythm.values:
        raise Invalid(field="months", remedy=", ".join(map(str, Clause.Rhythm.values)))
    with work.begin(by=by, at=at) as w:
        found = _unsigned(agreement_id, by=by)
        party = found.parties.filter(pk=new.party_id).first()
        if party is None:
            raise NotFound()
        if reason := promise_actions.forbidden_reason(new.what) if party.company_id is None else "":
            raise Invalid(_("This cannot be promised: %(reason)s.") % {"reason": reason}, field="what")
        if not found.starts_on <= new.first_due_on <= found.ends_on:
            raise Invalid(_("This day lies outside the term."), field="first_due_on")
        last = found.clauses.aggregate(n=Max("number"))["n"] or 0
        if last >= MOST:
            raise Invalid(_("At most %(n)s clauses.") % {"n": MOST}, field="what")
        made = Clause.objects.create(
            agreement=found, party=party, number=last + 1, what=new.what.strip()[:400], owner=new.owner.strip()[:60],
            months=new.months, first_due_on=new.first_due_on,
        )  # fmt: skip
        holding.ask_anew(found)
        ids = {"clause": made.pk, "party": party.pk}
        w.record("clause_written", subject=("agreement", found.pk), ids=ids, fields={"what": made.what})
    return made


def remove_clause(*, clause_id: int, by: Actor, at: datetime) -> None:
    """Take a clause out of a text that is not signed yet; the others are numbered anew."""
    clause = Clause.objects.filter(agreement__tenant=by.tenant, pk=clause_id).first()
    if clause is None:
        raise NotFound()
    with work.begin(by=by, at=at) as w:
        found = _unsigned(clause.agreement_id, by=by)
        found.clauses.filter(pk=clause_id).delete()
        for number, one in enumerate(found.clauses.order_by("number"), start=1):
            if one.number != number:
                one.number = number
                one.save(update_fields=["number"])
        holding.ask_anew(found)
        w.record("clause_removed", subject=("agreement", found.pk), ids={"clause": clause_id})


def promise_all(found: Agreement, *, by: Actor, at: datetime) -> int:
    """Every clause becomes promises of the ledger, one a day that it falls due; how many."""
    calendar = calendars.of(by.tenant)
    companies = list(found.parties.exclude(company=None).values_list("company", flat=True))
    count = 0
    for clause in found.clauses.select_related("party__unit", "party__company").order_by("number"):
        for day in terms.days(clause.first_due_on, months=clause.months, until=found.ends_on):
            due_on = day if calendar.is_workday(day) else calendar.add_workdays(day, 1)
            ours = clause.party.company_id is None
            new = promise_actions.NewPromise(
                what=clause.what, kind="act", giver=f"{clause.party} {clause.owner}"[:60], due_on=due_on,
                unit_id=clause.party.unit_id, company_id=companies[0] if ours and len(companies) == 1 else None,
                origin_kind=OF_COMMUNITY if ours else OF_COMPANY, origin_id=clause.pk,
            )  # fmt: skip
            promise = promise_actions.promise(new=new, by=keeper(by), at=at)
            Due.objects.create(clause=clause, on=due_on, promise=promise)
            count += 1
    return count


def say_done(*, due_id: int, words: str, by: Actor, at: datetime) -> Due:
    """The side that promised says that it has done it, and how; the other side is asked to confirm."""
    if not words.strip():
        raise Invalid(_("Say in a few words what was done."), field="words")
    with work.begin(by=by, at=at) as w:
        due = _held(due_id, by=by)
        if not _is_giver(due, by=by):
            raise NotAllowed()
        due.done_at, due.done_by, due.done_words, due.doubt = (
            at,
            (by.name or str(due.clause.party))[:60],
            words.strip()[:400],
            "",
        )
        due.save()
        w.record(
            "clause_done",
            subject=("agreement", due.clause.agreement_id),
            ids={"due": due.pk},
            fields={"words": words},
        )
    return due


def confirm_done(*, due_id: int, by: Actor, at: datetime) -> Due:
    """The other side confirms: the promise is kept. A clause of the community's counts as a result for the company."""
    with work.begin(by=by, at=at) as w:
        due = _held(due_id, by=by)
        _need_other_side(due, by=by)
        assert due.promise_id is not None
        who = by.name or _("the other side")
        evidence = _("%(words)s (confirmed by %(who)s)") % {"words": due.done_words, "who": who}
        promise_actions.keep(promise_id=due.promise_id, evidence=evidence, by=keeper(by), at=at)
        w.record("clause_confirmed", subject=("agreement", due.clause.agreement_id), ids={"due": due.pk})
        if by.company_id is not None:
            new = result_actions.NewResult(
                kind="clause_kept", amount=Decimal(1), on=at.astimezone(SHANGHAI).date(), company_id=by.company_id,
                evidence=f"{due.clause.what}：{due.done_words}", origin_kind="due", origin_id=due.pk,
                promise_id=due.promise_id, confirmed=True,
            )  # fmt: skip
            result_actions.record(new=new, by=by, at=at)
    return due


def doubt_done(*, due_id: int, words: str, by: Actor, at: datetime) -> Due:
    """The other side says that it is not done yet, and what is missing."""
    if not words.strip():
        raise Invalid(_("Say in a few words what is missing."), field="words")
    with work.begin(by=by, at=at) as w:
        due = _held(due_id, by=by)
        _need_other_side(due, by=by)
        due.done_at, due.doubt = None, words.strip()[:400]
        due.save()
        ids = {"due": due.pk}
        w.record(
            "clause_doubted", subject=("agreement", due.clause.agreement_id), ids=ids, fields={"words": words}
        )
    return due


def keeper(by: Actor) -> Actor:
    """Whoever may act on an agreement writes its promises too: the check stands here, the audit keeps who it was."""
    return replace(by, roles=frozenset({"desk"}), company_id=None)


def _unsigned(agreement_id: int, *, by: Actor) -> Agreement:
    states = {Agreement.State.DRAFT, Agreement.State.OFFERED}
    return holding.held(agreement_id, by=by, states=states)


def _held(due_id: int, *, by: Actor) -> Due:
    if by.company_id is None:
        by.need("agreements.write")
    rows = Due.objects.select_related("clause__party__company", "clause__party__unit", "promise")
    due = rows.select_for_update(of=("self",)).filter(clause__agreement__tenant=by.tenant, pk=due_id).first()
    if due is None:
        raise NotFound()
    access.the_agreement(by, due.clause.agreement_id)
    if due.promise is None or due.promise.state != "open":
        raise Conflict(_("This is settled already."), remedy=_("Load the page again."))
    return due


def _is_giver(due: Due, *, by: Actor) -> bool:
    """A company for its own clauses, the desk for the community's."""
    return due.clause.party.company_id == by.company_id


def _need_other_side(due: Due, *, by: Actor) -> None:
    both_companies = by.company_id is not None and due.clause.party.company_id is not None
    if _is_giver(due, by=by) or both_companies:
        raise NotAllowed(_("The other side confirms this."))
    if due.done_at is None:
        raise Conflict(_("Nobody has said yet that it is done."))
