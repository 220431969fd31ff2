"""A company asks, or the desk proposes and the company agrees; then it is put to whoever comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import calendars, handing_over
from zaocha.accounts.actors import Actor
from zaocha.advisers import access, codes, queries
from zaocha.advisers.models import Advice, Adviser, Turn
from zaocha.demands import access as demand_access
from zaocha.kernel import tasks, work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound

State = Advice.State
ANSWER_HOURS = 8
"""Working hours until a request passes on by itself; a tenant may set `adviser_hours`."""
READERS = ("desk", "officer")
TASK = "advisers.pass_on"


@dataclass(frozen=True)
class NewAdvice:
    """`shown_to`: who may read the visit's notes beside the company and the adviser: desk, officer."""

    company_id: int
    kind: str
    words: str
    field: str = ""
    language: str = ""
    demand_id: int | None = None
    shown_to: tuple[str, ...] = ()
    client_key: str = ""


def ask(*, new: NewAdvice, by: Actor, at: datetime) -> Advice:
    """By the company: it is put to the first adviser at once. By the desk: it is proposed to the company."""
    if by.company_id is None:
        by.need("advisers.write")
    company = access.the_company(by, new.company_id)
    _check(new, by)
    with work.begin(by=by, at=at) as w:
        known = Advice.objects.filter(tenant=by.tenant, client_key=new.client_key[:60]).first()
        if new.client_key and known:
            return known
        proposed = by.company_id is None
        made = Advice.objects.create(
            tenant=by.tenant, company=company, demand_id=new.demand_id, kind=new.kind, field=new.field,
            language=new.language, words=new.words.strip(), state=State.PROPOSED if proposed else State.UNFILLED,
            shown_to=[] if proposed else _readers(new.shown_to), asked_at=at, asked_by=by.mark, is_proposal=proposed,
            client_key=new.client_key[:60],
        )  # fmt: skip
        ids = {"company": company.pk, "kind": new.kind, "field": new.field, "proposed": proposed}
        w.record("advice_asked", subject=("advice", made.pk), ids=ids, fields={"words": made.words})
        if not proposed:
            put_next(made, by=by, at=at)
    return made


def agree(
    *, advice_id: int, yes: bool, by: Actor, at: datetime, shown_to: Iterable[str] = (), words: str = ""
) -> Advice:
    """The company says yes or no to what the desk proposed; nobody says it for the company."""
    if by.company_id is None:
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.PROPOSED,))
        found.shown_to = _readers(shown_to)
        found.state = State.UNFILLED if yes else State.DECLINED
        if not yes:
            found.ended_at, found.end_words = at, words.strip()[:400]
        found.save()
        w.record("advice_agreed", subject=("advice", found.pk), ids={"yes": yes})
        if yes:
            put_next(found, by=by, at=at)
    return found


def put(*, advice_id: int, adviser_id: int | None, words: str, by: Actor, at: datetime) -> Advice:
    """The desk puts it to the first of the list, or to another with a reason. Whoever is kept out cannot be chosen."""
    by.need("advisers.write")
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.PUT, State.UNFILLED))
        Turn.objects.filter(advice=found, answer="").update(answer=Turn.Answer.TAKEN, answered_at=at)
        listed = queries.candidates(advice=found, on=_day(by, at))
        fit = [one for one in listed if not one.ranked.out]
        chosen = next(
            (one for one in listed if one.adviser.pk == adviser_id),
            fit[0] if fit and not adviser_id else None,
        )
        if chosen is None:
            raise NotFound()
        if chosen.ranked.out:
            raise Conflict(_("This adviser cannot be asked: %(why)s.") % {"why": OUT[chosen.ranked.out]})
        if chosen is not fit[0] and not words.strip():
            raise Invalid(_("Say why not the first of the list."), field="words")
        _put(found, chosen, words.strip()[:300], by=by, at=at, w=w)
    return found


def put_next(found: Advice, *, by: Actor, at: datetime) -> None:
    """To the first who can be asked, or to nobody; within an action."""
    with work.begin(by=by, at=at) as w:
        listed = queries.candidates(advice=found, on=_day(by, at))
        first = next((one for one in listed if not one.ranked.out), None)
        if first is None:
            found.state, found.adviser = State.UNFILLED, None
            found.save(update_fields=["state", "adviser"])
            w.record("advice_unfilled", subject=("advice", found.pk))
            return
        _put(found, first, "", by=by, at=at, w=w)


