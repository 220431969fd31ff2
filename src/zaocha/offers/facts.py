"""The facts of an offer and the kinds of offers, as data; how a value is typed, kept and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.kernel.errors import Invalid
from zaocha.lang import numerals
from zaocha.lang.dates import day_of

DATA = Path(__file__).parent / "data"
NUMBERS = {"number", "money", "integer", "ratio"}
SHARE = Decimal("0.0015")  # of a mu that one m2 is: 1 mu = 10000/15 m2
SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000)}
LONGEST, MOST = 2000, Decimal(10) ** 13

# Unit of a fact -> what may be typed after its number, and by how much that is multiplied.
_M2 = {"": "1", "m2": "1", "㎡": "1", "m²": "1", "平方米": "1", "平米": "1", "平方": "1", "平": "1", "公顷": "10000",
       "亩": "666.6666666666666666666666667", "mu": "666.6666666666666666666666667"}  # fmt: skip
UNITS: dict[str, dict[str, str]] = {
    "m2": _M2,
    "mu": {"": "1", "亩": "1", "mu": "1"},
    "m": {"": "1", "m": "1", "米": "1"},
    "t": {"": "1", "t": "1", "吨": "1", "kg": "0.001", "公斤": "0.001"},
    "kVA": {"": "1", "kva": "1", "千伏安": "1"},
    "kg/m2": {
        "": "1",
        "kg": "1",
        "kg/m2": "1",
        "kg/㎡": "1",
        "公斤/平方米": "1",
        "公斤": "1",
        "吨/平方米": "1000",
        "t/m2": "1000",
        "kn/m2": "102",
        "kn/㎡": "102",
    },
    "year": {"": "1", "年": "1", "years": "1", "year": "1"},
    "month": {"": "1", "个月": "1", "月": "1", "months": "1", "month": "1", "年": "12", "years": "12"},
}
_MONEY = {"": "1", "元": "1", "cny": "1", "yuan": "1", "人民币": "1", "rmb": "1"}
_PER = {
    "CNY/mu": ("/亩", "/mu", "每亩"),
    "CNY/m2/month": ("/平方米/月", "/㎡/月", "/m2/month", "/m2/月", "/平方米·月", "/平/月", "每平方米每月"),
    "CNY/year": ("/年", "每年", "/year"),
    "CNY/month": ("/月", "每月", "/month"),
    "CNY": (),
}
SHOWN: dict[str, str | dict[str, str]] = {
    "m2": "m²", "mu": {"zh": "亩", "en": "mu"}, "m": "m", "t": "t", "kVA": "kVA", "kg/m2": "kg/m²",
    "year": {"zh": "年", "en": "years"}, "month": {"zh": "个月", "en": "months"},
    "CNY": {"zh": "元", "en": "yuan"}, "CNY/mu": {"zh": "元/亩", "en": "yuan per mu"},
    "CNY/m2/month": {"zh": "元/m²·月", "en": "yuan per m² and month"},
    "CNY/year": {"zh": "元/年", "en": "yuan per year"}, "CNY/month": {"zh": "元/月", "en": "yuan per month"},
    "piece": {"zh": "台", "en": "pieces"},
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One thing that may be known of an offer. Money is kept in yuan, shares as fractions of one."""

    name: str
    labels: Mapping[str, str]
    type: str
    unit: str = ""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    derived: str = ""

    @property
    def label(self) -> str:
        """In the reader's language."""
        return spoken(self.labels)

    @property
    def unit_label(self) -> str:
        """The unit as it is shown."""
        found = SHOWN.get(self.unit, self.unit)
        return found if isinstance(found, str) else spoken(found)

    @property
    def label_with_unit(self) -> str:
        """Area (m²): for a heading or a field, unless the label names its unit already."""
        if not self.unit or self.labels["zh"].endswith("）"):
            return self.label
        form = "%s（%s）" if (get_language() or "zh").startswith("zh") else "%s (%s)"
        return form % (self.label, self.unit_label)

    @property
    def code_labels(self) -> list[str]:
        """The labels of its codes."""
        return [spoken(names) for names in self.codes.values()]

    @property
    def is_number(self) -> bool:
        """Whether it has more and less."""
        return self.type in NUMBERS


