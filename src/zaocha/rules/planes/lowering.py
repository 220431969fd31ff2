"""From the tree of conditions to literals over atoms; what a test asks of one fact becomes one atom."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from zaocha.rules import conditions
from zaocha.rules.conditions import Condition, Quotient, Subject
from zaocha.rules.feel import tree
from zaocha.rules.planes import atoms, spans
from zaocha.rules.planes.atoms import (
    FALSE,
    TRUE,
    Atom,
    FactTerm,
    Literal,
    MemberTerm,
    QuotientTerm,
    SecretTerm,
    Span,
    Term,
)


class NotLowered(TypeError):
    """A test that policy mode does not have, such as an expression of DMN mode."""


class _Asked(NamedTuple):
    """The values for which a test holds, and what it says when nothing is known."""

    inside: tuple[Span, ...]
    missing: bool | None


def lowered(condition: Condition, *, sets: Collection[str] = ()) -> Literal:
    """The literal of a condition. `sets` names the facts whose values are sets."""
    if isinstance(condition, conditions.All):
        return atoms.all_of(lowered(item, sets=sets) for item in condition.items)
    if isinstance(condition, conditions.Any):
        return atoms.any_of(lowered(item, sets=sets) for item in condition.items)
    if isinstance(condition, conditions.NotGroup):
        return atoms.opposite(lowered(condition.item, sets=sets))
    if isinstance(condition, conditions.NotPublic):
        return Literal(Atom(SecretTerm(), spans.NOTHING))
    if isinstance(condition.subject, str) and condition.subject in sets:
        return _of_set(condition.subject, condition.test)
    return literal(_term(condition.subject), *_asked(condition.test))


def literal(term: Term, inside: tuple[Span, ...], missing: bool | None) -> Literal:
    """One atom, the same for a test and its opposite: the one that leaves the lowest values out."""
    if inside == spans.EVERYTHING and missing is True:
        return TRUE
    if inside == spans.NOTHING and missing is False:
        return FALSE
    if inside and inside[0].low is None:
        return Literal(Atom(term, spans.complement(inside), _turned(missing)), negated=True)
    return Literal(Atom(term, inside, missing))


def _term(subject: Subject) -> Term:
    if isinstance(subject, Quotient):
        return QuotientTerm(subject.numerator, subject.denominator)
    return FactTerm(subject)


def _asked(test: tree.Test) -> _Asked:
    match test:
        case tree.Compare(op=operator, value=value):
            return _Asked(spans.compared(operator, _value(value)), None)
        case tree.Interval():
            return _Asked(_interval(test), None)
        case tree.OneOf(items=items):
            return _one_of([_asked(item) for item in items])
        case tree.Not(test=inner):
            asked = _asked(inner)
            return _Asked(spans.complement(asked.inside), _turned(asked.missing))
        case tree.StartsWith(prefixes=prefixes):
            return _Asked(
                spans.union(one for prefix in prefixes for one in spans.starting_with(prefix)), None
            )
        case tree.Anything():
            return _Asked(spans.EVERYTHING, True)
        case tree.IsMissing():
            return _Asked(spans.NOTHING, True)
    raise NotLowered(f"{type(test).__name__} is not a test of policies")


def _interval(test: tree.Interval) -> tuple[Span, ...]:
    low, high = _value(test.low), _value(test.high)
    return spans.union(
        [
            Span(
                spans.below(low) if test.low_closed else spans.above(low),
                spans.above(high) if test.high_closed else spans.below(high),
            )
        ]
    )


def _one_of(asked: list[_Asked]) -> _Asked:
    answers = {one.missing for one in asked}
    missing = True if True in answers else None if None in answers else False
    return _Asked(spans.union(span for one in asked for span in one.inside), missing)


def _turned(missing: bool | None) -> bool | None:
    return None if missing is None else not missing


def _value(operand: tree.Operand) -> spans.Value:
    if operand is None or isinstance(operand, tree.Expression):
        raise NotLowered("policies compare with a value, not with null or an expression")
    return operand


def _of_set(fact: str, test: tree.Test) -> Literal:
    """Of a set, `"x"` asks whether it has the member x, `starts with` whether any member begins so."""
    match test:
        case tree.Compare(op="=", value=str(member)):
            return literal(MemberTerm(fact, member), spans.compared("=", True), None)
        case tree.StartsWith(prefixes=prefixes):
            terms = (MemberTerm(fact, prefix, beginning=True) for prefix in prefixes)
            return atoms.any_of(literal(term, spans.compared("=", True), None) for term in terms)
        case tree.OneOf(items=items):
            return atoms.any_of(_of_set(fact, item) for item in items)
        case tree.Not(test=inner):
            return atoms.opposite(_of_set(fact, inner))
        case tree.Compare():
            raise NotLowered("a set is asked for its members only")
    return literal(FactTerm(fact), *_asked(test))
