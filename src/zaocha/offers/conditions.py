"""Conditions on the facts of an offer: read from rows of a form, judged clause by clause, said in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zaocha.kernel.errors import Invalid
from zaocha.offers import facts
from zaocha.rules import nearness, walking
from zaocha.rules.conditions import Clause
from zaocha.rules.facts import FactSet, FactValue
from zaocha.rules.feel import parsing, tree
from zaocha.rules.feel.faults import NotFeel

MOST = 40
Value = Decimal | date | bool | str


@dataclass(frozen=True)
class Judged:
    """One condition and what it says of an offer: fulfilled, not, or unknown (None)."""

    fact: facts.Fact
    test: str
    holds: bool | None
    value: str  # as shown; empty when unknown
    weight: int = 1
    near: Decimal | None = None  # by what share of the bound it is missed

    @property
    def missed(self) -> int | None:
        """By how many percent of the bound it is missed."""
        return None if self.near is None else max(1, round(self.near * 100))

    @property
    def label(self) -> str:
        """What is asked, in words."""
        return said(self.fact, self.test)


@dataclass(frozen=True)
class Verdict:
    """All conditions together: true when all hold, false when one does not, else unknown."""

    clauses: tuple[Judged, ...]

    @property
    def holds(self) -> bool | None:
        """Three-valued conjunction."""
        return walking.every([one.holds for one in self.clauses])


def checked(kind: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows `{"fact", "test", "weight"?}` as they are kept; refused with place and remedy when they cannot be."""
    known = {fact.name: fact for fact in facts.testable(kind)}
    if len(rows) > MOST:
        raise Invalid(_("At most %(n)s conditions are possible.") % {"n": MOST}, field="must")
    found: list[dict[str, Any]] = []
    for row in rows:
        fact = known.get(str(row.get("fact", "")))
        if fact is None:
            raise Invalid(
                _("This kind of offer has no fact “%(name)s”.") % {"name": str(row.get("fact", ""))[:60]},
                remedy=", ".join(known), field="must",
            )  # fmt: skip
        text = str(row.get("test", "")).strip()
        _check_test(fact, _parsed(fact, text))
        kept: dict[str, Any] = {"fact": fact.name, "test": text}
        if "weight" in row:
            kept["weight"] = _weight(row["weight"])
        found.append(kept)
    _check_possible(found)
    return found


