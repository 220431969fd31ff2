"""Benefits that grow with something: a share of a base, so much per unit, marginal tiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zaocha.rules.benefits import spans, words
from zaocha.rules.benefits.forms.base import (
    Form,
    Part,
    Role,
    Step,
    Worked,
    amount_said,
    as_amount,
    base_steps,
    nothing,
    reads,
    span_said,
)
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ENDLESS, ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Form):
    """`rate × base`; nothing when the base is below the threshold."""

    code = "rate"
    label = Text("按比例补助", "Share of a base")
    help = Text(
        "基数达到门槛后，按基数的一定比例补助，可设上限。",
        "A share of the base once it reaches the threshold.",
    )

    rate: Decimal = reads("rate", "比例", "Rate")
    base: Quantity = reads("quantity", "基数", "Base")
    threshold: Quantity | None = reads("quantity", "门槛（含）", "Threshold (included)", optional=True)

    def counted(self, at: Setting) -> Worked:
        """The share, or nothing below the threshold."""
        base = self.base.span(at)
        if self.threshold is not None:
            bar = self.threshold.span(at)
            if base.high < bar.low:
                said = words.say(
                    "below_threshold",
                    base=span_said(base),
                    label=self.base.said(at),
                    threshold=words.money(bar.low),
                )
                return nothing(self.code, said)
            sure = base.low >= bar.high
            missing = base.missing | (frozenset() if sure else bar.missing)
            low = base.low if sure else ZERO
            whole = Span(max(low, ZERO), max(base.high, ZERO), missing).settled()
        else:
            whole = as_amount(base)
        span = whole.rising(lambda value: ZERO if not self.rate else value * self.rate)
        rate = words.percent(self.rate)
        if base.is_exact and span.is_exact:
            said = words.say("rate", rate=rate, base=words.money(base.low), amount=words.money(span.low))
        else:
            said = words.say("rate_of", rate=rate, base=self.base.said(at))
        return Worked(span, (*base_steps(self.code, self.base, at), Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """The share in words."""
        said = words.say("rate_of", rate=words.percent(self.rate), base=self.base.said(at))
        if self.threshold is None:
            return said
        return words.joined(said, words.say("from_threshold", threshold=amount_said(self.threshold, at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnit(Form):
    """So many yuan for each unit: square metre, month, kilowatt; whole units only where it says so."""

    code = "per_unit"
    label = Text("按数量定额补助", "So much per unit")
    help = Text("每一单位（平方米、台、月）补助一定金额。", "So many yuan for each m², machine or month.")

    amount: Decimal = reads("money", "每单位金额", "Amount per unit")
    base: Quantity = reads("quantity", "数量", "Quantity")
    threshold: Quantity | None = reads(
        "quantity", "起补数量（含）", "Least quantity (included)", optional=True
    )
    most: Quantity | None = reads("quantity", "最多计入", "Counted at most", optional=True)
    whole_units: bool = reads("truth", "只计整数单位", "Whole units only", optional=True)

    def counted(self, at: Setting) -> Worked:
        """Units within their limits times the amount."""
        units = as_amount(self.base.span(at))
        if self.threshold is not None:
            bar = self.threshold.span(at)
            if units.high < bar.low:
                said = words.say(
                    "below_units",
                    units=words.number(units.high),
                    label=self.base.said(at),
                    threshold=words.number(bar.low),
                )
                return nothing(self.code, said)
            low = units.low if units.low >= bar.high else ZERO
            units = Span(low, units.high, units.missing | bar.missing).settled()
        if self.most is not None:
            units = spans.smallest([units, as_amount(self.most.span(at))])
        if self.whole_units:
            units = units.rising(lambda value: value if value == ENDLESS else value // 1)
        span = units.rising(lambda value: ZERO if not self.amount else value * self.amount)
        each = words.money(self.amount)
        if units.is_exact:
            said = words.say(
                "per_unit", units=words.number(units.low), each=each, amount=words.money(span.low)
            )
        else:
            said = words.say("per_unit_of", base=self.base.said(at), each=each)
        return Worked(span, (*base_steps(self.code, self.base, at), Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """The amount per unit in words."""
        said = words.say("per_unit_of", base=self.base.said(at), each=words.money(self.amount))
        if self.threshold is None:
            return said
        return words.joined(said, words.say("from_units", threshold=self.threshold.said(at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Part):
    """The part of the base above the tier before and up to `up_to` earns `rate`."""

    up_to: Decimal
    rate: Decimal

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers(Form):
    """Marginal tiers: each part of the base earns the rate of its tier, so nothing jumps at a bound."""

    code = "tiers"
    label = Text("分段累进", "Marginal tiers")
    help = Text("基数分段，各段按各自比例计算后相加。", "Each part of the base earns the rate of its tier.")

    base: Quantity = reads("quantity", "基数", "Base")
    rows: tuple[Tier, ...] = reads("tiers", "分段", "Tiers")

    def counted(self, at: Setting) -> Worked:
        """The sum over the tiers."""
        base = as_amount(self.base.span(at))
        span = base.rising(self._sum)
        if not base.is_exact:
            return Worked(span, (Step(self.code, self.said(at), span),))
        steps, so_far = [*base_steps(self.code, self.base, at)], ZERO
        for part, rate in self._parts(base.low):
            so_far += part * rate
            said = words.say(
                "rate", rate=words.percent(rate), base=words.money(part), amount=words.money(part * rate)
            )
            steps.append(Step(self.code, said, Span.exactly(so_far)))
        said = words.say("tiers_sum", base=words.money(base.low), amount=words.money(span.low))
        return Worked(span, (*steps, Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """The tiers in words."""
        rows, below = [], ZERO
        for row in self.rows:
            key, bound = ("tier", row.up_to) if row.up_to != ENDLESS else ("tier_last", below)
            rows.append(words.say(key, rate=words.percent(row.rate), bound=words.money(bound)))
            below = row.up_to
        return words.say("tiers", base=self.base.said(at), rows=words.rows(rows))

    def _sum(self, base: Decimal) -> Decimal:
        parts = list(self._parts(base))
        return sum((ZERO if not rate else part * rate for part, rate in parts), ZERO)

    def _parts(self, base: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
        below = ZERO
        for row in self.rows:
            if base <= below:
                return
            yield min(base, row.up_to) - below, row.rate
            below = row.up_to
