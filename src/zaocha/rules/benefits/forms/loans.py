"""Subsidised interest: points a year on a principal for the time that a loan runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaocha.rules.benefits import references, spans, words
from zaocha.rules.benefits.forms.base import Form, Part, Role, Step, Worked, as_amount, reads
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ZERO, Span
from zaocha.rules.texts import Text

_HUNDRED = Decimal(100)
_YEAR_DAYS = Decimal(365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Part):
    """Percentage points a year: a number, or a share of a reference rate on the day of a fact."""

    number: Decimal | None = None
    share: Decimal | None = None
    reference: str | None = None
    on: str | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """The fact whose day says which rate is meant."""
        if self.on:
            yield self.on, "term"

    def span(self, at: Setting) -> Span:
        """The yearly rate as a fraction; unknown while the day, or the reference of that day, is not known."""
        if self.number is not None:
            return Span.exactly(self.number / _HUNDRED)
        on = at.day(self.on) if self.on else at.on
        if on is None:
            return Span(ZERO, spans.ENDLESS, frozenset({self.on} if self.on else ()))
        rate = references.rate(name=self.reference or "", on=on)
        return Span(ZERO, spans.ENDLESS) if rate is None else Span.exactly(rate * (self.share or Decimal(1)))

    def said(self) -> Text:
        """ "1.5 percentage points", "50 % of the one-year loan prime rate"."""
        if self.number is not None:
            return words.counted("points", self.number)
        label = references.label(self.reference or "")
        said = words.say("points_of", share=words.percent(self.share or Decimal(1)), reference=label)
        note = references.note()
        return said if note is None else words.joined(said, words.say("remark", note=note))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Form):
    """Points × principal × time. Time runs from `start` to `end` (without an end: the whole of `years`), at most
    `years`; whole years count one each, days of the rest by 365. With `rate` never more than the loan's own rate."""

    code = "interest"
    label = Text("贷款贴息", "Interest subsidy")
    help = Text(
        "按贴息百分点、贷款本金和计息时间计算。", "Percentage points a year on the principal for a time."
    )

    points: Points = reads("points", "贴息百分点", "Percentage points a year", role="term")
    principal: Quantity = reads("quantity", "贷款本金", "Principal")
    years: Decimal = reads("number", "最长年限", "Years at most")
    start: str | None = reads("fact", "起息日", "First day", optional=True, role="term")
    end: str | None = reads("fact", "到期日", "Last day", optional=True, role="term")
    rate: Quantity | None = reads("quantity", "贷款利率", "Rate of the loan", optional=True, role="term")

    def counted(self, at: Setting) -> Worked:
        """The subsidy over the whole time."""
        points = self.points.span(at)
        rate = points if self.rate is None else spans.smallest([points, as_amount(self.rate.span(at))])
        principal, years = as_amount(self.principal.span(at)), self._time(at)
        span = spans.product(spans.product(principal, rate), years)
        steps: list[Step] = []
        if rate != points and rate.is_exact:
            said = words.say("loan_rate", rate=words.percent(rate.low))
            steps.append(Step(self.code, said, span))
        if not span.is_exact:
            return Worked(
                span, (*steps, Step(self.code, self.said(at), span)), terms_unknown=not span.missing
            )
        said = words.say(
            "interest",
            principal=words.money(principal.low),
            points=words.percent(rate.low),
            years=self._time_said(at),
            amount=words.money(span.low),
        )
        return Worked(span, (*steps, Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """Points and time in words."""
        return words.say(
            "interest_of",
            points=self.points.said(),
            principal=self.principal.said(at),
            years=words.counted("years", self.years),
        )

    def uses(self) -> Iterator[tuple[str, Role]]:
        """The loan's facts."""
        for name in (self.start, self.end):
            if name:
                yield name, "term"
        yield from Form.uses(self)

    def _time(self, at: Setting) -> Span:
        if self.end is None:
            return Span.exactly(self.years)
        start, end = (at.day(self.start) if self.start else None), at.day(self.end)
        missing = [name for name, day in ((self.start, start), (self.end, end)) if name and day is None]
        if start is None or end is None:
            return Span(ZERO, self.years, frozenset(missing))
        whole, days = years_and_days(start, end)
        return Span.exactly(min(whole + days / _YEAR_DAYS, self.years, Decimal(whole + 1)))

    def _time_said(self, at: Setting) -> Text:
        start, end = (at.day(self.start) if self.start else None), (at.day(self.end) if self.end else None)
        if start is None or end is None or self._time(at).low >= self.years:
            return words.counted("years", self.years)
        whole, days = years_and_days(start, end)
        return words.say(
            "and", first=words.counted("years", Decimal(whole)), then=words.counted("days", Decimal(days))
        )


def years_and_days(start: date, end: date) -> tuple[int, int]:
    """Whole years from the first day to the last (not counted itself), and the days left over. Never negative."""
    if end <= start:
        return 0, 0
    years = end.year - start.year
    if _anniversary(start, years) > end:
        years -= 1
    return years, (end - _anniversary(start, years)) // timedelta(days=1)


def _anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February in a year without one
        return start.replace(year=start.year + years, day=28)
