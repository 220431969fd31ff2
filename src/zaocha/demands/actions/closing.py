"""The company's word, and the ways to close without it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.demands import labels, reasons, terms
from zaocha.demands.actions import counting, promising
from zaocha.demands.actions.taking import Taking, due_of, since, taking
from zaocha.demands.actions.texts import clean
from zaocha.demands.deadlines import may_close_no_word, no_word_from, unit_due
from zaocha.demands.models import Demand, Step
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid

ANSWERS = ("reply", "answer_on_spot")


def record_attempt(*, demand_id: int, note: str, by: Actor, at: datetime) -> Demand:
    """A call-back that reached nobody, or brought no word."""
    note = clean(note, field="note")
    given = {"note": note}
    with taking("record_callback_attempt", demand_id=demand_id, by=by, at=at, given=given) as taken:
        taken.note = note
        taken.set(attempts=taken.demand.attempts + 1)
    return taken.demand


def company_says(
    *, demand_id: int, word: str, by: Actor, at: datetime, satisfaction: int | None = None, words: str = ""
) -> Demand:
    """The company's own word: `solved` closes; `partly` and `not` send it back to work.

    `satisfaction`: 5 (very satisfied) … 1. By the company's link, or by who called back, never by who replied.
    """
    if word not in labels.WORDS:
        raise Invalid(_("Say whether it is solved, partly solved or not solved."), field="word")
    if satisfaction is not None and satisfaction not in labels.SATISFACTION:
        raise Invalid(_("Satisfaction is a number from 1 to 5."), field="satisfaction")
    words = clean(words, field="words")
    name = "company_says_solved" if word == "solved" else "company_says_not"
    with taking(name, demand_id=demand_id, by=by, at=at) as taken:
        taken.note = words
        taken.details = {"word": word, "satisfaction": satisfaction}
        taken.ids["word"] = word
        taken.set(word=word, satisfaction=satisfaction)
        if word == "solved":
            promising.ended(taken)
            counting.solved(taken)
        else:
            _back_to_work(taken)
    return taken.demand


def propose_explained(*, demand_id: int, ground: str, dissent: str, by: Actor, at: datetime) -> Demand:
    """Propose to close as "explained, cannot": the ground, and what the company says to it."""
    dissent = clean(dissent, field="dissent")
    code, text = reasons.coded("ground", clean(ground, field="ground"))
    given = {"ground": code, "dissent": dissent}
    with taking("propose_explained", demand_id=demand_id, by=by, at=at, given=given) as taken:
        taken.reason, taken.note = code, text
        taken.details = {"ground": code, "ground_text": text, "dissent": dissent}
    return taken.demand


def close_explained(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """A second person closes what another proposed; ground and dissent stay on record."""
    with work.begin(by=by, at=at):
        proposal = _proposal(demand_id)
        with taking("close_explained", demand_id=demand_id, by=by, at=at, given=proposal) as taken:
            taken.reason, taken.note = str(proposal["ground"]), clean(note, field="note")
            taken.details = proposal
            taken.set(dissent=str(proposal["dissent"]))
            promising.ended(taken)
    return taken.demand


def close_no_word(*, demand_id: int, by: Actor, at: datetime, note: str = "") -> Demand:
    """Close without the company's word: after two attempts and five working days."""
    with taking("close_no_word", demand_id=demand_id, by=by, at=at, given={"attempts": True}) as taken:
        _check_attempts(taken)
        taken.note = clean(note, field="note")
        promising.ended(taken)
    return taken.demand


def reopen(*, demand_id: int, reason: str, by: Actor, at: datetime, note: str = "") -> Demand:
    """Back to work; the total clock was never reset."""
    code, text = reasons.coded("reopen", clean(reason, field="reason"))
    with taking("reopen", demand_id=demand_id, by=by, at=at, given={"reason": code}) as taken:
        taken.reason, taken.note = code, clean(note, field="note") or text
        taken.ids["closed_as"] = taken.demand.closed_as
        taken.set(closed_at=None, closed_as="", word="", satisfaction=None)
        _back_to_work(taken)
        counting.reopened(taken)
    return taken.demand


def _proposal(demand_id: int) -> dict[str, Any]:
    """The last proposal to close as explained, if no reply came after it: its ground and the dissent."""
    steps = list(Step.objects.filter(demand_id=demand_id).order_by("pk"))
    found = [step for step in since(steps, *ANSWERS, "reopen") if step.step == "propose_explained"]
    return dict(found[-1].details) if found else {}


def _back_to_work(taken: Taking) -> None:
    """The unit gets its own term anew; the total clock goes on."""
    demand = taken.demand
    total = due_of(demand.due_at, taken.calendar, provisional=demand.provisional)
    if demand.unit_id is None or total is None:
        return
    due = unit_due(demand.preset, taken.at, taken.calendar, total=total, rules=terms.of(taken.by.tenant))
    taken.set(unit_due_at=due.at)


def _check_attempts(taken: Taking) -> None:
    made = [step.at for step in since(taken.history, *ANSWERS) if step.step == "record_callback_attempt"]
    rules = terms.of(taken.by.tenant)
    if may_close_no_word(made, taken.at, taken.calendar, rules=rules):
        return
    from_day = no_word_from(made, taken.calendar, rules=rules)
    if from_day is None:
        raise Conflict(
            _("%(needed)s call-back attempts are needed; there are %(made)s.")
            % {"needed": rules.no_word_attempts, "made": len(made)},
            remedy=_("Note another attempt."),
        )
    raise Conflict(
        _("This is possible only after %(day)s.") % {"day": from_day.on.isoformat()},
        remedy=_("Until then the company may still give its word."),
    )
