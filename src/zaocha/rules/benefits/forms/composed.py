"""Benefits made of benefits: the smallest or largest of several, sums, top-ups, multiples, cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zaocha.rules.benefits import conditions, spans, words
from zaocha.rules.benefits.forms.base import (
    Form,
    Part,
    Role,
    Step,
    Worked,
    as_amount,
    joined,
    nothing,
    reads,
    span_said,
)
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import NOBODY, Setting
from zaocha.rules.benefits.spans import ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Several(Form):
    of: tuple[Form, ...] = reads("forms", "各项", "Parts")

    def _combined(self, at: Setting, combine: Callable[[Iterable[Span]], Span]) -> Worked:
        held = [form.worked(at) for form in self.of]
        span = combine(one.span for one in held)
        said = words.say(
            self.code, parts=words.listed(span_said(one.span) for one in held), amount=span_said(span)
        )
        rest = joined(held)
        chosen = next((one for one in held if one.span == span), None)
        return replace(
            rest,
            span=span,
            steps=(*rest.steps, Step(self.code, said, span)),
            grants=chosen.grants if chosen else (),
            counted=chosen.counted if chosen else NOBODY,
        )

    def said(self, at: Setting) -> Text:
        """The parts in words."""
        parts = words.listed(words.say("quoted", part=form.described(at)) for form in self.of)
        return words.say(f"{self.code}_of", parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest(_Several):
    """The smallest of several: 40 % of the rent, but at most 5 % of revenue, but at most 200,000."""

    code = "smallest"
    label = Text("取最低", "Smallest of several")
    help = Text("几种算法取最低者（孰低）。", "Counted in several ways; the smallest is given.")

    def counted(self, at: Setting) -> Worked:
        """The smallest."""
        return self._combined(at, spans.smallest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Largest(_Several):
    """The largest of several (从高不重复)."""

    code = "largest"
    label = Text("从高不重复", "Largest of several")
    help = Text("几种算法取最高者，不重复享受。", "Counted in several ways; the largest is given, once.")

    def counted(self, at: Setting) -> Worked:
        """The largest."""
        return self._combined(at, spans.largest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(_Several):
    """The sum of several, with its own cap if it has one. Persons counted in one part count no more in the next."""

    code = "sum"
    label = Text("合计", "Sum of several")
    help = Text("各项相加，可设总上限。", "The parts are added; the sum may have a cap.")

    def counted(self, at: Setting) -> Worked:
        """The sum."""
        held: list[Worked] = []
        setting = at
        for form in self.of:
            held.append(form.worked(setting))
            setting = setting.after(held[-1].counted)
        span = spans.total(one.span for one in held)
        rest = joined(held)
        steps = rest.steps
        if len(held) > 1:
            parts = words.summed((span_said(one.span) for one in held), "+")
            said = words.say("sum", parts=parts, amount=span_said(span))
            steps = (*steps, Step(self.code, said, span))
        return replace(rest, span=span, steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp(Form):
    """What is still to come after an earlier benefit (补差): the new amount less what was received, never below nothing."""

    code = "top_up"
    label = Text("补差", "Top-up")
    help = Text("按新标准计算，扣除已享受部分。", "By the new measure, less what was received before.")

    of: Form = reads("form", "应享受", "Due")
    less: Quantity = reads("quantity", "已享受", "Received before", role="term")

    def counted(self, at: Setting) -> Worked:
        """The difference."""
        held = self.of.worked(at)
        received = as_amount(self.less.span(at))
        span = as_amount(spans.difference(held.span, received))
        said = words.say("top_up", due=span_said(held.span), less=span_said(received), amount=span_said(span))
        return replace(held, span=span, steps=(*held.steps, Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """Both parts in words."""
        return words.say("top_up_of", due=self.of.described(at), less=self.less.said(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled(Form):
    """A multiple of another benefit: "another 20 % for members of the chain"."""

    code = "scaled"
    label = Text("上浮或打折", "Multiple")
    help = Text("在另一补助基础上按比例上浮或打折。", "Another benefit times a factor.")

    of: Form = reads("form", "原补助", "Of")
    by: Decimal = reads("rate", "倍数", "Factor")

    def counted(self, at: Setting) -> Worked:
        """The multiple."""
        held = self.of.worked(at)
        span = held.span.rising(lambda value: ZERO if not self.by else value * self.by)
        said = words.say("scaled", of=span_said(held.span), by=words.percent(self.by), amount=span_said(span))
        return replace(held, span=span, steps=(*held.steps, Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """The factor in words."""
        return words.say("scaled_of", of=self.of.described(at), by=words.percent(self.by))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Part):
    """A condition and what it earns."""

    when: conditions.Condition
    then: Form

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """Facts of the condition, and of what it earns."""
        yield from ((name, "condition") for name in conditions.facts_of(self.when))
        yield from self.then.uses()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases(Form):
    """The first case whose condition holds; else `otherwise`, else nothing."""

    code = "cases"
    label = Text("分情形", "Cases")
    help = Text("按顺序取第一个符合的情形。", "The first case whose condition holds.")

    of: tuple[Case, ...] = reads("cases", "情形", "Cases")
    otherwise: Form | None = reads("form", "其他情形", "Otherwise", optional=True)

    def counted(self, at: Setting) -> Worked:
        """What the case earns; while a condition is unknown, what any possible case may earn."""
        possible: list[Worked] = []
        asked: set[str] = set()
        for case in self.of:
            verdict = conditions.verdict(case.when, at.facts)
            if verdict is False:
                continue
            possible.append(case.then.worked(at))
            if verdict:
                return self._of_possible(possible, asked, at, case)
            asked |= conditions.missing(case.when, at.facts)
        if self.otherwise is not None:
            possible.append(self.otherwise.worked(at))
        elif not possible:
            return nothing(self.code, words.say("case_none"))
        else:
            possible.append(Worked(Span.exactly(ZERO)))
        return self._of_possible(possible, asked, at, None)

    def said(self, at: Setting) -> Text:
        """The cases in words."""
        rows = [self._case_said(case, at) for case in self.of]
        if self.otherwise is not None:
            rows.append(words.say("otherwise", then=self.otherwise.described(at)))
        return words.say("cases", rows=words.rows(rows))

    def _of_possible(self, possible: list[Worked], asked: set[str], at: Setting, case: Case | None) -> Worked:
        if len(possible) > 1:
            span = spans.either((one.span for one in possible), *asked)
            rest = joined(possible)
            step = Step(self.code, self.said(at), span)
            return replace(rest, span=span, steps=(step,), grants=(), counted=NOBODY)
        held = possible[0]
        said = words.say("otherwise_holds") if case is None else self._case_holds(case, at)
        found = Step(self.code, said, held.span)
        return replace(held, steps=(found, *held.steps))

    def _case_said(self, case: Case, at: Setting) -> Text:
        return words.say("case", when=conditions.said(case.when, at.dictionary), then=case.then.described(at))

    def _case_holds(self, case: Case, at: Setting) -> Text:
        return words.say("case_holds", when=conditions.said(case.when, at.dictionary))
