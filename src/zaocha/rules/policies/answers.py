"""A verdict in words and as JSON (docs/formats/verdict.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zaocha.rules import facts_reading, nearness, wording
from zaocha.rules.conditions import Any as Any_
from zaocha.rules.conditions import NotGroup
from zaocha.rules.facts import FactValue, Known
from zaocha.rules.policies import standing
from zaocha.rules.policies.verdicts import NOTICE, Verdict
from zaocha.rules.texts import Message, Parameter, Text, plain
from zaocha.rules.walking import Outcome, Ratio, Walk, reasons

MOST_REASONS = 4


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


MESSAGES: Mapping[str, str] = {
    "eligible": _("All conditions are met."),
    "eligible_unknown": _("All conditions that are public are met; amount and terms are not public."),
    "missing": _("To decide it, these facts are missing: {facts}."),
    "not_public": _("What the policy asks for is not public, so nobody can compare; ask the authority."),
    "no_denominator": _("{fact} cannot be worked out: there is nothing above zero to divide by."),
    "excluded": _("Excluded by a benefit that the company already has: {policies}."),
    "had": _("The company already has this benefit."),
    "overtaken": _("Only the highest benefit of the group is given: {policy}."),
    "not_yet": _("Applications open on {day}."),
    "over": _("Applications ended; the first day without was {day}."),
    "repealed": _("The policy was repealed on {day}."),
    "not_covered": _("{fact}: {day} is covered by no version of the policy."),
    "not_asked": _("The score is not reached."),
    "more": _("and {count} more"),
}


def say(code: str, **params: Parameter) -> Message:
    """A message of this module."""
    return Message(code, MESSAGES[code], params)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The form of docs/formats/verdict.md."""
    version, policy = verdict.version, verdict.policy
    period = standing.window(policy, version, verdict.on)
    return {
        "policy": policy.id,
        "title": policy.title.as_json(),
        "on": verdict.on.isoformat(),
        "version": {
            "number": verdict.at + 1,
            "valid_from": version.valid.since.isoformat(),
            "valid_to": _day(version.valid.until),
            "retroactive_from": _day(version.retroactive_from),
        },
        "window": {"from": period.since.isoformat(), "to": _day(period.until), "state": verdict.state},
        "verdict": verdict.code,
        "reason": reason(verdict),
        "why": why(verdict).as_json(),
        "clauses": [clause_as_json(one, verdict) for one in verdict.clauses],
        "missing": list(verdict.missing),
        "excluded_by": list(verdict.excluded_by),
        "benefit": verdict.benefit.as_json() if verdict.benefit else None,
        "documents": [one.as_json() for one in version.documents],
        "apply": {
            "where": version.apply.where.as_json() if version.apply.where else None,
            "url": version.apply.url,
            "automatic": version.apply.automatic,
        },
        "terms_unknown": policy.terms_unknown,
        "notice": NOTICE.as_json(),
    }


def reason(verdict: Verdict) -> str | None:
    """Of `missing`: whether facts of the company lack, or the conditions are not public."""
    if verdict.code != "missing":
        return None
    return "conditions_not_public" if verdict.is_secret else "facts"


def why(verdict: Verdict) -> Text:
    """The verdict in a sentence or two."""
    if verdict.code == "eligible":
        return say("eligible_unknown" if verdict.policy.terms_unknown else "eligible").both()
    if verdict.code == "excluded":
        return _excluded(verdict).both()
    if verdict.code == "window_closed":
        return _closed(verdict).both()
    if verdict.code == "missing":
        return _missing(verdict).both()
    return _failed(verdict)


def clause_as_json(outcome: Outcome, verdict: Verdict) -> dict[str, Any]:
    """One clause of a verdict."""
    clause, fact = outcome.clause, wording.definition(outcome.clause, verdict.dictionary)
    near, value = nearness.near(outcome), shown_value(outcome)
    is_day = isinstance(near.needed if near else nearness.first_bound(clause.test), date)
    return {
        "path": outcome.path,
        "fact": str(clause.subject),
        "test": clause.text,
        "text": wording.clause(clause, verdict.dictionary).as_json(),
        "verdict": {True: "true", False: "false", None: "unknown"}[outcome.truth],
        "negated": outcome.path.count(".not") % 2 == 1,
        "value": None if value is None else facts_reading.as_json(value),
        "needed": needed(outcome),
        "distance": plain(near.shown) if near else None,
        "unit": "day" if is_day else fact.unit,
        "as_of": _as_of(outcome, verdict),
        "reason": outcome.reason,
        "missing": [one for name in outcome.missing for one in verdict.asked(name)],
    }


