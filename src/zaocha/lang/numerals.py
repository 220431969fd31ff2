"""Chinese and Arabic numbers in running text: exact, rounded (30多) and ranges (8-10, 七八千)."""

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_SCALES = _TENS | _MYRIADS

ARABIC = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_THOUSAND = "千(?![伏瓦米克])"
CHINESE = rf"(?:[零〇一二两俩三四五六七八九十百万亿]|{_THOUSAND})+(?:点[零〇一二三四五六七八九]+)?"
_FUZZY = "[多余来几]"
_ONE = (
    rf"(?:{ARABIC}{_FUZZY}?(?:[十百]|{_THOUSAND})?(?:{_FUZZY}?[万亿]){{0,2}}(?:\d(?!\d)|"
    rf"\d千)?|{CHINESE}{_FUZZY}?[万亿]{{0,2}})"
)
_FIRST = re.compile(_ONE)
_TO = re.compile(r"\s?(?:-|—|–|~|～|至|到|或者?)\s?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text: `value`, for a range also `high`; places are in that text."""

    value: Decimal
    high: Decimal | None
    start: int
    end: int
    scaled: bool
    """Written with 万 or 亿."""


def find_at(text: str, at: int) -> Number | None:
    """The number that begins exactly at `at`, without a range over a dash; None if there is none."""
    found = _FIRST.match(text, at)
    if found is None:
        return None
    raw = found.group()
    parsed = parse(raw)
    while parsed is None and len(raw) > 1:
        raw = raw[:-1]
        parsed = parse(raw)
    if parsed is None:
        return None
    low, high = parsed
    return Number(value=low, high=high, start=at, end=at + len(raw), scaled="万" in raw or "亿" in raw)


def range_sign(text: str, at: int) -> int | None:
    """Where the second number of a range may begin, when a dash or 到 stands at `at`."""
    found = _TO.match(text, at)
    return found.end() if found else None


def parse(raw: str) -> tuple[Decimal, Decimal | None] | None:
    """Value and upper value of one written number: "3万5" → 35000; "三五百" → 300 and 500; None if none."""
    text = re.sub(_FUZZY, "", raw.replace(",", "").replace("，", ""))
    if not text:
        return None
    if text[0].isdigit():
        value = _arabic(text)
        return None if value is None else (value, None)
    return _chinese_range(text)


def exact(raw: str) -> int | None:
    """A whole number such as "三十一" or "31"; None for anything else."""
    parsed = parse(raw)
    if parsed is None or parsed[1] is not None or parsed[0] != int(parsed[0]):
        return None
    return int(parsed[0])


def _arabic(text: str) -> Decimal | None:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千]?)([万亿]{0,2})(\d千?)?", text)
    if found is None:
        return None
    value = Decimal(found[1]) * _TENS.get(found[2], 1)
    last = _TENS.get(found[2], 1)
    for scale in found[3]:
        value *= _MYRIADS[scale]
        last = _MYRIADS[scale]
    if found[4]:
        if last == 1:
            return None
        value += Decimal(found[4][0]) * (1000 if found[4].endswith("千") else last // 10)
    return value


def _chinese_range(text: str) -> tuple[Decimal, Decimal | None] | None:
    whole, _, decimals = text.partition("点")
    if decimals:
        return _with_decimals(whole, decimals)
    for at in range(len(whole) - 1):
        first, second = _DIGITS.get(whole[at]), _DIGITS.get(whole[at + 1])
        if not first or not second or _is_digit(whole, at - 1) or _is_digit(whole, at + 2):
            continue
        low = _chinese(whole[:at] + whole[at] + whole[at + 2 :])
        high = _chinese(whole[:at] + whole[at + 1 :])
        if low is None or high is None or not (second == first + 1 or (first, second) == (3, 5)):
            return None
        return low, high
    value = _chinese(whole)
    return None if value is None else (value, None)


def _with_decimals(whole: str, decimals: str) -> tuple[Decimal, Decimal | None] | None:
    """一点七万 → 17000."""
    digits = decimals.rstrip("十百千万亿")
    value = _chinese(whole) if whole else None
    if value is None or not digits or any(char not in _DIGITS for char in digits):
        return None
    value += Decimal("0." + "".join(str(_DIGITS[char]) for char in digits))
    for scale in decimals[len(digits) :]:
        value *= _SCALES[scale]
    return value, None


def _is_digit(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at] in _DIGITS


def _chinese(text: str) -> Decimal | None:
    """A number in characters: 一万二 → 12000, 二〇二六 → 2026, 十 → 10."""
    if not text or text[0] in _MYRIADS:
        return None
    if all(char in _DIGITS for char in text):
        return Decimal(int("".join(str(_DIGITS[char]) for char in text)))
    total = section = digit = 0
    last_scale = 0
    after_zero = False
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            after_zero = digit == 0 or after_zero
        elif char in _TENS:
            section += (digit or (1 if char == "十" or not section else 0)) * _TENS[char]
            last_scale, digit, after_zero = _TENS[char], 0, False
        else:
            total = (
                (total + section + digit or 1) * _MYRIADS[char]
                if char == "亿"
                else (total + (section + digit or 1) * _MYRIADS[char])
            )
            last_scale, section, digit, after_zero = _MYRIADS[char], 0, 0, False
    if digit and last_scale > 10 and not after_zero:
        digit *= last_scale // 10
    return Decimal(total + section + digit)
