"""Title, day, place and host of the meeting, from header fields or from the first sentences."""

import re
from datetime import date

from zaocha.lang import cues, numerals
from zaocha.lang.minutes import opening as first_lines
from zaocha.lang.minutes.findings import Meeting
from zaocha.lang.minutes.layout import Layout

_TITLE = re.compile(
    "纪要|座谈会|早茶会|亲清会|恳谈会|会议记录|记录|茶叙|见面会|对接会|协调会|例会|专题会|交流会|茶话会|现场会|议事会|沙龙|台账|清单|汇总|纪实|早茶"
)
_DAY = (
    r"(?:(?P<y>20\d\d|二[〇零][一二三四五六七八九〇零]{2})年)?(?P<m>\d{1,2}|十[一二]?|"
    r"[一二三四五六七八九])月(?P<d>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七"
    r"八九])[日号]"
)
_SHORT_DAY = re.compile(
    r"(?<![\d./-])(?P<y>20\d\d)?(?P<m>\d{1,2})[./-](?P<d>\d{1,2})(?![\d./%-]|[多余]?[亿万倍元])"
)
_HELD = re.compile(rf"{_DAY}[^。\n]{{0,60}}?(?:召开|举行|举办|开展|组织|主持|开了|参加|会议|早茶会|座谈会)")
_ISO = re.compile(r"(?P<y>20\d\d)[-./年](?P<m>\d{1,2})[-./月](?P<d>\d{1,2})")
_PLACE = re.compile(
    "在(?P<place>[^，。；“”\\n]{2,26}(?:"
    + cues.words("meeting.place")
    + "))(?:，|内|里)?[^，。；\\n]{0,10}?(?:召开|举行|举办|开展|组织|一场|如期)"
)
_HOST = re.compile(
    r"(?:由|，|。|\n|^)(?P<host>[^，。；：\n]{2,26}?)(?:同志)?(?:在[^，。；：\n]{2,20})?(?:主持(?:召开)?(?:了)?(?:会议|此次|本次|这次|座谈|早茶会|，|。|了)|主持召开)"
)


def read(text: str, layout: Layout, *, on: date | None) -> Meeting:
    """What the text says of the meeting; a day without a year takes the year of `on`."""
    fields: dict[str, str] = {}
    for name, start, end in layout.fields:
        fields.setdefault(name, text[start:end].strip())
    opening = text[: _opening_end(text)]
    said = first_lines.fields(text)
    return Meeting(
        title=_title(text, layout, fields),
        held_on=_day(_first(fields, "时间", "日期") or "", on)
        or _held_on(opening, on)
        or _day(said.get("day", ""), on),
        place=_first(fields, "地点", "地址") or said.get("place") or _group(_PLACE, opening, "place"),
        host=_person(_first(fields, "主持", "召集人") or said.get("host") or _group(_HOST, opening, "host")),
    )


def _opening_end(text: str) -> int:
    return min(len(text), 1200)


def _first(fields: dict[str, str], *parts: str) -> str | None:
    for part in parts:
        for name, value in fields.items():
            if part in name and value:
                inner = re.split(
                    (
                        r"[ \t]{2,}|\t|；(?=地点|时间|主持)|(?:，|。)?[ ]*(?=(?:地点|时间|主持人?|"
                        r"参会人?员?|记录人?|参加人员)[：:])"
                    ),
                    value,
                )[0]
                return inner.strip(" 。；，")
    return None


def _title(text: str, layout: Layout, fields: dict[str, str]) -> str | None:
    named = _first(fields, "会议名称", "标题", "名称")
    if named:
        return named
    heads = [_bare(text, layout.first_line)] if layout.first_line else []
    heads += [_bare(text, (block.start, block.end)) for block in layout.blocks[:4] if block.number is None]
    for words in heads:
        if 3 <= len(words) <= 50 and _TITLE.search(words) and not _NO_TITLE.search(words):
            return words
    if layout.first_line and len(layout.blocks) > 1 and _may_be_title(heads[0]):
        return heads[0]
    return _first(fields, "主题")


_NO_TITLE = re.compile(
    r"[。；！？\t|]|：.{14}|^(?:[一二三四五六七八九十\d]+[、.．]|（[一二三四\d]+）|序号|[①-⑳•*·\-])|[ ]\S+[ ]\S+[ ]"
)


def _may_be_title(words: str) -> bool:
    return 4 <= len(words) <= 40 and not _NO_TITLE.search(words) and not re.match("[^：]{1,12}：", words)


def _bare(text: str, span: tuple[int, int]) -> str:
    words = re.sub("^【(.*?)】.*$", r"\1", text[slice(*span)].strip())
    return words.strip(" #*=—-《》\t")


def _day(words: str, on: date | None) -> date | None:
    iso = _ISO.search(words)
    if iso:
        return _made(int(iso["y"]), int(iso["m"]), int(iso["d"]))
    found = re.search(_DAY, words) or _SHORT_DAY.search(words)
    return _dated(found, on) if found else None


def _held_on(opening: str, on: date | None) -> date | None:
    first = opening.split("\n", 1)[0]
    iso = _ISO.search(first)
    if iso and len(first) < 60:
        return _made(int(iso["y"]), int(iso["m"]), int(iso["d"]))
    title = re.search(_DAY, first) if len(first) < 60 else None
    if title and _dated(title, on):
        return _dated(title, on)
    held = _HELD.search(opening)
    return _dated(held, on) if held else None


def _dated(found: re.Match[str], on: date | None) -> date | None:
    raw = found["y"]
    year = numerals.exact(raw) if raw else on.year if on else None
    month, day = numerals.exact(found["m"]), numerals.exact(found["d"])
    return _made(year, month, day) if year and month and day else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _group(pattern: re.Pattern[str], text: str, name: str) -> str | None:
    found = pattern.search(text)
    return found[name].strip() if found else None


def _person(words: str | None) -> str | None:
    if words is None:
        return None
    return re.sub(r"^(?:本次|此次|会议|座谈会|早茶会|活动|由|，)+", "", words).strip() or None
