"""One benefit for one company: the amount, how it came about, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zaocha.rules import facts as dictionaries
from zaocha.rules.benefits import spans, words
from zaocha.rules.benefits.checking import forms_within
from zaocha.rules.benefits.forms.base import Form, Role, Step, Worked
from zaocha.rules.benefits.forms.cards import ScoreCard
from zaocha.rules.benefits.quantities import NoFacts
from zaocha.rules.benefits.settings import NOBODY, Counted, Facts, Setting
from zaocha.rules.benefits.spans import ENDLESS, Span
from zaocha.rules.facts import Dictionary
from zaocha.rules.texts import Text

FEN = Decimal("0.01")
CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Result:
    """`amount` in yuan to the fen, None while it is not settled; then it lies between `at_least` and `at_most`
    (None: no bound). `qualifies` is for score cards: None while facts decide. `counted`: heads used up per group."""

    amount: Decimal | None
    at_least: Decimal
    at_most: Decimal | None
    missing: tuple[str, ...]
    steps: tuple[Step, ...]
    qualifies: bool | None = True
    grants: tuple[Text, ...] = ()
    terms_unknown: bool = False
    counted: Counted = field(default_factory=lambda: NOBODY)

    @property
    def kind(self) -> str:
        """money, grant (a title, right or service) or unknown (terms that are not public)."""
        if self.terms_unknown:
            return "unknown"
        return "grant" if self.amount is None and self.at_most == 0 else "money"

    def as_json(self) -> dict[str, Any]:
        """The form of docs/formats/benefits.md; amounts are decimal strings."""
        return {
            "kind": self.kind,
            "amount": _string(self.amount),
            "unit": CURRENCY,
            "at_least": _string(self.at_least),
            "at_most": _string(self.at_most),
            "missing": list(self.missing),
            "steps": [_step(step) for step in self.steps],
            "qualifies": self.qualifies,
            "grants": [grant.as_json() for grant in self.grants],
            "terms_unknown": self.terms_unknown,
        }


def evaluate(
    benefit: Form,
    *,
    facts: Facts,
    on: date | None = None,
    counted: Counted = NOBODY,
    dictionary: Dictionary | None = None,
) -> Result:
    """What a benefit comes to. `counted` names the heads that other benefits used up; `dictionary` has the facts of
    the policy too. Rounded once, half up, to the fen. Raises `settings.WrongValue` when a fact is of another kind than the benefit needs."""
    at = Setting(facts, on, counted, dictionary or dictionaries.dictionary())
    with spans.exact_arithmetic():
        held = benefit.worked(at)
        span = held.span.at_least(spans.ZERO)
        steps = [*held.steps]
        missing = tuple(sorted(span.missing | held.asks))
        amount = rounded(span.low) if span.is_exact and _is_money(held) else None
        if amount is not None and amount != span.low:
            said = words.say("rounded", amount=words.verbatim(f"{amount:,f}"))
            steps.append(Step("rounded", said, Span.exactly(amount)))
        if missing:
            steps.append(
                Step("missing", words.say("lacking", facts=words.listed(map(at.label, missing))), span)
            )
        return Result(
            amount=amount,
            at_least=rounded(span.low),
            at_most=None if span.high == ENDLESS else rounded(span.high),
            missing=missing,
            steps=tuple(steps),
            qualifies=held.qualifies,
            grants=held.grants,
            terms_unknown=held.terms_unknown and not span.is_exact,
            counted=held.counted,
        )


def described(benefit: Form, *, dictionary: Dictionary | None = None) -> Text:
    """What a benefit gives, in words, for anybody: "30 % of …, at most 1,000,000"."""
    at = Setting(NoFacts(), dictionary=dictionary or dictionaries.dictionary())
    with spans.exact_arithmetic():
        return benefit.described(at)


def facts_of(benefit: Form) -> dict[str, frozenset[Role]]:
    """Every fact that a benefit reads and how: base (counted from), condition, heads or term."""
    found: dict[str, frozenset[Role]] = {}
    for name, role in benefit.uses():
        found[name] = found.get(name, frozenset()) | {role}
    return found


def told(benefit: Form, *, facts: Facts, on: date | None = None) -> dict[str, Decimal]:
    """Facts that score cards within a benefit work out (`tells`), for conditions that test them."""
    found: dict[str, Decimal] = {}
    with spans.exact_arithmetic():
        for _path, form in forms_within(benefit):
            if isinstance(form, ScoreCard):
                found |= form.told(Setting(facts, on))
    return found


def sources(benefit: Form) -> dict[str, tuple[str, ...]]:
    """Each fact that a score card within a benefit tells, and the facts that its points come from."""
    found: dict[str, tuple[str, ...]] = {}
    for _path, form in forms_within(benefit):
        if isinstance(form, ScoreCard):
            found |= form.sources()
    return found


def rounded(amount: Decimal) -> Decimal:
    """To the fen, half up."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def label_of(name: str) -> Text:
    """The label of a fact in the dictionary, else its name."""
    fact = dictionaries.dictionary().get(name)
    return words.verbatim(name) if fact is None else fact.label


def _is_money(held: Worked) -> bool:
    return (not held.grants and held.qualifies is not None) or held.span.high > spans.ZERO


def _step(step: Step) -> Mapping[str, Any]:
    amount = _string(rounded(step.amount.low)) if step.amount and step.amount.is_exact else None
    return {"form": step.form, **step.said.as_json(), "amount": amount}


def _string(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
