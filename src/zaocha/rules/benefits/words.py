"""Explanations in words: sentences as data in two languages, and numbers as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zaocha.rules import data_files
from zaocha.rules.texts import Text

_FEN = Decimal("0.01")
_MYRIAD = Decimal(10_000)
_HUNDRED_MILLION = Decimal(100_000_000)


NOTHING = Text("", "")


def say(key: str, /, **parts: Text) -> Text:
    """The sentence `key` of data/benefit_words.yaml with its blanks filled."""
    said = data_files.table("benefit_words.yaml")[key]
    return Text(
        said["zh"].format(**{name: part.zh for name, part in parts.items()}),
        said["en"].format(**{name: part.en for name, part in parts.items()}),
    )


def money(yuan: Decimal) -> Text:
    """ "12.6 万元" and "126,000"; what does not come out even at the fen is marked 约 / about."""
    if not yuan.is_finite():
        return say("any_amount")
    rounded = yuan.quantize(_FEN, ROUND_HALF_UP)
    about = say("about") if rounded != yuan else NOTHING
    return joined(about, Text(_yuan(rounded), number(rounded).en))


def number(value: Decimal) -> Text:
    """A bare number with its thousands parted: "4,773"; at most six decimals."""
    if not value.is_finite():
        return say("any_amount")
    said = f"{_plain(value):,f}"
    return Text(said, said)


def with_unit(value: Decimal, unit: Text) -> Text:
    """ "10 亩" and "10 mu"."""
    said = number(value)
    return Text(f"{said.zh} {unit.zh}".strip(), f"{said.en} {unit.en}".strip())


def percent(share: Decimal) -> Text:
    """0.3 as "30 %"."""
    if not share.is_finite():
        return say("any_amount")
    said = f"{_plain(share * 100):f} %"
    return Text(said, said)


def day(on: date) -> Text:
    """ "2026 年 3 月 7 日" and "2026-03-07"."""
    return Text(f"{on.year} 年 {on.month} 月 {on.day} 日", on.isoformat())


def joined(*texts: Text) -> Text:
    """One after the other, without a space."""
    return Text("".join(text.zh for text in texts), "".join(text.en for text in texts))


def verbatim(text: str) -> Text:
    """A code or name that is the same in both languages."""
    return Text(text, text)


def counted(key: str, value: Decimal) -> Text:
    """ "1 year", "2 years": English has a word of its own for one, the sentence `<key>_one`."""
    return say(f"{key}_one" if value == 1 else key, count=number(value))


def listed(texts: Iterable[Text]) -> Text:
    """ "甲、乙" and "a, b"."""
    held = list(texts)
    return Text("、".join(text.zh for text in held), ", ".join(text.en for text in held))


def rows(texts: Iterable[Text]) -> Text:
    """Rows of a table in one sentence: "甲；乙" and "a; b"."""
    held = list(texts)
    return Text("；".join(text.zh for text in held), "; ".join(text.en for text in held))


def summed(texts: Iterable[Text], sign: str) -> Text:
    """ "甲 + 乙" in both languages."""
    held = list(texts)
    return Text(f" {sign} ".join(text.zh for text in held), f" {sign} ".join(text.en for text in held))


def _yuan(value: Decimal) -> str:
    for unit, name in ((_HUNDRED_MILLION, "亿元"), (_MYRIAD, "万元")):
        scaled = value / unit
        if abs(value) >= unit and scaled == scaled.quantize(Decimal("0.0001")):
            return f"{_plain(scaled):,f} {name}"
    return f"{_plain(value):,f} 元"


def _plain(value: Decimal) -> Decimal:
    held = value.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    return held.quantize(Decimal(1)) if held == held.to_integral_value() else held
