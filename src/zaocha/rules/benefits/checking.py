"""What a benefit that can be read still gets wrong: unknown facts, wrong kinds, what can never be had, gaps."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from decimal import Decimal

from zaocha.rules.benefits import bands, conditions, findings, words
from zaocha.rules.benefits.forms import cards, composed, shares, tables
from zaocha.rules.benefits.forms.base import Form
from zaocha.rules.benefits.forms.heads import PerHead
from zaocha.rules.benefits.forms.loans import Interest
from zaocha.rules.benefits.forms.payments import Rounded
from zaocha.rules.benefits.quantities import Number
from zaocha.rules.benefits.spans import ENDLESS, ZERO
from zaocha.rules.facts import Dictionary, FactDefinition
from zaocha.rules.feel import names
from zaocha.rules.findings import Finding, Severity
from zaocha.rules.texts import Text

_CODES = ("code", "set", "text", "boolean")


def check(benefit: Form, *, dictionary: Dictionary, path: str = "benefit") -> list[Finding]:
    """Everything that is doubtful or wrong with it, outermost first."""
    found: list[Finding] = []
    for place, form in forms_within(benefit, path):
        found += _limits(form, place)
        found += _facts(form, place, dictionary)
        found += _of_form(form, place, dictionary)
    return found


def forms_within(benefit: Form, path: str = "benefit") -> Iterator[tuple[str, Form]]:
    """The benefit and every benefit inside it, each with its place."""
    yield path, benefit
    for one in dataclasses.fields(benefit):
        value = getattr(benefit, one.name)
        if isinstance(value, Form):
            yield from forms_within(value, f"{path}.{one.name}")
        for n, row in enumerate(value if isinstance(value, tuple) else ()):
            inner = row if isinstance(row, Form) else getattr(row, "then", None)
            if isinstance(inner, Form):
                place = f"{path}.{one.name}[{n}]"
                yield from forms_within(inner, place if inner is row else f"{place}.then")


def _of_form(form: Form, path: str, dictionary: Dictionary) -> Iterator[Finding]:
    if isinstance(form, tables.Steps):
        yield from _gaps([row.band for row in form.rows], f"{path}.rows")
    elif isinstance(form, tables.ByGrade):
        codes = [grade.code for grade in form.grades]
        yield from _codes(form.fact, codes, f"{path}.grades", dictionary)
    elif isinstance(form, Interest):
        yield from _loan(form, path)
    elif isinstance(form, cards.ScoreCard):
        yield from _card(form, path, dictionary)
    else:
        yield from _plain(form, path)


def _plain(form: Form, path: str) -> Iterator[Finding]:
    if isinstance(form, shares.Rate) and not form.rate:
        yield _error(f"{path}.rate", "threshold_zero")
    elif isinstance(form, shares.Tiers) and form.rows and form.rows[-1].up_to != ENDLESS:
        yield _error(f"{path}.rows[{len(form.rows) - 1}]", "tier_end", severity="warning")
    elif isinstance(form, PerHead) and form.heads is None and form.persons is None:
        yield _error(path, "heads")
    elif isinstance(form, Rounded) and not form.to:
        yield _error(f"{path}.to", "unit_zero", fix="negative")


def _limits(form: Form, path: str) -> Iterator[Finding]:
    if not isinstance(form.cap, Number):
        return
    cap = form.cap.value
    if isinstance(form.floor, Number) and form.floor.value > cap:
        parts = {"floor": words.money(form.floor.value), "cap": words.money(cap)}
        yield _error(f"{path}.floor", "floor_cap", parts)
    for place, amount in _amounts(form, path):
        if amount > cap:
            parts = {"amount": words.money(amount), "cap": words.money(cap)}
            yield _error(place, "beyond_cap", parts)


def _amounts(form: Form, path: str) -> Iterator[tuple[str, Decimal]]:
    """Fixed amounts that stand in a form and should be within its cap."""
    if isinstance(form, tables.Fixed):
        yield f"{path}.amount", form.amount
    elif isinstance(form, tables.ByGrade):
        yield from ((f"{path}.grades[{n}]", row.amount) for n, row in enumerate(form.grades))
    elif isinstance(form, tables.FirstCrossing):
        yield from ((f"{path}.rows[{n}]", row.amount) for n, row in enumerate(form.rows))
    elif isinstance(form, tables.Steps | composed.Cases):
        name = "rows" if isinstance(form, tables.Steps) else "of"
        for n, row in enumerate(getattr(form, name)):
            yield from _amounts(row.then, f"{path}.{name}[{n}].then")


def _facts(form: Form, path: str, dictionary: Dictionary) -> Iterator[Finding]:
    for one in dataclasses.fields(form):
        value, kind = getattr(form, one.name), one.metadata["kind"]
        place = f"{path}.{one.name}"
        if kind == "fact" and value:
            wanted = _wanted(form, one.name)
            yield from _fact(value, place, dictionary, wanted)
        elif kind == "quantity" and value is not None:
            for name in dict.fromkeys(value.facts()):
                yield from _fact(name, place, dictionary, "number")
        elif kind in ("cases", "routes"):
            for n, row in enumerate(value):
                for name in conditions.facts_of(row.when):
                    yield from _fact(name, f"{place}[{n}].when", dictionary, "")
                yield from conditions.check(row.when, among=dictionary, path=f"{place}[{n}].when")


def _fact(name: str, path: str, dictionary: Dictionary, wanted: str) -> Iterator[Finding]:
    fact = dictionary.get(name)
    if fact is None:
        near = names.near(name, dictionary.facts)
        parts = {"name": words.verbatim(name), "names": words.listed(map(words.verbatim, near))}
        fix = "did_you_mean" if near else "facts"
        yield findings.found(path, "fact", fix, parts=parts)
    elif wanted and not _is(fact, wanted):
        parts = {"name": words.verbatim(name), "wanted": words.say(f"wanted_{wanted}")}
        yield findings.found(path, "fact_type", "fact_type", parts=parts)


def _is(fact: FactDefinition, wanted: str) -> bool:
    return {"number": fact.is_numeric, "day": fact.type == "date", "code": fact.type in _CODES}[wanted]


def _wanted(form: Form, field: str) -> str:
    return "day" if isinstance(form, Interest) and field in ("start", "end") else "code"


def _gaps(held: list[bands.Band], path: str) -> Iterator[Finding]:
    for gap in bands.gaps(held):
        yield _error(path, "gap", {"gap": gap.said()}, severity="warning")


def _codes(name: str, codes: Iterable[str], path: str, dictionary: Dictionary) -> Iterator[Finding]:
    fact = dictionary.get(name)
    known = dictionary.code_list(fact) if fact else {}
    for code in codes:
        if known and code not in known:
            near = names.near(code, known) or tuple(known)
            parts = {
                "fact": words.verbatim(name),
                "value": words.verbatim(code),
                "names": words.listed(map(words.verbatim, near)),
            }
            yield findings.found(f"{path}.{code}", "code", "choose", parts=parts)


def _loan(form: Interest, path: str) -> Iterator[Finding]:
    if form.years <= ZERO:
        yield _error(f"{path}.years", "years", fix="negative")
    if form.end and not form.start:
        yield _error(f"{path}.start", "start")


def _card(form: cards.ScoreCard, path: str, dictionary: Dictionary) -> Iterator[Finding]:
    most: dict[str, Decimal] = {}
    for n, item in enumerate(form.items):
        points = max((row.points for row in item.rows), default=item.most or ZERO)
        most[item.group] = most.get(item.group, ZERO) + points
        place = f"{path}.items[{n}]"
        yield from _gaps([row.band for row in item.rows if row.band is not None], f"{place}.bands")
        for name in dict.fromkeys(name for name, _role in item.uses("condition")):
            yield from _fact(name, place, dictionary, "code" if item.fact else "number")
        if item.fact:
            yield from _codes(item.fact, [row.code or "" for row in item.rows], f"{place}.codes", dictionary)
    yield from _reachable(form.passes, sum(most.values(), ZERO), f"{path}.passes")
    for n, minimum in enumerate(form.minimums):
        place = f"{path}.minimums[{n}]"
        if minimum.group not in most:
            parts = {"name": words.verbatim(minimum.group), "names": words.listed(map(words.verbatim, most))}
            yield findings.found(place, "group", "choose", parts=parts)
        else:
            yield from _reachable(minimum.points, most[minimum.group], place)


def _reachable(least: Decimal, most: Decimal, path: str) -> Iterator[Finding]:
    if most < least:
        yield _error(path, "unreachable", {"most": words.number(most), "least": words.number(least)})


def _error(
    path: str, code: str, parts: dict[str, Text] | None = None, *, severity: Severity = "error", fix: str = ""
) -> Finding:
    return findings.found(path, code, fix or code, parts=parts or {}, severity=severity)
