"""How a benefit is paid: in instalments over the years, rounded to whole hundreds or 万."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from zaocha.rules.benefits import words
from zaocha.rules.benefits.forms.base import Form, Part, Role, Step, Worked, reads, span_said
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ZERO
from zaocha.rules.texts import Text

FEN = Decimal("0.01")
_HOW = {"down": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


@dataclass(frozen=True, slots=True)
class Portion(Part):
    """A share of the whole."""

    share: Decimal

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments(Form):
    """The same amount, paid in parts one after the other (分期兑付): "50 %, 30 %, 20 %"."""

    code = "instalments"
    label = Text("分期兑付", "Instalments")
    help = Text("金额不变，按比例分次拨付。", "The same amount, paid in parts.")

    of: Form = reads("form", "补助", "Of")
    parts: tuple[Portion, ...] = reads("shares", "各期比例", "Shares")

    def counted(self, at: Setting) -> Worked:
        """The whole, with a step for each part; the parts add up to the fen."""
        held = self.of.worked(at)
        if not held.span.is_exact or not held.span.low:
            return held
        whole = held.span.low.quantize(FEN, ROUND_HALF_UP)
        paid = parted(whole, [part.share for part in self.parts])
        said = words.say("instalments", parts=words.summed(map(words.money, paid), "+"))
        return replace(held, steps=(*held.steps, Step(self.code, said, held.span)))

    def said(self, at: Setting) -> Text:
        """The benefit and its parts in words."""
        parts = words.listed(words.percent(part.share) for part in self.parts)
        return words.say("instalments_of", of=self.of.described(at), parts=parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded(Form):
    """An amount in whole units of `to` yuan, where the policy says so ("按万元取整")."""

    code = "rounded"
    label = Text("取整", "Rounded")
    help = Text("按文件规定取整到百元、万元等。", "To whole hundreds or ten thousands, as the policy says.")

    of: Form = reads("form", "补助", "Of")
    to: Decimal = reads("money", "取整单位", "Unit")
    how: str = reads("choice:down,half_up,up", "取整方式", "How", optional=True)

    def counted(self, at: Setting) -> Worked:
        """The rounded amount; down unless it says otherwise."""
        held = self.of.worked(at)
        span = held.span.rising(self._rounded)
        said = words.say(
            f"rounded_{self.how or 'down'}",
            of=span_said(held.span),
            to=words.money(self.to),
            amount=span_said(span),
        )
        return replace(held, span=span, steps=(*held.steps, Step(self.code, said, span)))

    def said(self, at: Setting) -> Text:
        """The benefit and its rounding in words."""
        return words.say("rounded_of", of=self.of.described(at), to=words.money(self.to))

    def _rounded(self, value: Decimal) -> Decimal:
        if not value.is_finite() or not self.to:
            return value
        return (value / self.to).quantize(Decimal(1), _HOW[self.how or "down"]) * self.to


def parted(whole: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """An amount in parts to the fen that add up to it; odd fen go to the largest remainders, the first of equals."""
    fen = [whole * share / FEN for share in shares]
    parts = [part.to_integral_value(ROUND_FLOOR) for part in fen]
    left = int((whole / FEN).to_integral_value() - sum(parts, ZERO))
    order = sorted(range(len(shares)), key=lambda n: (parts[n] - fen[n], n))
    for n in order[:left]:
        parts[n] += 1
    return [part * FEN for part in parts]