def judge(kind: str, rows: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> Verdict:
    """What kept rows say of an offer with these (kept) facts."""
    every, dictionary = facts.with_derived(known), facts.dictionary()
    values = {name: FactValue(facts.typed(dictionary[name], text)) for name, text in every.items()}
    of_offer = FactSet(date.min, values)
    return Verdict(tuple(_judged(row, _outcome(row, of_offer), every.get(row["fact"], "")) for row in rows))


def key(kind: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """The same for the same rule, so that it is worked out once for all who wait with it."""
    plain = sorted({(str(row["fact"]), str(row["test"])) for row in rows})
    return hashlib.sha256(json.dumps([kind, plain]).encode()).hexdigest()[:40]


def between(fact: facts.Fact, low: str, high: str) -> str:
    """The test for from … to …, either of which may be empty (kept texts)."""
    wrap = (lambda text: f'date("{text}")') if fact.type == "date" else (lambda text: text)
    if low and high:
        first: Any = facts.typed(fact, low)
        if first > facts.typed(fact, high):
            raise Invalid(
                _("%(fact)s: the lower end lies above the upper end, so that nothing could fit.") % {"fact": fact.label},
                remedy=_("Exchange the two."), field=fact.name,
            )  # fmt: skip
        return f"[{wrap(low)}..{wrap(high)}]"
    return f">= {wrap(low)}" if low else f"<= {wrap(high)}" if high else ""


def ends(test: str) -> tuple[str, str]:
    """The two ends of a test made by `between`, for a form; empty where there is none."""
    parsed = parsing.tests(test)
    if isinstance(parsed, tree.Interval):
        return _end(parsed.low), _end(parsed.high)
    if isinstance(parsed, tree.Compare) and parsed.op in {">=", ">"}:
        return _end(parsed.value), ""
    if isinstance(parsed, tree.Compare) and parsed.op in {"<=", "<"}:
        return "", _end(parsed.value)
    return "", ""


def codes(test: str) -> list[str]:
    """The codes of a test that names some."""
    parsed = parsing.tests(test)
    items = parsed.items if isinstance(parsed, tree.OneOf) else (parsed,)
    return [str(one.value) for one in items if isinstance(one, tree.Compare) and isinstance(one.value, str)]


def said(fact: facts.Fact, test: str) -> str:
    """A condition in words: area in mu 8–12 mu; steam supplied: yes."""
    words = _in_words(fact, parsing.tests(test))
    if fact.type == "boolean":
        return _("%(fact)s: %(answer)s") % {"fact": fact.label, "answer": words}
    return f"{fact.label} {words}"


def all_said(kind: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """All conditions in one line; every offer of the kind when there is none."""
    dictionary = facts.dictionary()
    if not rows:
        return _("every one of them")
    return facts.joined(said(dictionary[row["fact"]], row["test"]) for row in rows)


def _in_words(fact: facts.Fact, test: Any) -> str:
    if isinstance(test, tree.Interval):
        low, high = facts.shown(fact, _end(test.low)), facts.shown(fact, _end(test.high))
        unit = fact.unit_label
        if unit and low.endswith(unit) and high.endswith(unit):
            low = low.removesuffix(unit).strip()
        return f"{low}–{high}"
    if isinstance(test, tree.OneOf):
        return facts.joined((_in_words(fact, one) for one in test.items), either=True)
    if isinstance(test, tree.Not):
        return _("not %(what)s") % {"what": _in_words(fact, test.test)}
    if isinstance(test, tree.Compare):
        sign = {">=": "≥ ", "<=": "≤ ", "!=": "≠ ", "=": ""}.get(test.op, f"{test.op} ")
        return f"{sign}{facts.shown(fact, _end(test.value))}"
    return "–"


def _end(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _parsed(fact: facts.Fact, text: str) -> Any:
    try:
        return parsing.tests(text)
    except NotFeel as fault:
        raise Invalid(
            f"{fact.label}: {fault}", field="must", remedy=_("Write it like >= 8 or [8..12].")
        ) from None


def _check_test(fact: facts.Fact, test: Any) -> None:
    if isinstance(test, tree.OneOf):
        for one in test.items:
            _check_test(fact, one)
    elif isinstance(test, tree.Not):
        _check_test(fact, test.test)
    elif isinstance(test, tree.Interval):
        _check_value(fact, test.low, ordered=True)
        _check_value(fact, test.high, ordered=True)
    elif isinstance(test, tree.Compare):
        _check_value(fact, test.value, ordered=test.op in {"<", "<=", ">", ">="})
    else:
        raise _misfit(fact)


def _check_value(fact: facts.Fact, value: Any, *, ordered: bool) -> None:
    wanted: type = Decimal if fact.is_number else {"date": date, "boolean": bool}.get(fact.type, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise _misfit(fact)
    if ordered and wanted in {str, bool}:
        raise _misfit(fact)
    if fact.type == "code" and value not in fact.codes:
        raise Invalid(
            _("%(fact)s has no value “%(value)s”.") % {"fact": fact.label, "value": value},
            remedy=", ".join(fact.codes),
            field="must",
        )


def _misfit(fact: facts.Fact) -> Invalid:
    examples = {"date": '>= date("2026-03-05")', "boolean": "true", "code": '"a", "b"', "text": '"…"'}
    return Invalid(
        _("This test does not fit %(fact)s.") % {"fact": fact.label}, field="must",
        remedy=_("Write it like %(example)s.") % {"example": examples.get(fact.type, ">= 8")},
    )  # fmt: skip


def _check_possible(rows: Sequence[Mapping[str, Any]]) -> None:
    """Two conditions on one fact that no value fulfils are found and said."""
    dictionary = facts.dictionary()
    bounds: dict[str, tuple[Any, Any]] = {}
    for row in rows:
        fact = dictionary[row["fact"]]
        low, high = ends(row["test"])
        was = bounds.get(fact.name, (None, None))
        lows: list[Any] = [
            one for one in (was[0], facts.typed(fact, low) if low else None) if one is not None
        ]
        highs: list[Any] = [
            one for one in (was[1], facts.typed(fact, high) if high else None) if one is not None
        ]
        bounds[fact.name] = (max(lows, default=None), min(highs, default=None))
        if lows and highs and max(lows) > min(highs):
            words = _("%(fact)s: nothing can fulfil both conditions.") % {"fact": fact.label}
            raise Invalid(words, remedy=_("Change or remove one of them."), field="must")


def _weight(raw: Any) -> int:
    text = str(raw)
    if text not in {"1", "2", "3"}:
        raise Invalid(_("A wish weighs 1, 2 or 3."), field="wishes")
    return int(text)


def _outcome(row: Mapping[str, Any], known: FactSet) -> walking.Outcome:
    return walking.outcome(Clause(row["fact"], parsing.tests(row["test"])), known)


def _judged(row: Mapping[str, Any], outcome: walking.Outcome, text: str) -> Judged:
    fact = facts.dictionary()[row["fact"]]
    return Judged(
        fact, row["test"], outcome.truth, facts.shown(fact, text) if text else "", int(row.get("weight", 1)),
        _share(nearness.near(outcome)),
    )  # fmt: skip


def _share(near: nearness.Near | None) -> Decimal | None:
    """The distance of a near miss as a share of the bound; None where shares say nothing (days)."""
    if near is None or not isinstance(near.needed, Decimal) or not near.needed:
        return None
    return near.distance / abs(near.needed)
