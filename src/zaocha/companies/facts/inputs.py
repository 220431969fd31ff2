"""What people type for a fact, read into its one spelling, and shown to them again. No database.

Stored is text: a plain decimal in the unit of the dictionary (yuan, fractions), an ISO date, `true`/`false`, a code,
or codes with commas. Typed may be `86`, `86万`, `860,000元`, `3.2%`, `12.5亩`, `2025年3月1日`, `是`, `C1830 服饰制造`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zaocha.companies.facts import codes
from zaocha.companies.facts.faults import Unreadable
from zaocha.rules import facts as rules
from zaocha.rules import units

LARGEST = Decimal(10) ** 15
MOST_PERSONS = 1_000_000
MAY_BE_NEGATIVE = {"profit", "taxable_income", "value_added", "revenue_growth_average_2y"}
DECIMALS = 6
YES = {"是", "有", "对", "已", "y", "yes", "true", "1", "√"}
NO = {"否", "无", "没有", "未", "不是", "n", "no", "false", "0", "×"}
NOT_KNOWN = {"不清楚", "不知道", "不详", "未知", "?", "unknown", "don't know", "not known", "n/a"}

_NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<unit>.*)", re.ASCII)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Scale:
    """A unit that people type and read: `code` stands in forms, `factor` leads to the stored unit."""

    code: str
    zh: str
    en: str
    factor: Decimal


# The first one is shown and meant when nothing is said; the others may be typed.
SCALES: Mapping[str, tuple[Scale, ...]] = {
    "CNY": (
        Scale("wan", "万元", "10,000 CNY", Decimal(10_000)), Scale("one", "元", "CNY", Decimal(1)),
        Scale("yi", "亿元", "100 million CNY", Decimal(100_000_000)),
    ),
    "CNY/mu": (
        Scale("wan", "万元/亩", "10,000 CNY per mu", Decimal(10_000)), Scale("one", "元/亩", "CNY per mu", Decimal(1)),
    ),
    "kWh": (
        Scale("wan", "万千瓦时", "10,000 kWh", Decimal(10_000)), Scale("one", "千瓦时", "kWh", Decimal(1)),
    ),
    "1": (Scale("percent", "%", "%", Decimal("0.01")),),
    "mu": (Scale("one", "亩", "mu", Decimal(1)), Scale("m2", "平方米", "m²", Decimal(15) / Decimal(10_000))),
    "m2": (
        Scale("one", "平方米", "m²", Decimal(1)), Scale("wan", "万平方米", "10,000 m²", Decimal(10_000)),
        Scale("mu", "亩", "mu", Decimal(10_000) / Decimal(15)),
    ),
}  # fmt: skip
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "CNY": {"万": "wan", "w": "wan", "元": "one", "人民币": "one", "rmb": "one", "yuan": "one", "亿": "yi"},
    "CNY/mu": {"万元": "wan", "万": "wan", "元": "one"},
    "kWh": {"万度": "wan", "万": "wan", "度": "one"},
    "1": {"percent": "percent"},
    "mu": {"㎡": "m2", "m2": "m2", "平方": "m2", "平米": "m2", "平": "m2"},
    "m2": {"㎡": "one", "m2": "one", "平方": "one", "平米": "one", "平": "one", "万平": "wan", "万㎡": "wan"},
}


def read(
    fact: rules.FactDefinition, typed: str, *, scale: str = "", choices: codes.Choices | None = None
) -> str:
    """The one spelling of what was typed; raises Unreadable. `scale` is what the form had beside the field."""
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not text:
        raise Unreadable("empty")
    return str(_READERS[fact.type](fact, text, scale, choices))


def scales(fact: rules.FactDefinition) -> tuple[Scale, ...]:
    """The units in which a fact may be typed, the usual one first."""
    if not fact.unit:
        return ()
    if fact.unit in SCALES:
        return SCALES[fact.unit]
    label = units.label(fact.unit)
    return (Scale("one", label.zh, label.en, Decimal(1)),)


def usual(fact: rules.FactDefinition, *, language: str) -> Scale | None:
    """The unit in which values are shown: 万元 in Chinese, CNY in English, where nobody counts in ten thousands."""
    offered = scales(fact)
    if language != "zh":
        return next((one for one in offered if one.factor == 1), offered[0] if offered else None)
    return offered[0] if offered else None


def shown(
    fact: rules.FactDefinition,
    value: str,
    *,
    language: str,
    choices: codes.Choices | None = None,
    digits: int = DECIMALS,
) -> str:
    """A stored value in words: `86 万元`, `3.2%`, `1830 服饰制造`, `是`; `digits` at most behind the point."""
    if fact.is_numeric:
        return _amount(fact, Decimal(value), language, digits)
    if fact.type == "boolean":
        return {"true": ("是", "yes"), "false": ("否", "no")}[value][language != "zh"]
    if fact.type in {"code", "set"}:
        parts = value.split(",") if fact.type == "set" else [value]
        return ("、" if language == "zh" else ", ").join(
            codes.label(fact, one, language, choices) for one in parts
        )
    return value


def tidy(text: str, limit: int) -> str:
    """A remark on one line, cut to what is kept."""
    return " ".join(text.split())[:limit]


def plain(number: Decimal) -> str:
    """`Decimal("86000.00")` → `86000`: no exponent, no trailing zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def known(fact: rules.FactDefinition, value: str) -> rules.Known:
    """A stored value as the rules want it."""
    if fact.is_numeric:
        return Decimal(value)
    if fact.type == "boolean":
        return value == "true"
    if fact.type == "date":
        return date.fromisoformat(value)
    return frozenset(value.split(",")) if fact.type == "set" else value


