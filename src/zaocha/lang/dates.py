"""Days, deadlines and triggers in running text, relative to a reference day."""

import calendar as months
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from zaocha.kernel.calendar import WorkingCalendar
from zaocha.lang import holidays, numerals


class Workdays(Protocol):
    """What a working calendar must be able to tell."""

    def add_workdays(self, day: date, n: int) -> date: ...

    def is_workday(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit in words; `due_on` is None when no day follows from them."""

    text: str
    due_on: date | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """What words are counted from."""

    on: date | None
    workdays: Workdays

    @property
    def day(self) -> date:
        if self.on is None:
            raise _NoReference
        return self.on


class _NoReference(Exception):
    pass


_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_YEAR = r"(?:20\d\d|二[〇零][一二三四五六七八九〇零]{2})"
_EDGE = r"(?:之前|以前|之内|以内|前后|前|内|后)?"
_PART = r"(?:底|末|初|上旬|中旬|下旬|中)"
_JUST_PAST = timedelta(days=45)
"""A bare 4月3日 said within so many days after it means the day that has been."""
_TENS = {"初": 10, "上旬": 10, "中旬": 20, "中": 15, "下旬": 31, "底": 31, "末": 31}
_WEEKDAYS = {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6, "末": 6}


def find(text: str, *, on: date | None, workdays: Workdays | None = None) -> list[Deadline]:
    """All days and time limits of a uniform text, in order; `on` is the day the words were said.

    Without `on`, only words that hold a year give a `due_on`. A day that does not exist gives None.
    """
    frame = _Frame(on=on, workdays=workdays or WorkingCalendar.default())
    found = []
    for place in _ALL.finditer(text):
        name = next(key for key in _PATTERNS if place[key] is not None)
        inner = _COMPILED[name].match(text, place.start())
        if inner is None or inner.end() != place.end() or _is_no_day(text, place):
            continue
        words = place.group().strip()
        found.append(Deadline(words, _resolved(name, inner, frame), place.start(), place.end()))
    return found


def is_date(words: str) -> bool:
    """Whether words are nothing but a day or a time limit."""
    return _ALL.fullmatch(words) is not None


def day_of(text: str, *, on: date | None = None, workdays: Workdays | None = None) -> date | None:
    """The first day that a short text names, or None."""
    return next((one.due_on for one in find(text, on=on, workdays=workdays) if one.due_on), None)


def _resolved(name: str, found: re.Match[str], frame: _Frame) -> date | None:
    try:
        return _HANDLERS[name](found, frame)
    except (_NoReference, ValueError, OverflowError):
        return None


def _is_no_day(text: str, place: re.Match[str]) -> bool:
    before = text[max(0, place.start() - 1) : place.start()]
    return place.group() in ("年前", "年后") and before in set(
        "0123456789一二两三四五六七八九十几多今去明每成"
    )


def _number(raw: str) -> int:
    number = numerals.exact(raw)
    if number is None:
        raise ValueError(raw)
    return number


def _year(raw: str | None, frame: _Frame) -> int | None:
    if not raw:
        return None
    if raw[0].isdigit() or raw[0] == "二":
        return _number(raw)
    return frame.day.year + {"明": 1, "后": 2, "去": -1}.get(raw[0], 0)


def _month_end(year: int, month: int) -> date:
    return date(year, month, months.monthrange(year, month)[1])


def _before(day: date, words: str | None) -> date:
    """Words like 6月前 mean the day before it begins; 6月底前 and 6月15日前 mean the day itself."""
    return day - timedelta(days=1) if words in ("前", "之前", "以前") else day


def _in_month(year: int, month: int, part: str | None) -> date:
    end = _month_end(year, month)
    return date(year, month, min(_TENS.get(part or "末", 31), end.day))


def _coming(year: int | None, make: Callable[[int], date], frame: _Frame) -> date:
    """The day in the year that was said, else its next coming."""
    if year is not None:
        return make(year)
    day = make(frame.day.year)
    return day if day >= frame.day else make(frame.day.year + 1)


def _full_date(found: re.Match[str], frame: _Frame) -> date:
    year, month, day = _year(found["y"], frame), _number(found["m"]), _number(found["d"])
    if year is None and not found.group().endswith(("前", "内", "以后", "后")):
        near = date(frame.day.year, month, day)
        if timedelta(0) < frame.day - near <= _JUST_PAST:
            return near
    return _coming(year, lambda in_year: date(in_year, month, day), frame)


def _numeric_date(found: re.Match[str], frame: _Frame) -> date:
    return date(*(int(part) for part in re.findall(r"\d+", found.group())[:3]))


def _month(found: re.Match[str], frame: _Frame) -> date:
    year, month, part = _year(found["y"], frame), _number(found["m"]), found["part"]
    if part is None and found["edge"] in ("前", "之前", "以前"):
        return _coming(year, lambda in_year: date(in_year, month, 1) - timedelta(days=1), frame)
    return _coming(year, lambda in_year: _in_month(in_year, month, part), frame)


def _month_shift(words: str) -> int:
    return 2 if words.startswith("下下") else 1 if words.startswith("下") else 0


def _relative_month(found: re.Match[str], frame: _Frame) -> date:
    first = _plus_months(frame.day.replace(day=1), _month_shift(found["which"] or ""))
    if found["d"]:
        return first.replace(day=_number(found["d"]))
    if (
        found["part"] is None
        and found["edge"] in ("前", "之前", "以前")
        and _month_shift(found["which"] or "")
    ):
        return first - timedelta(days=1)
    return _in_month(first.year, first.month, found["part"])


def _plus_months(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _day_of_month(found: re.Match[str], frame: _Frame) -> date:
    day = frame.day.replace(day=_number(found["d"]))
    return day if day >= frame.day else _plus_months(day, 1)


def _week(found: re.Match[str], frame: _Frame) -> date:
    which = found["which"] or ""
    monday = frame.day - timedelta(days=frame.day.weekday())
    monday += timedelta(weeks=2 if which.startswith("下下") else 1 if which.startswith("下") else 0)
    if found["wd"] is None:
        if which.startswith("下") and found["edge"] in ("前", "之前", "以前"):
            return monday - timedelta(days=3)
        return monday + timedelta(days=4)
    day = monday + timedelta(days=_WEEKDAYS[found["wd"]])
    return day if which or day >= frame.day else day + timedelta(weeks=1)


def _near_day(found: re.Match[str], frame: _Frame) -> date:
    ahead = {"今": 0, "当": 0, "明": 1, "后": 2, "大": 3}[found["near"][0]]
    return frame.day + timedelta(days=ahead)


def _span(found: re.Match[str], frame: _Frame) -> date:
    raw = found["n"]
    if raw == "半":
        return _half_span(found["unit"], frame)
    low, high = numerals.parse(raw) or (None, None)
    if low is None:
        raise ValueError(raw)
    n = int(low if high is None else high)
    if found["to"]:
        n = _number(found["to"])
    return _after(frame.day, n, found["unit"], frame)


def _half_span(unit: str, frame: _Frame) -> date:
    if unit.endswith("月"):
        return frame.day + timedelta(days=15)
    if unit == "年":
        return _plus_months(frame.day, 6)
    return frame.day


def _after(day: date, n: int, unit: str, frame: _Frame) -> date:
    if "工作日" in unit:
        return frame.workdays.add_workdays(day, n)
    if unit in ("天", "日"):
        return day + timedelta(days=n)
    if unit.endswith(("周", "星期", "礼拜")):
        return day + timedelta(weeks=n)
    if unit.endswith("小时"):
        return day + timedelta(days=-(-n // 24) if n >= 24 else 0)
    if unit.endswith("季度"):
        return _plus_months(day, 3 * n)
    return _plus_months(day, n if unit.endswith("月") else 12 * n)


def _holiday(found: re.Match[str], frame: _Frame) -> date:
    name = holidays.NAMES[found["name"]]
    after = "后" in found["edge"]
    year = _year(found["y"], frame)

    def make(in_year: int) -> date:
        first, length = holidays.first_day(name, in_year)
        if not after:
            return frame.workdays.add_workdays(first, -1) if "前" in found["edge"] else first
        return frame.workdays.add_workdays(first + timedelta(days=length - 1), 1)

    day = _coming(year, make, frame)
    if found["n"] and found["unit"]:
        return _after(day - timedelta(days=1), _number(found["n"]), found["unit"], frame)
    return day


_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}


def _part_of_year(found: re.Match[str], frame: _Frame) -> date:
    year = _year(found["y"], frame)
    words = found["part"]
    if "季度" in words:
        return _quarter(found, frame, year)
    month = 6 if words in ("上半年", "年中") else 1 if words in ("年初", "初") else 12
    return _coming(year, lambda in_year: _month_end(in_year, month), frame)


def _quarter(found: re.Match[str], frame: _Frame, year: int | None) -> date:
    words = found["part"]
    number = re.search("[一二三四1234]", words)
    if number is None:
        ahead = 1 if words.startswith("下") else 0
        last = (frame.day.month + 2) // 3 * 3 + 3 * ahead
        return _month_end(frame.day.year + (last - 1) // 12, (last - 1) % 12 + 1)
    month = _QUARTERS[number.group()]
    if found["edge"] in ("前", "之前", "以前") and not words.endswith(("末", "底")):
        return _coming(year, lambda in_year: date(in_year, month - 2, 1) - timedelta(days=1), frame)
    return _coming(year, lambda in_year: _month_end(in_year, month), frame)


def _whole_year(found: re.Match[str], frame: _Frame) -> date:
    year = _year(found["y"], frame) or frame.day.year
    return date(year, 12, 31)


_UNIT = r"(?:个?工作日|天|日|个?星期|个?礼拜|周|个?月|年|个?小时|个季度)"
_PATTERNS: dict[str, str] = {
    "numeric": r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)" + _EDGE,
    "full": rf"(?:(?P<y>{_YEAR}|今|明|后|去|本|当)年)?(?P<m>{_N})月(?:份)?(?P<d>{_N})[日号]" + _EDGE,
    "holiday": (
        rf"(?:(?P<y>今|明|{_YEAR})年)?(?P<name>元旦|春节|过年|清明|五一|劳动|端午|中秋|国庆|十一(?=节|长假|假期|[前后])|元宵|(?<![\d半])年(?=前|后))"
        rf"(?:节|长假|小长假|假期|放假|上班)*(?P<edge>之前|以前|前|之后|以后|过后|后)(?:第?(?P<n>{_N})(?P<unit>{_UNIT})(?:之内|以内|内)?)?"
    ),
    "month": (rf"(?:(?P<y>{_YEAR}|今|明|后|去|本|当)年)?(?P<m>\d{{1,2}}|十[一二]?|[一二三四五六七八九"
rf"])月(?:份)?(?P<part>{_PART})?(?P<edge>{_EDGE})"),
    "relmonth": (rf"(?:(?P<which>本|这个|当|下下?个?)月(?:份)?|(?<![个\d一二三四五六七八九十])月(?={_PART}|"
rf"内))(?:(?P<d>{_N})[日号]|(?P<part>{_PART}))?(?P<edge>{_EDGE})"),
    "week": (r"(?:(?P<which>本|这个?|下下?个?)(?:周|星期|礼拜)|(?<![一二两三四五六七八九十\d个每半])(?:周"
r"|星期|礼拜)(?=[一二三四五六日末天]))(?P<wd>[一二三四五六日末天])?(?:上午|"
r"下午|晚上|下班|早上)?(?P<edge>") + _EDGE + ")",
    "hour": r"(?:今天|今日|当天)?(?:上午|下午|晚上|中午|傍晚)(?:[\d一二三四五六七八九十]{1,2}点(?:半)?)?(?:之前|以前|前|下班前|(?=我?(?:们)?(?:就|来|去|陪|带|派|给|修|联系)))",
    "near": r"(?P<near>今天|今日|今晚|明天|明日|大后天|后天|当天|当日)(?:上午|下午|晚上|下班)?" + _EDGE,
    "span": (rf"(?P<n>{_N}|半)(?:(?:-|—|~|至|到)(?P<to>{_N}))?(?P<unit>{_UNIT})左?右?(?:的?时间)?(?:之"
rf"内|以内|内|之后|以后|后|(?=[^，。；]{{0,4}}(?:给|答复|回复|办好|办结|搞定|"
rf"解决|完成|到位|反馈|给出|就能|就可|能放款|可放款|见效)))"),
    "part": (rf"(?:(?P<y>{_YEAR}|今|明|后|本|当)年)?(?P<part>上半年|下半年|年底|年末|年内|"
rf"年中|年初|(?<=年)(?:底|内|末|初)|第?[一二三四1234]季度[末底]?|[本下这]?个?季度[末底]?)(?P<edge>{_EDGE})"),
    "year": rf"(?P<y>{_YEAR}|明|后|今)年(?P<edge>之前|以前|前|之内|以内|内)?",
    "dom": (r"(?<![\d月一二三四五六七八九十第])(?P<d>\d{1,2}|[一二]?十[一二三四五六七八九]?|"
r"三十一?|[一二三四五六七八九])(?:日|号)(?:之前|以前|前|上午|下午)"),
    "vague": r"(?:近期|近日|这几天|这两天|过几天|过两天|不日|年度内)(?:内)?",
}  # fmt: skip
_HANDLERS: dict[str, Callable[[re.Match[str], _Frame], date | None]] = {
    "numeric": _numeric_date,
    "full": _full_date,
    "holiday": _holiday,
    "month": _month,
    "relmonth": _relative_month,
    "week": _week,
    "hour": lambda _found, frame: frame.day,
    "near": _near_day,
    "span": _span,
    "part": _part_of_year,
    "year": _whole_year,
    "dom": _day_of_month,
    "vague": lambda _found, _frame: None,
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
_ALL = re.compile(
    "|".join(
        f"(?P<{name}>{re.sub(r'[(][?]P<[a-z]+>', '(?:', pattern)})" for name, pattern in _PATTERNS.items()
    )
)
