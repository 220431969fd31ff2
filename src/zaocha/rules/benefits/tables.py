"""Reads the tables within a benefit: bands, grades, tiers, marks, score items, cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from zaocha.rules.benefits import bands, conditions, references, words
from zaocha.rules.benefits.forms import cards, composed, loans, payments, shares, tables
from zaocha.rules.benefits.forms.base import Form
from zaocha.rules.benefits.reading import KINDS, Reader
from zaocha.rules.benefits.spans import ENDLESS
from zaocha.rules.texts import Text


def _grades(reader: Reader, raw: Any, path: str) -> tuple[tables.Grade, ...]:
    """`{code: amount}`, or rows of `{code, amount, label}`."""
    grades = []
    for place, row in _pairs(reader, raw, path, "code", "amount"):
        reader.keys(row, place, known=("code", "amount", "label"), form="grades")
        label = reader.text(row["label"], f"{place}.label") if "label" in row else None
        amount = _needed(reader, row, "amount", place)
        code = str(row.get("code", ""))
        grades.append(tables.Grade(code=code, amount=reader.number(amount, place), label=label))
    _once(reader, path, [grade.code for grade in grades])
    return tuple(grades)


def _rows(reader: Reader, raw: Any, path: str) -> tuple[tables.Row, ...]:
    """Rows of `{in: "[3..10)", amount}` or `{in, then: form}`."""
    rows: list[tables.Row] = []
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, ("in", "amount", "then"))
        if held is None:
            continue
        reader.keys(held, place, known=("in", "amount", "then"), form="rows")
        band = reader.band(_needed(reader, held, "in", place), f"{place}.in")
        then = _earned(reader, held, place)
        if then is not None:
            rows.append(tables.Row(band=band, then=then))
    for one, other in bands.overlaps([row.band for row in rows]):
        first, second = rows[one].band.said(), rows[other].band.said()
        reader.fault(f"{path}[{other}].in", "overlap", "overlap", first=first, second=second)
    return tuple(rows)


def _tiers(reader: Reader, raw: Any, path: str) -> tuple[shares.Tier, ...]:
    """Rows of `{up_to, rate}`; the last without `up_to` has no end."""
    rows, before = [], Decimal(0)
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, ("up_to", "rate"))
        if held is None:
            continue
        reader.keys(held, place, known=("up_to", "rate"), form="tiers")
        up_to = reader.number(held["up_to"], f"{place}.up_to") if "up_to" in held else ENDLESS
        _rising(reader, f"{place}.up_to", before, up_to)
        rate = reader.rate(_needed(reader, held, "rate", place), f"{place}.rate")
        rows.append(shares.Tier(up_to=up_to, rate=rate))
        before = up_to
    return tuple(rows)


def _marks(reader: Reader, raw: Any, path: str) -> tuple[tables.Mark, ...]:
    """Rows of `{reaches, amount}`, marks and amounts rising."""
    rows: list[tables.Mark] = []
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, ("reaches", "amount"))
        if held is None:
            continue
        reader.keys(held, place, known=("reaches", "amount"), form="marks")
        reaches = reader.number(_needed(reader, held, "reaches", place), f"{place}.reaches")
        amount = reader.number(_needed(reader, held, "amount", place), f"{place}.amount")
        if rows:
            _rising(reader, f"{place}.reaches", rows[-1].reaches, reaches)
            _rising(reader, f"{place}.amount", rows[-1].amount, amount)
        rows.append(tables.Mark(reaches=reaches, amount=amount))
    return tuple(rows)


def _forms(reader: Reader, raw: Any, path: str) -> tuple[Form, ...]:
    read = [reader.form(row, place) for place, row in reader.rows(raw, path)]
    return tuple(form for form in read if form is not None)


def _shares(reader: Reader, raw: Any, path: str) -> tuple[payments.Portion, ...]:
    """Shares that add up to the whole."""
    parts = tuple(payments.Portion(reader.rate(row, place)) for place, row in reader.rows(raw, path))
    whole = sum((part.share for part in parts), Decimal(0))
    if parts and whole != 1:
        reader.fault(path, "shares", "shares", sum=words.percent(whole))
    return parts


def _cases(reader: Reader, raw: Any, path: str) -> tuple[composed.Case, ...]:
    """Rows of `{when, then}` or `{when, amount}`."""
    cases = []
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, ("when", "then", "amount"))
        if held is None:
            continue
        reader.keys(held, place, known=("when", "then", "amount"), form="cases")
        when, then = _condition(reader, held, place), _earned(reader, held, place)
        if when is not None and then is not None:
            cases.append(composed.Case(when=when, then=then))
    return tuple(cases)


def _routes(reader: Reader, raw: Any, path: str) -> tuple[cards.Route, ...]:
    """Rows of `{when, label}`."""
    routes = []
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, ("when", "label"))
        if held is None:
            continue
        reader.keys(held, place, known=("when", "label"), form="routes")
        when = _condition(reader, held, place)
        label = reader.text(held["label"], f"{place}.label") if "label" in held else None
        if when is not None:
            routes.append(cards.Route(when=when, label=label))
    return tuple(routes)


def _items(reader: Reader, raw: Any, path: str) -> tuple[cards.Item, ...]:
    """Rows of `{label, group, base, bands | most}` or `{label, group, fact, codes}`."""
    items = [_item(reader, row, place) for place, row in reader.rows(raw, path)]
    return tuple(item for item in items if item is not None)


def _item(reader: Reader, raw: Any, path: str) -> cards.Item | None:
    row = reader.mapping(raw, path, ("label", "group", "base", "bands", "fact", "codes", "most"))
    if row is None:
        return None
    reader.keys(row, path, known=("label", "group", "base", "bands", "fact", "codes", "most"), form="items")
    label = reader.text(_needed(reader, row, "label", path), f"{path}.label")
    kinds = [kind for kind in ("bands", "codes", "most") if kind in row]
    if len(kinds) != 1 or ("fact" if kinds == ["codes"] else "base") not in row:
        reader.fault(path, "item", "item")
        return None
    return cards.Item(
        label=label or Text("", ""),
        group=str(row.get("group", "")),
        base=reader.quantity(row["base"], f"{path}.base") if "base" in row else None,
        fact=reader.fact(row["fact"], f"{path}.fact") if "fact" in row else None,
        rows=_points_rows(reader, row, path),
        most=reader.number(row["most"], f"{path}.most") if "most" in row else None,
    )


def _points_rows(reader: Reader, row: Mapping[str, Any], path: str) -> tuple[cards.Points, ...]:
    if "codes" in row:
        return tuple(
            cards.Points(code=str(held["code"]), points=reader.number(held["points"], place))
            for place, held in _pairs(reader, row["codes"], f"{path}.codes", "code", "points")
        )
    if "bands" not in row:
        return ()
    rows = [
        cards.Points(
            band=reader.band(held.get("in"), f"{place}.in"),
            points=reader.number(held.get("points"), f"{place}.points"),
        )
        for place, held in reader.rows(row["bands"], f"{path}.bands")
        if reader.mapping(held, place, ("in", "points")) is not None
    ]
    held_bands = [one.band for one in rows if one.band is not None]
    for one, other in bands.overlaps(held_bands):
        first, second = held_bands[one].said(), held_bands[other].said()
        reader.fault(f"{path}.bands[{other}].in", "overlap", "overlap", first=first, second=second)
    return tuple(rows)


def _minimums(reader: Reader, raw: Any, path: str) -> tuple[cards.Minimum, ...]:
    """`{group: points}`, or rows of `{group, points, label}`."""
    return tuple(
        cards.Minimum(
            group=str(row.get("group", "")),
            points=reader.number(_needed(reader, row, "points", place), place),
            label=reader.text(row["label"], f"{place}.label") if "label" in row else None,
        )
        for place, row in _pairs(reader, raw, path, "group", "points")
    )


def _tells(reader: Reader, raw: Any, path: str) -> tuple[cards.Told, ...]:
    """`{group or total: fact}`."""
    return tuple(
        cards.Told(group=str(row.get("group", "")), fact=reader.fact(row.get("fact"), place))
        for place, row in _pairs(reader, raw, path, "group", "fact")
    )


def _points(reader: Reader, raw: Any, path: str) -> loans.Points:
    """Percentage points, or `{share, of: reference, on: fact}`."""
    if not isinstance(raw, Mapping):
        return loans.Points(number=reader.number(raw, path))
    reader.keys(raw, path, known=("share", "of", "on"), form="points")
    if "share" not in raw or "of" not in raw:
        reader.fault(path, "points", "points")
    known = references.names()
    if raw.get("of") not in known:
        shown = words.listed(words.verbatim(name) for name in known)
        name = words.verbatim(str(raw.get("of")))
        reader.fault(f"{path}.of", "reference", "choose", name=name, names=shown)
    return loans.Points(
        share=reader.rate(raw.get("share", "100%"), f"{path}.share"),
        reference=str(raw.get("of", "")),
        on=reader.fact(raw["on"], f"{path}.on") if "on" in raw else None,
    )


def _condition(reader: Reader, row: Mapping[str, Any], path: str) -> conditions.Condition | None:
    if "when" not in row:
        _needed(reader, row, "when", path)
        return None
    condition, found = conditions.read(row["when"], path=f"{path}.when")
    reader.found += found
    return condition


def _earned(reader: Reader, row: Mapping[str, Any], path: str) -> Form | None:
    if "then" in row:
        return reader.form(row["then"], f"{path}.then")
    amount = reader.number(_needed(reader, row, "amount", path), f"{path}.amount")
    return tables.Fixed(amount=amount)


def _needed(reader: Reader, row: Mapping[str, Any], key: str, path: str) -> Any:
    if key in row:
        return row[key]
    reader.fault(path, "needed", "needed", key=words.verbatim(key), label=words.say(f"key_{key}"))
    return {"zh": "-", "en": "-"} if key == "label" else "(0..1)" if key == "in" else "0"


def _pairs(reader: Reader, raw: Any, path: str, key: str, value: str) -> list[tuple[str, Mapping[str, Any]]]:
    if isinstance(raw, Mapping) and raw:
        return [(f"{path}.{name}", {key: name, value: held}) for name, held in raw.items()]
    pairs = []
    for place, row in reader.rows(raw, path):
        held = reader.mapping(row, place, (key, value))
        if held is not None:
            pairs.append((place, held))
    return pairs


def _once(reader: Reader, path: str, held: Sequence[str]) -> None:
    for name in {one for one in held if held.count(one) > 1}:
        reader.fault(path, "twice", "twice", name=words.verbatim(name))


def _rising(reader: Reader, path: str, first: Decimal, second: Decimal) -> None:
    if second <= first:
        reader.fault(path, "order", "order", first=words.number(first), second=words.number(second))


KINDS |= {
    "money": Reader.number,
    "number": Reader.number,
    "rate": Reader.rate,
    "quantity": Reader.quantity,
    "fact": Reader.fact,
    "name": Reader.fact,
    "text": Reader.text,
    "truth": Reader.truth,
    "form": Reader.form,
    "forms": _forms,
    "grades": _grades,
    "rows": _rows,
    "tiers": _tiers,
    "marks": _marks,
    "items": _items,
    "minimums": _minimums,
    "tells": _tells,
    "routes": _routes,
    "cases": _cases,
    "shares": _shares,
    "points": _points,
}