@dataclass(frozen=True)
class Kind:
    """A kind of offer: what its survey asks, what stands in lists, how its outcome is counted."""

    code: str
    labels: Mapping[str, str]
    icon: str
    facts: tuple[str, ...]
    listed: tuple[str, ...]
    result: str
    result_unit: str
    size: str = ""
    closes: tuple[str, ...] = ()
    bidding: bool = False

    @property
    def label(self) -> str:
        """In the reader's language."""
        return spoken(self.labels)

    @property
    def unit_label(self) -> str:
        """The unit of its outcome as it is shown."""
        found = SHOWN.get(self.result_unit, self.result_unit)
        return found if isinstance(found, str) else spoken(found)


def spoken(labels: Mapping[str, str]) -> str:
    """The label in the language of the reader."""
    return labels["zh" if (get_language() or "zh").startswith("zh") else "en"]


def joined(parts: Iterable[str], *, either: bool = False) -> str:
    """Parts of a sentence, side by side or as a choice, in the reader's language."""
    if (get_language() or "zh").startswith("zh"):
        return ("或" if either else "，").join(parts)
    return (" or " if either else ", ").join(parts)


@lru_cache(maxsize=1)
def dictionary() -> dict[str, Fact]:
    """All facts by name, in the order of the data file."""
    rows = yaml.load((DATA / "facts.yaml").read_text(encoding="utf8"), Loader=yaml.BaseLoader)  # noqa: S506
    return {
        row["name"]: Fact(
            row["name"],
            row["label"],
            row["type"],
            row.get("unit", ""),
            row.get("codes", {}),
            row.get("derived", ""),
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds by code, in the order of the data file."""
    rows = yaml.load((DATA / "kinds.yaml").read_text(encoding="utf8"), Loader=yaml.BaseLoader)  # noqa: S506
    return {
        row["code"]: Kind(
            code=row["code"], labels=row["label"], icon=row["icon"], facts=tuple(row["facts"]),
            listed=tuple(row["list"]), result=row["result"]["code"], result_unit=row["result"]["unit"],
            size=row.get("size", ""), closes=tuple(row.get("closes", ())), bidding=row.get("bidding") == "true",
        )
        for row in rows
    }  # fmt: skip


def kind_of(code: str) -> Kind:
    """A kind by its code; refused when there is none."""
    found = kinds().get(code)
    if found is None:
        raise Invalid(_("There is no such kind of offer."), field="kind", remedy=", ".join(kinds()))
    return found


def asked(code: str) -> list[Fact]:
    """The facts that the survey of a kind asks, in order."""
    return [dictionary()[name] for name in kind_of(code).facts]


def testable(code: str) -> list[Fact]:
    """The facts of a kind on which a condition may stand, worked-out ones included."""
    names = list(kind_of(code).facts)
    for fact in dictionary().values():
        base = re.match(r"\w+", fact.derived)
        if base and base.group() in names:
            names.insert(names.index(base.group()) + 1, fact.name)
    return [dictionary()[name] for name in names]


def kept(fact: Fact, raw: Any) -> str:
    """What was typed, as it is kept: decimal text in the fact's unit, ISO day, true/false, code, text."""
    text = str(raw).strip()
    if not text:
        return ""
    if fact.is_number:
        return _plain(_number(fact, text))
    if fact.type == "date":
        return _day(fact, text)
    if fact.type == "boolean":
        return _yes(fact, text)
    if fact.type == "code" and text not in fact.codes:
        raise _wrong(fact, _("This choice does not exist."), ", ".join(fact.codes))
    if len(text) > LONGEST:
        raise _wrong(fact, _("At most %(n)s characters are possible here.") % {"n": LONGEST}, "")
    return text


def typed(fact: Fact, text: str) -> Decimal | date | bool | str:
    """A kept value as the rules compare it."""
    if fact.is_number:
        return Decimal(text)
    if fact.type == "date":
        return date.fromisoformat(text)
    return text == "true" if fact.type == "boolean" else text


def shown(fact: Fact, text: str) -> str:
    """A kept value in words: 6,850,000 → 685 万元."""
    if fact.type == "boolean":
        return _("yes") if text == "true" else _("no")
    if fact.type == "code":
        return spoken(fact.codes[text]) if text in fact.codes else text
    if not fact.is_number:
        return text
    number = Decimal(text)
    if fact.type == "ratio":
        return f"{_plain((number * 100).normalize())} %"
    chinese = (get_language() or "zh").startswith("zh")
    if fact.type == "money" and chinese and abs(number) >= 10_000:
        return f"{_grouped(number / 10_000)} 万{fact.unit_label}"
    grouped = _plain(number) if fact.name.endswith("_year") and fact.type == "integer" else _grouped(number)
    return f"{grouped} {fact.unit_label}".strip()


def with_derived(known: Mapping[str, str]) -> dict[str, str]:
    """The kept facts and those that follow from them (area in mu, price per mu)."""
    found = dict(known)
    if area := known.get("area_m2"):
        found["area_mu"] = _plain((Decimal(area) * SHARE).quantize(Decimal("0.0001"), ROUND_HALF_UP))
        if (price := known.get("start_price")) and Decimal(area) > 0:
            each = Decimal(price) / (Decimal(area) * SHARE)
            found["price_per_mu"] = _plain(each.quantize(Decimal("1"), ROUND_HALF_UP))
    return found


def _number(fact: Fact, text: str) -> Decimal:
    plain = (
        text.replace(" ", "").replace(",", "").replace("，", "").replace("￥", "").replace("¥", "").lower()
    )
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)([万亿千]?)(.*)", plain)
    if found is None:
        said = numerals.find_at(text, 0)
        if said is None or said.high is not None or said.end != len(text):
            raise _wrong(fact, _("This is no number: “%(text)s”.") % {"text": text[:40]}, _example(fact))
        return said.value
    times = _times(fact, found[3])
    if times is None:
        wrong = _("“%(unit)s” does not fit here.") % {"unit": found[3][:20]}
        raise _wrong(fact, wrong, _example(fact))
    value = Decimal(found[1]) * SCALES[found[2]] * times
    if value < 0 or value > MOST:
        raise _wrong(fact, _("This number is not possible."), _example(fact))
    if fact.type == "integer" and value != value.to_integral_value():
        raise _wrong(fact, _("Please write a whole number."), _example(fact))
    return value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _times(fact: Fact, unit: str) -> Decimal | None:
    if fact.type == "ratio":
        return {"": Decimal(1), "%": Decimal("0.01"), "‰": Decimal("0.001")}.get(unit)
    if fact.type == "money":
        for per in _PER.get(fact.unit, ()):
            unit = unit.removesuffix(per)
        found = _MONEY.get(unit)
        return None if found is None else Decimal(found)
    if not fact.unit:
        return {"": Decimal(1), "台": Decimal(1), "间": Decimal(1), "层": Decimal(1), "年": Decimal(1)}.get(
            unit
        )
    found = UNITS.get(fact.unit, {"": "1"}).get(unit)
    return None if found is None else Decimal(found)


def _day(fact: Fact, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        found = day_of(text)
    if found is None:
        raise _wrong(fact, _("There is no such day: “%(text)s”.") % {"text": text[:40]}, "2026-03-05")
    return found.isoformat()


def _yes(fact: Fact, text: str) -> str:
    word = text.lower()
    if word in {"true", "yes", "是", "有", "1", "on"}:
        return "true"
    if word in {"false", "no", "否", "无", "没有", "0"}:
        return "false"
    raise _wrong(fact, _("Please answer yes or no."), "")


def _example(fact: Fact) -> str:
    if fact.type == "ratio":
        return _("Write it like 40%.")
    if fact.unit == "m2":
        return _("Write it like 4773, 4773 m2 or 7.16 mu.")
    if fact.type == "money":
        return _("Write it in yuan, like 6850000.")
    return _("Write it in %(unit)s, digits only.") % {"unit": fact.unit_label} if fact.unit else ""


def _wrong(fact: Fact, message: str, remedy: str) -> Invalid:
    return Invalid(f"{fact.label}: {message}", remedy=remedy, field=fact.name)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(number: Decimal) -> str:
    whole, _dot, rest = _plain(number.quantize(Decimal("0.01"), ROUND_HALF_UP)).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
