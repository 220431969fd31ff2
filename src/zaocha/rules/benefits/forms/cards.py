"""Score cards: points from bands and grades, sub-minimums by group, direct routes past the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from zaocha.rules.benefits import conditions, spans, words
from zaocha.rules.benefits.bands import Band
from zaocha.rules.benefits.forms.base import Form, Part, Role, Step, Worked, nothing, reads
from zaocha.rules.benefits.quantities import Quantity
from zaocha.rules.benefits.settings import Setting
from zaocha.rules.benefits.spans import ZERO, Span
from zaocha.rules.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Part):
    """A band of the item's number, or a code of its grade, and the points that it earns."""

    points: Decimal
    band: Band | None = None
    code: str | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Part):
    """One line of the card: by bands of a number, by a code (or a truth, as "true"), or points straight from a
    number up to `most`."""

    label: Text
    group: str
    base: Quantity | None = None
    fact: str | None = None
    rows: tuple[Points, ...] = ()
    most: Decimal | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """What the item reads."""
        if self.fact:
            yield self.fact, "condition"
        if self.base is not None:
            yield from ((name, "condition") for name in self.base.facts())

    def span(self, at: Setting) -> Span:
        """Its points; while a fact is missing, between the least and the most it may earn."""
        if self.fact:
            return self._by_code(at)
        base = self.base.span(at) if self.base is not None else Span.exactly(ZERO)
        if self.most is not None:
            return base.at_least(ZERO).at_most(self.most)
        if base.is_exact:
            return Span.exactly(
                next((row.points for row in self.rows if row.band and row.band.holds(base.low)), ZERO)
            )
        return spans.either(
            [Span.exactly(row.points) for row in self.rows] + [Span.exactly(ZERO)], *base.missing
        )

    def _by_code(self, at: Setting) -> Span:
        name = self.fact or ""
        value = at.facts.value(name)
        if value is None:
            points = [Span.exactly(row.points) for row in self.rows] + [Span.exactly(ZERO)]
            return spans.either(points, name)
        codes = {str(value).lower()} if isinstance(value, bool) else at.codes(name) or frozenset()
        return Span.exactly(max((row.points for row in self.rows if row.code in codes), default=ZERO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum(Part):
    """The least points of a group."""

    group: str
    points: Decimal
    label: Text | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """No fact."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Part):
    """A condition that grants directly, whatever the score."""

    when: conditions.Condition
    label: Text | None = None

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """Facts of the condition."""
        yield from ((name, "condition") for name in conditions.facts_of(self.when))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Part):
    """A fact that holds the points of a group, or of all items ("total"), so that conditions can test it."""

    group: str
    fact: str

    def uses(self, role: Role) -> Iterator[tuple[str, Role]]:
        """None: the card tells it."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Judged:
    """A card for one company: points in all and per group, and whether it passes (None: facts still decide)."""

    passed: bool | None
    total: Span
    groups: dict[str, Span]
    items: tuple[tuple[Item, Span], ...]
    route: Route | None
    missing: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard(Form):
    """Points of all items together reach `passes`, and those of each group its minimum; or a direct route holds."""

    code = "score_card"
    label = Text("评分表", "Score card")
    help = Text(
        "各项打分，总分及分项均须达标，或符合直通条件。",
        "Points by item; total and groups, or a direct route.",
    )

    items: tuple[Item, ...] = reads("items", "评分项", "Items", role="condition")
    passes: Decimal = reads("number", "及格总分（含）", "Points that pass (included)")
    minimums: tuple[Minimum, ...] = reads("minimums", "分项最低分", "Least points by group", optional=True)
    routes: tuple[Route, ...] = reads("routes", "直通条件", "Direct routes", optional=True, role="condition")
    then: Form = reads("form", "达标后给予", "Granted")
    tells: tuple[Told, ...] = reads("tells", "得分记入事实", "Facts that hold the points", optional=True)

    def judged(self, at: Setting) -> Judged:
        """The card worked out, whatever it grants."""
        items = tuple((item, item.span(at)) for item in self.items)
        groups = {
            group: spans.total(span for item, span in items if item.group == group)
            for group in dict.fromkeys(item.group for item in self.items)
        }
        whole = spans.total(span for _item, span in items)
        by_score = self._by_score(whole, groups)
        verdicts = [conditions.verdict(route.when, at.facts) for route in self.routes]
        route = next((r for r, held in zip(self.routes, verdicts, strict=True) if held), None)
        passed = True if route else by_score if by_score or None not in verdicts else None
        missing: frozenset[str] = frozenset()
        if passed is None:
            open_routes = (r for r, held in zip(self.routes, verdicts, strict=True) if held is None)
            missing = frozenset().union(*(conditions.missing(r.when, at.facts) for r in open_routes))
            missing |= whole.missing if by_score is None else frozenset()
        return Judged(passed, whole, groups, items, route, missing)

    def counted(self, at: Setting) -> Worked:
        """What it grants when passed; nothing when not; up to all of it while facts are missing."""
        card = self.judged(at)
        steps = tuple(self._steps(card, at))
        if card.passed is False:
            held = nothing(self.code, words.say("card_failed"))
            return Worked(held.span, (*steps, *held.steps), qualifies=False)
        held = self.then.worked(at)
        if card.passed:
            return replace(held, steps=(*steps, *held.steps))
        span = spans.either([Span.exactly(ZERO), held.span], *card.missing)
        open_step = Step(self.code, words.say("card_open"), span)
        return Worked(span, (*steps, open_step), qualifies=None, asks=card.missing)

    def said(self, at: Setting) -> Text:
        """The card in words."""
        labels = words.listed(item.label for item in self.items)
        passes = words.number(self.passes)
        return words.say("score_card", passes=passes, items=labels, then=self.then.described(at))

    def told(self, at: Setting) -> dict[str, Decimal]:
        """The facts that the card tells, as far as their points are settled."""
        card = self.judged(at)
        points = {"total": card.total, **card.groups}
        held = {one.fact: points[one.group] for one in self.tells if one.group in points}
        return {fact: span.low for fact, span in held.items() if span.is_exact}

    def sources(self) -> dict[str, tuple[str, ...]]:
        """Each fact that the card tells, and the facts that its points come from."""
        found = {}
        for one in self.tells:
            items = [item for item in self.items if one.group in ("total", item.group)]
            names = (name for item in items for name, _role in item.uses("condition"))
            found[one.fact] = tuple(dict.fromkeys(names))
        return found

    def _by_score(self, whole: Span, groups: dict[str, Span]) -> bool | None:
        tests = [(whole, self.passes), *((groups[one.group], one.points) for one in self.minimums)]
        if all(span.low >= least for span, least in tests):
            return True
        return False if any(span.high < least for span, least in tests) else None

    def _steps(self, card: Judged, at: Setting) -> Iterator[Step]:
        for item, span in card.items:
            said = words.say("card_item", label=item.label, points=_points(span))
            yield Step(self.code, said, span)
        for one in self.minimums:
            held = card.groups[one.group]
            key = "card_group_met" if held.low >= one.points else "card_group_short"
            label = one.label or words.verbatim(one.group)
            said = words.say(key, label=label, points=_points(held), least=words.number(one.points))
            yield Step(self.code, said, held)
        key = "card_total_met" if card.total.low >= self.passes else "card_total_short"
        yield Step(
            self.code,
            words.say(key, points=_points(card.total), least=words.number(self.passes)),
            card.total,
        )
        if card.route is not None:
            label = card.route.label or conditions.said(card.route.when, at.dictionary)
            yield Step(self.code, words.say("card_route", label=label), card.total)


def _points(span: Span) -> Text:
    if span.is_exact:
        return words.number(span.low)
    return words.say("card_range", low=words.number(span.low), high=words.number(span.high))
