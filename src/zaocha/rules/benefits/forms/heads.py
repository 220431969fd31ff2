"""So much for each person, each person once, whichever benefits of the same group count them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zaocha.rules.benefits import words
from zaocha.rules.benefits.forms.base import Form, Role, Step, Worked, as_amount, reads
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ENDLESS, ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PerHead(Form):
    """An amount for each head. `persons` names a fact with digests of persons (then nobody counts twice),
    `heads` a number where only that is known. Benefits with the same `once` share their heads."""

    code = "per_head"
    label = Text("按人数补助", "So much per head")
    help = Text(
        "每招用、培训一人补助一定金额，同一人只计一次。",
        "An amount for each person; each person counts once.",
    )

    amount: Decimal = reads("money", "每人金额", "Amount per head")
    heads: Quantity | None = reads("quantity", "人数", "Number of heads", optional=True, role="heads")
    persons: str | None = reads("fact", "人员名单", "List of persons", optional=True, role="heads")
    once: str | None = reads(
        "name", "同一人只计一次的补助组", "Group in which a person counts once", optional=True
    )
    most: Quantity | None = reads("quantity", "最多人数", "At most so many heads", optional=True)

    def counted(self, at: Setting) -> Worked:
        """New heads times the amount."""
        persons = at.codes(self.persons) if self.persons else None
        heads, before, taken = self._from_list(persons, at) if persons is not None else self._from_number(at)
        if self.most is not None:
            most = as_amount(self.most.span(at))
            heads = Span(
                min(heads.low, most.low), min(heads.high, most.high), heads.missing | most.missing
            ).settled()
        span = heads.rising(lambda value: ZERO if not self.amount else value * self.amount)
        each = words.money(self.amount)
        if not heads.is_exact:
            return Worked(span, (Step(self.code, self.said(at), span),))
        key = "heads_less" if before else "heads"
        said = words.say(
            key,
            heads=words.counted("persons", heads.low),
            each=each,
            amount=words.money(span.low),
            before=words.number(Decimal(before)),
        )
        group = {self.once: taken if taken is not None else int(heads.low)} if self.once else {}
        return Worked(span, (Step(self.code, said, span),), counted=group)

    def said(self, at: Setting) -> Text:
        """The amount per head in words."""
        return words.say("per_head", each=words.money(self.amount), base=self._name(at))

    def uses(self) -> Iterator[tuple[str, Role]]:
        """The list or number of heads, and whatever the limits read."""
        if self.persons:
            yield self.persons, "heads"
        yield from Form.uses(self)

    def _from_list(self, persons: frozenset[str], at: Setting) -> tuple[Span, int, frozenset[str] | None]:
        used = at.counted.get(self.once, frozenset()) if self.once else frozenset()
        if isinstance(used, int):
            return Span.exactly(Decimal(max(len(persons) - used, 0))), min(used, len(persons)), persons
        new = sorted(persons - used)
        if self.most is not None and self.most.span(at).is_exact:
            # Which of them count is settled by the order of the digests, so that two runs agree.
            new = new[: int(as_amount(self.most.span(at)).low)]
        return Span.exactly(Decimal(len(persons - used))), len(persons & used), frozenset(new)

    def _from_number(self, at: Setting) -> tuple[Span, int, None]:
        if self.heads is None:
            return Span(ZERO, ENDLESS, frozenset({self.persons or ""})), 0, None
        used = at.counted.get(self.once, 0) if self.once else 0
        before = used if isinstance(used, int) else len(used)
        heads = as_amount(self.heads.span(at)).rising(lambda value: max(value - before, ZERO))
        return heads, before, None

    def _name(self, at: Setting) -> Text:
        if self.heads is not None:
            return self.heads.said(at)
        return at.label(self.persons or "")
