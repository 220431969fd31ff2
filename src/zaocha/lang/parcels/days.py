"""The days of a notice: applications, deposit, bidding, and the day of the notice itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zaocha.lang.parcels import values
from zaocha.lang.parcels.values import Value

_DAY = re.compile(
    r"(?:(?P<y>20\d\d)\s*(?:年|[-/.]))?\s*(?P<m>\d{1,2})\s*(?:月|[-/.](?=\d{1,2}(?!\d)))\s*(?P<d>\d{1,2})(?:日|号|(?=[\sT至起止,，。；;\d—~-]|$))"
    r"|(?P<only>(?<=[，,、。\s])\d{1,2})[日号](?=开拍|拍卖|挂牌)"
)
_TIME = r"(?:\s*(?:上午|下午)?\s*\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|[时点](?:\d{1,2}分|整)?))?"
_TO = re.compile(rf"^{_TIME}\s*(?:起|止)?\s*(?:至|到|—+|--?|~|～)\s*$")
_KINDS = (
    ("deposit", re.compile(r"保证金[^，。；\n]{0,8}(?:截止|到账|缴纳|交纳)")),
    ("apply", re.compile(r"报名|申请")),
    ("bid", re.compile(r"挂牌|拍卖|开拍|竞价|竞买时间")),
    ("notice", re.compile(r"公告|发布")),
)
_AFTER = re.compile(
    rf"^{_TIME}\s*(?:以?前|起|止|截止)?[，]?(?:内)?(?:接受|提交|提出|办理|网上)*(报名|申请|挂牌|公告|开拍|拍卖|举行拍卖)"
)
_ENDS = re.compile(r"截止|结束|为止|之?前|止")
_BEGINS = re.compile(r"起始|开始|起")


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    start: int
    end: int


def find(text: str, *, on: date | None) -> list[Value]:
    """The days that a uniform text says, each with the words around it."""
    found: dict[str, Value] = {}
    days = _days(text, on=on)
    at = 0
    while at < len(days):
        one = days[at]
        pair = days[at + 1] if at + 1 < len(days) and _TO.match(text[one.end : days[at + 1].start]) else None
        last = pair or one
        before = text[days[at - 1].end if at else 0 : one.start][-30:]
        after = text[last.end : days[days.index(last) + 1].start if last is not days[-1] else len(text)][:18]
        for value in _said(text, one, pair, before, after):
            found.setdefault(value.name, value)
        at += 2 if pair else 1
    if "notice_on" not in found and days and _stands_alone(text, days[-1]):
        found["notice_on"] = values.of(
            "notice_on", days[-1].day.isoformat(), text, (days[-1].start, days[-1].end)
        )
    return list(found.values())


def _days(text: str, *, on: date | None) -> list[_Day]:
    year = on.year if on else None
    month = None
    found = []
    for place in _DAY.finditer(text):
        if place["y"]:
            year = int(place["y"])
        month = int(place["m"]) if place["m"] else month
        if year is None or month is None or _is_number(text, place):
            continue
        try:
            day = date(year, month, int(place["d"] or place["only"]))
        except ValueError:
            continue
        found.append(_Day(day, place.start(), place.end()))
    return found


def _is_number(text: str, place: re.Match[str]) -> bool:
    """A parcel's number such as 2026-09-1 or 3.5 is no day."""
    return not (place["y"] or place["only"] or "月" in place.group())


def _said(text: str, one: _Day, pair: _Day | None, before: str, after: str) -> list[Value]:
    kind, hint = _kind(before, after)
    if kind is None:
        return []
    span = (max(one.start - len(hint[0]), 0), (pair or one).end + len(hint[1]))
    if pair is not None and kind in {"apply", "bid"}:
        return [
            values.of(f"{kind}_from", one.day.isoformat(), text, span),
            values.of(f"{kind}_until", pair.day.isoformat(), text, span),
        ]
    name = {"deposit": "deposit_until", "notice": "notice_on"}.get(kind) or f"{kind}_{_end(hint)}"
    return [values.of(name, one.day.isoformat(), text, span)]


def _end(hint: tuple[str, str]) -> str:
    """Whether a single day is a beginning or an end; an end when nothing is said."""
    words = hint[0] + "|" + hint[1]
    if _ENDS.search(words):
        return "until"
    return "from" if _BEGINS.search(words) else "until"


def _kind(before: str, after: str) -> tuple[str | None, tuple[str, str]]:
    clause = re.split(r"[。；;]|，(?=[^，]*$)(?!$)", before)[-1]
    lead = clause if clause.strip(" \n") else before
    behind = _AFTER.match(after)
    own = _nearest(re.split(r"[，,]", lead)[-1])
    if behind and own is None:
        word = behind[1]
        return next((kind, ("", behind.group())) for kind, pattern in _KINDS if pattern.search(word))
    found = own or _nearest(lead)
    if found is None:
        return None, ("", "")
    kind, start = found
    words = re.split(r"[，,]", lead)[-1] if own else lead
    return kind, (words[start:], re.split(r"[，。；\n]", after)[0][:8])


def _nearest(words: str) -> tuple[str, int] | None:
    best: tuple[str, int] | None = None
    for kind, pattern in _KINDS:
        for found in pattern.finditer(words):
            if best is None or found.start() > best[1] or (kind == "deposit"):
                best = (kind, found.start())
        if best and best[0] == "deposit":
            return best
    return best


def _stands_alone(text: str, day: _Day) -> bool:
    """The last day of a notice on a line of its own is the day of the notice."""
    begin = text.rfind("\n", 0, day.start) + 1
    end = text.find("\n", day.end)
    return not text[begin : day.start].strip() and not text[day.end : end if end >= 0 else len(text)].strip(
        " \n。"
    )