def needed(outcome: Outcome) -> str:
    """The nearest bound as a plain string; of a test without one, the test as written."""
    near = nearness.near(outcome)
    bound = near.needed if near else nearness.first_bound(outcome.clause.test)
    if bound is None:
        return outcome.clause.text
    return plain(bound) if isinstance(bound, Decimal) else bound.isoformat()


def shown_value(outcome: Outcome) -> Known | None:
    """What is known, a ratio as a number to six decimals (more when it would look equal to its bound)."""
    if not isinstance(outcome.value, Ratio):
        return outcome.value
    near = nearness.near(outcome)
    return nearness.shown_ratio(outcome.value, apart_from=near.needed if near else None)


def nearest(walked: Walk) -> list[Outcome]:
    """Why it is false: of a failing `any` only the alternative that lacks least."""
    if isinstance(walked, Outcome):
        return [walked]
    if isinstance(walked.condition, NotGroup):
        return list(reasons(walked))
    failing = [nearest(item) for item in walked.items if item.truth == walked.truth]
    if isinstance(walked.condition, Any_) and failing:
        return min(failing, key=len)
    return [one for held in failing for one in held]


def missed(outcome: Outcome, verdict: Verdict) -> Text:
    """Why a clause fails, in words: what is there, what is needed, how far apart."""
    near = nearness.near(outcome)
    if outcome.truth is True:  # a clause within `not`
        said = wording.clause(outcome.clause, verdict.dictionary)
        return wording.say("not", test=said).both()
    return wording.miss(outcome.clause, near, shown_value(outcome), verdict.dictionary)


def _failed(verdict: Verdict) -> Text:
    if verdict.walked.truth is not False and verdict.whole.truth is False:
        anchor = verdict.dictionary[verdict.policy.anchor]
        value = verdict.facts.value(anchor.name)
        day = wording.day(value) if isinstance(value, date) else str(value)
        return say("not_covered", fact=anchor.label, day=day).both()
    if verdict.walked.truth is not False:
        steps = verdict.benefit.steps if verdict.benefit else ()
        return steps[-1].said if steps else say("not_asked").both()
    said = list(dict.fromkeys(missed(one, verdict) for one in nearest(verdict.walked)))
    shown = said[:MOST_REASONS]
    if len(said) > MOST_REASONS:
        shown.append(say("more", count=len(said) - MOST_REASONS).both())
    return Text("；".join(one.zh for one in shown), "; ".join(one.en for one in shown))


def _missing(verdict: Verdict) -> Message:
    if verdict.is_secret:
        return say("not_public")
    names = verdict.missing
    if not names:
        stuck = [one for one in verdict.clauses if one.reason == "no_denominator"]
        if stuck:
            fact = wording.definition(stuck[0].clause, verdict.dictionary)
            return say("no_denominator", fact=fact.label)
    return say("missing", facts=tuple(verdict.dictionary[name].label for name in names))


def _excluded(verdict: Verdict) -> Message:
    if verdict.overtaken_by:
        return say("overtaken", policy=verdict.overtaken_by)
    if verdict.excluded_by == (verdict.policy.id,):
        return say("had")
    return say("excluded", policies=verdict.excluded_by)


def _closed(verdict: Verdict) -> Message:
    version, policy = verdict.version, verdict.policy
    period = standing.window(policy, version, verdict.on)
    if verdict.state == "repealed":
        return say("repealed", day=_said(policy.repealed_on))
    if verdict.state == "not_yet":
        return say("not_yet", day=_said(max(period.since, version.valid.since)))
    ends = [one for one in (period.until, None if policy.anchor else version.valid.until) if one]
    return say("over", day=_said(min(ends, default=None)))


def _as_of(outcome: Outcome, verdict: Verdict) -> str | None:
    known: list[FactValue] = [
        verdict.facts.values[name] for name in outcome.clause.facts if name in verdict.facts.values
    ]
    days = [one.as_of for one in known if one.as_of]
    return min(days).isoformat() if days else None


def _said(day: date | None) -> Text:
    return wording.day(day) if day else Text("", "")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
