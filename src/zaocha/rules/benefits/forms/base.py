"""What all forms of benefit share: fields that say how they are read, a cap and a floor, steps in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from zaocha.rules.benefits import quantities, words
from zaocha.rules.benefits.settings import NOBODY, Counted, Setting
from zaocha.rules.benefits.spans import ENDLESS, ZERO, Span
from zaocha.rules.texts import Text

Role = Literal["base", "condition", "heads", "term"]
"""How a benefit uses a fact: counted from, tested, counted as persons, or as a date, rate or amount received."""

NOT_SETTLED = Span(ZERO, ENDLESS)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation, and what it comes to so far (None: a base, not an amount)."""

    form: str
    said: Text
    amount: Span | None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a form comes to for one company.

    `qualifies`: for score cards and recognitions, whether it is granted (None: not known yet); else True.
    `grants`: what is granted besides money. `counted`: heads that this benefit used up, per group.
    `terms_unknown`: the policy's own terms are not public, so no fact of the company would tell the amount.
    """

    span: Span
    steps: tuple[Step, ...] = ()
    qualifies: bool | None = True
    grants: tuple[Text, ...] = ()
    counted: Counted = field(default_factory=lambda: NOBODY)
    terms_unknown: bool = False
    asks: frozenset[str] = frozenset()
    """Facts that decide whether it is granted at all, where the amount does not hang on them."""


def reads(kind: str, zh: str, en: str, *, optional: bool = False, role: Role = "base") -> Any:
    """A field of a form: what kind of thing is written there, its label, and how facts in it are used."""
    about = {"kind": kind, "label": Text(zh, en), "optional": optional, "role": role}
    default = () if kind in LISTS else None
    if optional:
        return field(default=default, kw_only=True, metadata=about)
    return field(kw_only=True, metadata=about)


LISTS = ("routes", "minimums", "tells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of benefit. Subclasses say what it comes to before cap and floor."""

    code: ClassVar[str]
    label: ClassVar[Text]
    help: ClassVar[Text]

    cap: quantities.Quantity | None = reads("quantity", "上限", "Cap", optional=True)
    floor: quantities.Quantity | None = reads("quantity", "保底", "Floor", optional=True)

    def worked(self, at: Setting) -> Worked:
        """What it comes to, within its cap and not below its floor."""
        held = self.counted(at)
        if self.cap is not None:
            held = _capped(held, self.cap, at, self.code)
        if self.floor is not None:
            held = _floored(held, self.floor, at, self.code)
        return held

    def counted(self, at: Setting) -> Worked:
        """What it comes to before cap and floor."""
        raise NotImplementedError

    def said(self, at: Setting) -> Text:
        """What it gives, in words, for anybody."""
        raise NotImplementedError

    def described(self, at: Setting) -> Text:
        """What it gives, with its cap and floor."""
        parts = [self.said(at)]
        if self.cap is not None:
            parts.append(words.say("at_most", cap=amount_said(self.cap, at)))
        if self.floor is not None:
            parts.append(words.say("not_below", floor=amount_said(self.floor, at)))
        return words.joined(*parts)

    def uses(self) -> Iterator[tuple[str, Role]]:
        """Every fact that it reads, and how."""
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            if value is not None:
                yield from used(value, one.metadata["role"])


def used(value: object, role: Role) -> Iterator[tuple[str, Role]]:
    """Facts within whatever a field holds."""
    if isinstance(value, Form):
        yield from value.uses()
    elif isinstance(value, quantities.Number | quantities.Fact | quantities.Combined):
        yield from ((name, role) for name in value.facts())
    elif isinstance(value, tuple):
        for one in value:
            yield from used(one, role)
    elif isinstance(value, Part):
        yield from value.uses(role)


class Part:
    """A row, item or condition within a form."""

    __slots__ = ()

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """Every fact that it reads, and how."""
        raise NotImplementedError


def amount_said(quantity: quantities.Quantity, at: Setting) -> Text:
    """A quantity of money in words: a number as yuan, else the labels of its facts."""
    if isinstance(quantity, quantities.Number):
        return words.money(quantity.value)
    return quantity.said(at)


def span_said(span: Span) -> Text:
    """An amount, or the bounds that it keeps to."""
    if span.is_exact:
        return words.money(span.low)
    if span.high == ENDLESS:
        if span.low <= ZERO:
            return words.say("not_known")
        return words.say("not_less", low=words.money(span.low))
    return words.say("between", low=words.money(max(span.low, ZERO)), high=words.money(span.high))


def base_steps(form: str, base: quantities.Quantity, at: Setting) -> tuple[Step, ...]:
    """How a base that is worked out came about; none for a plain fact or number."""
    said = quantities.working(base, at)
    return () if said is None else (Step(form, said, None),)


def joined(parts: Sequence[Worked]) -> Worked:
    """What several parts leave besides their amounts: steps, grants, heads, open questions."""
    settled = Setting(quantities.NoFacts())
    for part in parts:
        settled = settled.after(part.counted)
    return Worked(
        NOT_SETTLED,
        tuple(step for part in parts for step in part.steps),
        grants=tuple(grant for part in parts for grant in part.grants),
        counted=settled.counted,
        terms_unknown=any(part.terms_unknown for part in parts),
        asks=frozenset().union(*(part.asks for part in parts)),
    )


def nothing(form: str, said: Text) -> Worked:
    """Nothing is given, for this reason."""
    return Worked(Span.exactly(ZERO), (Step(form, said, Span.exactly(ZERO)),))


def as_amount(span: Span) -> Span:
    """Benefits are never negative."""
    return span.at_least(ZERO)


def _capped(held: Worked, cap: quantities.Quantity, at: Setting, form: str) -> Worked:
    limit = as_amount(cap.span(at))
    low, high = min(held.span.low, limit.low), min(held.span.high, limit.high)
    # A cap that is not known matters only where it may be reached, and the amount only below the cap.
    missing = (held.span.missing if held.span.low < limit.high else frozenset()) | (
        limit.missing if limit.low < held.span.high else frozenset()
    )
    span = Span(low, high, missing).settled()
    if not (held.span.is_exact and limit.is_exact):
        key = "cap_unsure" if limit.is_exact else "cap_not_known"
        said = words.say(key, cap=amount_said(cap, at))
    elif held.span.low == ZERO:
        return held
    else:
        key = {-1: "cap_below", 0: "cap_met", 1: "cap_above"}[int(held.span.low.compare(limit.low))]
        said = words.say(key, cap=words.money(limit.low))
    return _with_remark(held, said, span, form)


def _floored(held: Worked, floor: quantities.Quantity, at: Setting, form: str) -> Worked:
    limit = as_amount(floor.span(at))
    if held.span.is_exact and (held.span.low == ZERO or held.span.low >= limit.high):
        return held
    low = max(held.span.low, limit.low) if held.span.low > ZERO else held.span.low
    span = Span(low, max(held.span.high, limit.high), held.span.missing | limit.missing).settled()
    return _with_remark(held, words.say("floor_met", floor=amount_said(floor, at)), span, form)


def _with_remark(held: Worked, remark: Text, span: Span, form: str) -> Worked:
    """The remark joins the last step: "… = 12.6 万元，未超过上限 100 万元"."""
    last = held.steps[-1] if held.steps else Step(form, words.NOTHING, span)
    step = Step(last.form, words.joined(last.said, remark), span)
    return dataclasses.replace(held, span=span, steps=(*held.steps[:-1], step))