def show_to(*, advice_id: int, shown_to: Iterable[str], by: Actor, at: datetime) -> Advice:
    """The company alone decides who reads the notes."""
    if by.company_id is None:
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        found = access.the_request(by, advice_id)
        found.shown_to = _readers(shown_to)
        found.save(update_fields=["shown_to"])
        w.record("advice_shown_to", subject=("advice", found.pk), ids={"who": found.shown_to})
    return found


def drop(*, advice_id: int, reason: str, by: Actor, at: datetime) -> Advice:
    """The company takes it back, or the desk ends it with a reason."""
    if by.company_id is None:
        by.need("advisers.write")
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    with work.begin(by=by, at=at) as w:
        found = locked(advice_id, by=by, states=(State.PROPOSED, State.PUT, State.UNFILLED, State.ACCEPTED))
        Turn.objects.filter(advice=found, answer="").update(answer=Turn.Answer.TAKEN, answered_at=at)
        found.state, found.ended_at, found.end_words = State.DROPPED, at, reason.strip()[:400]
        found.save()
        w.record("advice_dropped", subject=("advice", found.pk), fields={"reason": reason})
    return found


def locked(pk: int, *, by: Actor, states: Iterable[State]) -> Advice:
    """A request that the actor may see, locked; 409 when it is at another point."""
    access.the_request(by, pk)
    found = Advice.objects.select_for_update(of=("self",)).select_related("company").get(pk=pk)
    if found.state not in set(states):
        raise Conflict(_("This request is no longer at that point."), remedy=_("Load the page again."))
    return found


OUT = {
    "conflict": _("conflict of interest"), "not_begun": _("the term has not begun"), "ended": _("the term has ended"),
    "language": _("does not speak the language"), "no_hours": _("no hours left this month"),
    "had": _("was asked already"),
}  # fmt: skip


def _put(
    found: Advice, chosen: queries.Candidate, words: str, *, by: Actor, at: datetime, w: work.Work
) -> None:
    hours = float(by.tenant.settings.get("adviser_hours", ANSWER_HOURS))
    due = calendars.of(by.tenant).due_after_hours(at, hours).at
    turn = Turn.objects.create(
        advice=found, adviser=chosen.adviser, put_at=at, answer_by=due, chosen=words,
        reasons=[*chosen.ranked.reasons, f"left:{chosen.ranked.left.normalize():f}"],
    )  # fmt: skip
    found.state, found.adviser = State.PUT, chosen.adviser
    found.save(update_fields=["state", "adviser"])
    tasks.enqueue(TASK, tenant_id=by.tenant_id, at=at, run_after=due, tenant=by.tenant_id, turn_id=turn.pk)
    w.record(
        "advice_put", subject=("advice", found.pk), ids={"adviser": chosen.adviser.pk, "by": due.isoformat()}
    )


def _day(by: Actor, at: datetime) -> date:
    return at.astimezone(calendars.of(by.tenant).tz).date()


def _readers(given: Iterable[str]) -> list[str]:
    chosen = set(given)
    if strange := chosen - set(READERS):
        raise Invalid(field="shown_to", remedy=", ".join(sorted(strange)))
    return [one for one in READERS if one in chosen]


def _check(new: NewAdvice, by: Actor) -> None:
    handing_over.refuse_reports(new.words, field="words")
    if not new.words.strip():
        raise Invalid(_("Say in a few words what it is about."), field="words")
    if len(new.words) > 4000:
        raise Invalid(_("Please keep it under 4,000 characters."), field="words")
    if new.kind not in Adviser.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Adviser.Kind.values))
    if new.field and (new.field not in codes.fields() or codes.fields()[new.field].kind != new.kind):
        raise Invalid(
            _("This field belongs to another kind of adviser: %(name)s") % {"name": codes.label(new.field)},
            field="field",
        )
    if new.language and new.language not in codes.languages():
        raise Invalid(field="language", remedy=", ".join(codes.languages()))
    if new.demand_id is not None:
        rows = demand_access.visible(by).filter(pk=new.demand_id, company_id=new.company_id)
        if not rows.exists():
            raise NotFound()