def has_unit(text: str) -> bool:
    """Whether a typed number carries its own unit."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().removeprefix("约").strip())
    return bool(found and found["unit"].strip())


def stored(value: rules.Known) -> str:
    """A value of the rules as it is stored."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return ",".join(sorted(value)) if isinstance(value, frozenset) else value


def typed_form(fact: rules.FactDefinition, value: str, *, language: str = "zh") -> tuple[str, str]:
    """What stands in the field for a stored value, and the scale beside it."""
    scale = usual(fact, language=language)
    if not fact.is_numeric or scale is None:
        return value, ""
    return plain(Decimal(value) / scale.factor), scale.code


def _amount(fact: rules.FactDefinition, number: Decimal, language: str, digits: int) -> str:
    scale = usual(fact, language=language)
    if scale is None:
        return plain(round(number, digits))
    if abs(number) < scale.factor / 10 and scale.factor > 1:  # 300 元, not 0.03 万元
        scale = next((one for one in scales(fact) if one.factor == 1), scale)
    text = _grouped(round(number / scale.factor, digits))
    if scale.code == "percent":
        return f"{text}%"
    return f"{text} {scale.zh if language == 'zh' else scale.en}".strip()


def _grouped(number: Decimal) -> str:
    whole, point, rest = plain(number).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0"} else f"-0{point}{rest}"


def _number(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    found = _NUMBER.fullmatch(text.removeprefix("约").strip())
    if found is None:
        raise Unreadable("number", found=text)
    try:
        number = Decimal(found["sign"].replace("−", "-") + found["digits"].replace(",", ""))
    except InvalidOperation:
        raise Unreadable("number", found=text) from None
    factor = _factor(fact, found["unit"].strip(), scale, text)
    if (
        (fact.unit == "person" and number > MOST_PERSONS)
        or abs(number) >= LARGEST
        or abs(number * factor) >= LARGEST
    ):
        raise Unreadable("too_large", found=text)
    number = round(number * factor, DECIMALS)
    if fact.type == "integer" and number != number.to_integral_value():
        raise Unreadable("whole", found=text)
    if number < 0 and fact.name not in MAY_BE_NEGATIVE:
        raise Unreadable("negative", found=text)
    return plain(number)


def scale_of(fact: rules.FactDefinition, words: str) -> str:
    """The code of the unit that is written, or "": 万元, 万, CNY, 亩, %."""
    wanted = words.strip().lower()
    if not wanted:
        return ""
    for one in scales(fact):
        if wanted in {one.zh.lower(), one.en.lower()}:
            return one.code
    code = _SPELLINGS.get(fact.unit or "", {}).get(wanted)
    if code is None and fact.unit and units.means(words.strip(), fact.unit):
        code = next((one.code for one in scales(fact) if one.factor == 1), "")
    return code or ""


def _factor(fact: rules.FactDefinition, unit: str, scale: str, text: str) -> Decimal:
    offered = scales(fact)
    by_code = {one.code: one.factor for one in offered}
    if not unit:
        return by_code.get(scale, offered[0].factor if offered else Decimal(1))
    code = scale_of(fact, unit)
    if not code:
        raise Unreadable("unit", found=unit, known="、".join(one.zh for one in offered), text=text)
    return by_code[code]


def _date(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2100:
        raise Unreadable("date", found=text)
    return day.isoformat()


def _boolean(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    if text.lower() in YES:
        return "true"
    if text.lower() in NO:
        return "false"
    raise Unreadable("fact_yes_no", found=text)


def _code(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    return codes.find(fact, text, choices)


def _set(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    parts = [one.strip() for one in re.split(r"[,、;/]", text) if one.strip()]
    return ",".join(sorted({codes.find(fact, one, choices) for one in parts}))


def _text(fact: rules.FactDefinition, text: str, scale: str, choices: codes.Choices | None) -> str:
    if len(text) > 400:
        raise Unreadable("fact_too_long", length=len(text), limit=400)
    return text


_READERS: Mapping[str, Any] = {
    "number": _number, "money": _number, "integer": _number, "ratio": _number, "date": _date,
    "boolean": _boolean, "code": _code, "set": _set, "text": _text,
}  # fmt: skip
