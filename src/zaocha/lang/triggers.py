"""Conditions that set a promise off, in words such as 一有土地拍卖信息."""

import re
from dataclasses import dataclass

from zaocha.lang import dates


@dataclass(frozen=True, slots=True)
class Trigger:
    """What has to happen first, in words such as 一有土地拍卖信息."""

    text: str
    start: int
    end: int


_SOFT = "[^，。；！？“”\n]"
_TRIGGER = re.compile(
    rf"(?:一旦|只要|如果|若是?|倘若|要是|等到?|待到?|凡是?){_SOFT}{{2,30}}?(?:之后|以后|后|的话|时|了)?(?=，|就|便|即|马上|立即|立刻|第一时间|再(?!次))"
    rf"|一(?:有|出|经|到|收到|接到|拿到|拿|挂|发布|公布|通过|批|落地|开放|启动|腾出|空出|下来){_SOFT}{{1,24}}?(?=，|就|便|即(?!将)|马上|立即|立刻|第一时间|会)"
    rf"|(?:收到|接到|拿到|待|等|完成|通过|取得|签订|提交|审核|验收|批复|评审|公示|交付|材料齐全?|手续齐全?|资料齐全?){_SOFT}{{0,20}}?(?:之后|以后|后)(?!续|期|台|勤|方)"
    rf"|{_SOFT}{{2,20}}?(?:一下来|一到位|一出来|一落地|一到|一批下来|下来了?之?后|出来了?之?后|到位了?之?后|齐了之?后?|批了之?后?)(?=，|就|便|马上|立即|立刻|第一时间|我们|再)"
    rf"|(?<!没)有(?:了)?{_SOFT}{{1,16}}?(?=，?(?:就|便|马上|立即|立刻|第一时间))"
    rf"|{_SOFT}{{1,16}}?(?:出台|发布|印发|公布|确定|落实|到位|批复|批准|开通|建成|投用|完工|通过|开放|启动|挂牌|腾空|腾退|下达|明确|签约|验收)(?:之后|以后|后)(?=，?(?:就|我们|第一时间|马上|立即|及时|再|即|可|由|会|将|通知|告知))"
    rf"|{_SOFT}{{2,20}}?(?:出来|下来|到位|有了|批了|定了|建好|空出来|腾出来)(?=，?(?:就|便|马上|第一时间|立即))"
    rf"|(?:等|待){_SOFT}{{2,16}}?(?=，)|{_SOFT}{{0,6}}到了(?=就)"
    rf"|(?:有结果|谈成|中标|发布?了?|签完|定了|[^，。“”；]{{2,12}}期满)(?:之后|以后|后|(?<=期满))(?=，|就|便|即|发布|反馈|马上|第一时间|{_SOFT}{{2,8}}内)"
    rf"|待{_SOFT}{{4,20}}(?:之?后|时)(?=，|一并|统一|再|就|即|兑|办|书面)"
    rf"|待{_SOFT}{{3,20}}?后(?=将|优先|开放|受理|方可|予以|向|，|。|$)"
    rf"|(?:有|出)(?:了)?(?:消息|结果|进展|眉目|准信)(?:之?后)?(?=，?(?:告知|通知|反馈|告诉|马上|第一时间|就|再|立即))"
    rf"|(?:要)?{_SOFT}{{0,12}}?(?:通过|批准|同意|谈成|约到|约到了|谈好|谈妥)(?:了)?后(?=，?(?:第一时间|马上|就|通知|告知|立即|再|即))"
    rf"|视{_SOFT}{{2,20}}?(?:情况|进度|进展)"
)
_ACTOR = re.compile(r"(?:，?(?:我们|我|街道|社区|政府))+$")
_SPEECH = re.compile(r"^(?:我们|我|这个|那|那么|嗯|好的?|行|可以|但|但是|不过|所以|因此|，)+")


def find(text: str) -> list[Trigger]:
    """Conditions that have to come true first, in order; dates and 会后 alone are none."""
    found = []
    for place in _TRIGGER.finditer(text):
        skip = _SPEECH.match(place.group())
        start = place.start() + (skip.end() if skip else 0)
        words = _ACTOR.sub("", text[start : place.end()])
        if len(words) >= 3 and not dates.is_date(words.lstrip("等待到")):
            found.append(Trigger(words, start, start + len(words)))
    return found
