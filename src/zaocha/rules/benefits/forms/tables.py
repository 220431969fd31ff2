"""Benefits read from a table: fixed, by grade, by band of a number, at the first crossing of a mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zaocha.rules.benefits import quantities, spans, words
from zaocha.rules.benefits.bands import Band
from zaocha.rules.benefits.forms.base import (
    Form,
    Part,
    Role,
    Step,
    Worked,
    base_steps,
    joined,
    nothing,
    reads,
    span_said,
)
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import NOBODY, Setting
from zaocha.rules.benefits.spans import ENDLESS, ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Form):
    """The same amount for everybody."""

    code = "fixed"
    label = Text("定额", "Fixed amount")
    help = Text("符合条件即给予固定金额。", "The same amount for everybody who qualifies.")

    amount: Decimal = reads("money", "金额", "Amount")

    def counted(self, at: Setting) -> Worked:
        """The amount."""
        span = Span.exactly(self.amount)
        return Worked(span, (Step(self.code, words.say("fixed", amount=words.money(self.amount)), span),))

    def said(self, at: Setting) -> Text:
        """The amount in words."""
        return words.say("fixed", amount=words.money(self.amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Part):
    """A code and the amount it earns; `label` when the code's own name does not say it."""

    code: str
    amount: Decimal
    label: Text | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())

    def name(self) -> Text:
        """Its label, else its code."""
        return self.label or words.verbatim(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByGrade(Form):
    """An amount by grade. Of several grades held the highest counts (从高不重复), or all (`take: sum`)."""

    code = "by_grade"
    label = Text("按等级定额", "Fixed amount by grade")
    help = Text(
        "按认定等级给予定额，多项等级从高或累加。", "An amount for each grade: the highest held, or all held."
    )

    fact: str = reads("fact", "等级", "Grade")
    grades: tuple[Grade, ...] = reads("grades", "各等级金额", "Amounts of the grades")
    take: str = reads("choice:highest,sum", "多个等级时", "With several grades", optional=True)

    def counted(self, at: Setting) -> Worked:
        """What the grades held earn; nothing for grades that the table lacks."""
        held = at.codes(self.fact)
        if held is None:
            amounts = [grade.amount for grade in self.grades]
            most = sum(amounts, ZERO) if self.take == "sum" else max(amounts)
            span = Span(ZERO, most, frozenset({self.fact})).settled()
            return Worked(span, (Step(self.code, self.said(at), span),))
        earning = [grade for grade in self.grades if grade.code in held]
        if not earning:
            return nothing(self.code, words.say("grade_none", label=at.label(self.fact)))
        span = Span.exactly(self._taken([grade.amount for grade in earning]))
        rows = words.rows(self._row(grade) for grade in earning)
        if len(earning) == 1:
            said = words.say("grade", label=at.label(self.fact), rows=rows)
        else:
            key = "grade_sum" if self.take == "sum" else "grade_highest"
            said = words.say(key, label=at.label(self.fact), rows=rows, amount=words.money(span.low))
        return Worked(span, (Step(self.code, said, span),))

    def said(self, at: Setting) -> Text:
        """The table in words."""
        rows = words.rows(self._row(grade) for grade in self.grades)
        return words.say("by_grade", label=at.label(self.fact), rows=rows)

    def uses(self) -> Iterator[tuple[str, Role]]:
        """The grade is a condition, and whatever the cap reads."""
        yield self.fact, "condition"
        yield from Form.uses(self)

    def _taken(self, amounts: list[Decimal]) -> Decimal:
        return sum(amounts, ZERO) if self.take == "sum" else max(amounts)

    def _row(self, grade: Grade) -> Text:
        return words.say("grade_row", grade=grade.name(), amount=words.money(grade.amount))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Part):
    """A band and what it earns."""

    band: Band
    then: Form

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """Those of what it earns."""
        yield from self.then.uses()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Form):
    """A step table: the band in which the quantity lies says what is given. Bands are half-open unless written so."""

    code = "steps"
    label = Text("分档定额", "Step table")
    help = Text(
        "按数量所在档次给予对应金额，含下限、不含上限。",
        "The band of a number decides; its lower bound counts.",
    )

    base: Quantity = reads("quantity", "分档依据", "Banded by")
    rows: tuple[Row, ...] = reads("rows", "档次", "Bands")

    def counted(self, at: Setting) -> Worked:
        """What the band earns; nothing outside all bands."""
        base = self.base.span(at)
        if not base.is_exact:
            return self._unsure(base, at)
        row = next((row for row in self.rows if row.band.holds(base.low)), None)
        show = quantities.shown(self.base, at)
        value, label = show(base.low), self.base.said(at)
        if row is None:
            return nothing(self.code, words.say("band_none", label=label, value=value))
        held = row.then.worked(at)
        found = Step(
            self.code, words.say("band", label=label, value=value, band=row.band.told(show)), held.span
        )
        return replace(held, steps=(*base_steps(self.code, self.base, at), found, *held.steps))

    def said(self, at: Setting) -> Text:
        """The table in words."""
        rows = words.rows(
            words.say(
                "band_row", band=row.band.told(quantities.shown(self.base, at)), then=row.then.described(at)
            )
            for row in self.rows
        )
        return words.say("steps", label=self.base.said(at), rows=rows)

    def _unsure(self, base: Span, at: Setting) -> Worked:
        possible = [row.then.worked(at) for row in self.rows if row.band.meets(base)]
        if not any(row.band.covers(base) for row in self.rows):
            possible.append(Worked(Span.exactly(ZERO)))
        span = spans.either([one.span for one in possible], *base.missing)
        step = Step(self.code, self.said(at), span)
        return replace(joined(possible), span=span, steps=(step,), grants=(), counted=NOBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Part):
    """A mark and what reaching it for the first time earns."""

    reaches: Decimal
    amount: Decimal

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCrossing(Form):
    """The first year in which a number reaches a mark. `pays`: highest (the mark reached now), difference (less
    what the highest mark before earned) or sum (every mark newly reached)."""

    code = "first_crossing"
    label = Text("首次突破奖励", "First crossing of a mark")
    help = Text("本期首次达到台阶而以往从未达到。", "Reached now, and in no period before.")

    now: Quantity = reads("quantity", "本期数", "Value of this period")
    before: Quantity = reads("quantity", "以往最高数", "Highest value before")
    rows: tuple[Mark, ...] = reads("marks", "台阶", "Marks")
    pays: str = reads(
        "choice:highest,difference,sum", "跨多个台阶时", "When several are crossed", optional=True
    )
    above: bool = reads("truth", "须超过（等于不算）", "Must exceed the mark", optional=True)

    def counted(self, at: Setting) -> Worked:
        """What the marks newly crossed earn."""
        now, before = self.now.span(at), self.before.span(at)
        low, high = self._earned(now.low, before.high), self._earned(now.high, before.low)
        span = Span(low, high, now.missing | before.missing).settled()
        if not (now.is_exact and before.is_exact):
            return Worked(span, (Step(self.code, self.said(at), span),))
        crossed = self._crossed(now.low, before.low)
        values = {"now": words.money(now.low), "before": words.money(before.low)}
        if not crossed:
            return nothing(self.code, words.say("crossed_none", **values))
        marks = words.listed(words.money(mark.reaches) for mark in crossed)
        said = words.say("crossed", marks=marks, amount=span_said(span), **values)
        return Worked(span, (Step(self.code, said, span),))

    def said(self, at: Setting) -> Text:
        """The marks in words."""
        rows = words.rows(
            words.say("mark_row", mark=words.money(mark.reaches), amount=words.money(mark.amount))
            for mark in self.rows
        )
        return words.say("first_crossing", label=self.now.said(at), rows=rows)

    def _reached(self, value: Decimal) -> list[Mark]:
        if value == ENDLESS:
            return list(self.rows)
        return [
            mark for mark in self.rows if value > mark.reaches or (value == mark.reaches and not self.above)
        ]

    def _crossed(self, now: Decimal, before: Decimal) -> list[Mark]:
        had = len(self._reached(before))
        return self._reached(now)[had:]

    def _earned(self, now: Decimal, before: Decimal) -> Decimal:
        crossed = self._crossed(now, before)
        if not crossed:
            return ZERO
        if self.pays == "sum":
            return sum((mark.amount for mark in crossed), ZERO)
        had = self._reached(before)
        less = had[-1].amount if had and self.pays == "difference" else ZERO
        return max(crossed[-1].amount - less, ZERO)
