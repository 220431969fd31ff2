"""Day, place and host where the first lines give them without field names: 7.14 上午 会客室 顾书记主持."""

import re

from zaocha.lang import cues
from zaocha.lang.names import SURNAMES

_LINES, _LONGEST = 4, 110
_FIELD = re.compile(
    r"(?P<name>时间|日期|地点|地址|主持人?|召集人?)[ ]*[：:][ ]*(?P<value>[^\n]+?)"
    r"(?=[ ]{2,}|\t|[，。；|｜](?=[ ]*(?:时间|日期|地点|主持|召集|记录|参))|[ ](?=(?:时间|日期|地点|地址|主持|召集|记录|参加|参会)[^ ]{0,3}[：:])|\n|$)"
)
_HOST = re.compile(
    r"^(?:由)?(?P<host>[^，。；：]{2,14}?)(?:同志)?(?:主持|召集|牵头召集|主持会议|召集并主持)$"
)
_PLACE = re.compile(
    "^(?:在|地点)?(?P<place>[^：:]{2,22}(?:"
    + cues.words("meeting.place")
    + "|室|厅|堂|馆|食堂|包厢|包间|咖啡角|书吧|茶楼|茶吧|大院|会所|车间|厂区|现场|办公室|基地|孵化器))$"
)
_NO_PLACE = re.compile("企业|问题|诉求|纪要|座谈|早茶会|记录|清单|简报|整理|名单|走访|会议$|主持|召集|小记")
_DAY = re.compile(
    r"(?:20\d\d[-./年])?\d{1,2}(?:月|[./-])\d{1,2}[日号]?(?:[ ]?[（(][^）)]{1,10}[）)])?(?:[上下]午|早上|早晨|晚上|中午)?"
    r"(?:[ ]?\d{1,2}[:：]\d\d)?(?![\d%.]|[多余]?[亿万倍元个家])"
)
_TOLD_DAY = re.compile(
    r"^(?:(?:20\d\d年)?\d{1,2}月\d{1,2}[日号]|20\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}/\d{1,2})(?=[，,。 ]|一早|上午|下午|早)"
)


def fields(text: str) -> dict[str, str]:
    """`day`, `place`, `host` as words, as far as the first lines give them."""
    found: dict[str, str] = {}
    lines = [line.strip() for line in text[:1200].split("\n") if line.strip()]
    for number, line in enumerate(lines[:_LINES]):
        if len(line) > _LONGEST:
            break
        _from_fields(line, found)
        if not re.search("[：:]", line):
            _from_parts(line, found, is_title=number == 0)
    called = _CALLED.search(text, 0, 800)
    if called:
        found.setdefault("host", called["host"])
    if "day" not in found:
        day = next((told.group() for line in lines[:6] if (told := _TOLD_DAY.match(line))), None)
        found |= {"day": day} if day else {}
    return found


_CALLED = re.compile(
    f"(?:^|[，。 ])(?P<host>[^，。；：\n]{{0,8}}(?:书记|镇长|区长|县长|市长|主任|主席|会长|局长)[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    "在[^，。\n]{2,20}(?:主持)?召开"
)
_NAMES = {"时间": "day", "日期": "day", "地点": "place", "地址": "place", "主持": "host", "召集": "host"}


def _from_fields(line: str, found: dict[str, str]) -> None:
    for one in _FIELD.finditer(line):
        found.setdefault(_NAMES[one["name"][:2]], one["value"].strip(" ，。；"))


def _from_parts(line: str, found: dict[str, str], *, is_title: bool) -> None:
    """A line of parts side by side: day, place, who presides."""
    body = line.strip("（）()【】")
    day = _DAY.search(body)
    if day is None or (is_title and len(body) - len(day.group()) > 30):
        return
    found.setdefault("day", day.group())
    rest = body[: day.start()] + " " + body[day.end() :]
    for part in re.split(r"[，,；;|｜ \t。·]+", rest):
        host, place = _HOST.match(part), _PLACE.match(part)
        if host:
            found.setdefault("host", host["host"])
        elif place and not is_title and not _NO_PLACE.search(part):
            found.setdefault("place", place["place"])
