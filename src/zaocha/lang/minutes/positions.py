"""Companies known by where they stand: before a speaker, in a field of a form, before 反映, after 我们."""

import re
from collections.abc import Iterable

from zaocha.lang import cues, names
from zaocha.lang.names import NamedCompany

_HAN = "[\u4e00-\u9fff]"
_TRADES = cues.words("positions.trades") + "|" + cues.words("names.trades")
_SHOPS = cues.words("positions.shops")
_SAYS = "反映|提出|表示|希望|申请|建议|担心|坦言|询问|咨询|要求|抱怨|问"
_POSTS = f"(?:{names.COMPANY_TITLES})|主理人|社长|传人|翻译|联合创始人|CEO|CTO|CFO|HR"
_KIND = "（(?:个体|连锁|非企业|普通合伙|独资|合资|中外|中美|夫妻)[^（）\n]{0,24}）?"
_FOLLOWED = (
    rf"(?=[ ]*(?:（{_HAN}{{2,6}}）)?(?:公司)?[ ]*(?:{_KIND})?[ ]*(?:$|\n|[：:/]|——|—|-|的?{_HAN}{{0,4}}(?:{_POSTS})|(?:还|也|同时|集中)?(?:{_SAYS})"
    rf"|[{names.SURNAMES}]{_HAN}{{1,2}}(?:[：: ，（)]|$)|[ ]{_HAN}{{2,4}}(?:[：:）)，]|$)|[ ][A-Z][A-Za-z]+[ A-Za-z]*[：:]|，老板|[ ]+\d{{1,2}}:\d\d))"
)
_BEGINS = r"(?:^|(?<=[，。；：、？！\n\t ”“（/@|①-⑳])|(?<=我们)|(?<=咱们)|(?<=我是)|(?<=件，))"
_TRADE = re.compile(
    rf"{_BEGINS}(?P<name>{_HAN}{{2,6}}?(?:{_TRADES})厂?)(?:{_FOLLOWED}|(?=的[^，。]{{2,8}}[，夏冬]|、|等\d))",
    re.M,
)
_SHOP = re.compile(rf"{_BEGINS}(?P<name>{_HAN}{{2,9}}?(?:{_SHOPS})){_FOLLOWED}", re.M)
_LATIN = re.compile(
    rf"{_BEGINS}(?P<name>[A-ZÀ-Þ][A-Za-zÀ-ɏ\d&.'-]*(?:[ ][A-ZÀ-Þ][A-Za-zÀ-ɏ\d&.'-]*){{0,2}}{_HAN}{{0,8}}(?:（{_HAN}{{2,6}}）公司|（独资）)?){_FOLLOWED}",
    re.M,
)
_QUOTED = re.compile(
    rf"(?P<name>“{_HAN}{{2,6}}”(?:{_HAN}{{0,6}}(?:{_TRADES}|{_SHOPS})|))(?=(?:的)?(?:{_POSTS}))"
)
_FIELD = re.compile(
    r"^(?:【?(?:企业|公司|单位|反映单位|诉求单位|报送|申报|填报)(?:名称|单位|企业)?】?)：[ ]*(?P<name>[^\s，。；：（]{2,24}(?:（[^（）]{2,4}）[^\s，。；：（]{1,16})?)",
    re.M,
)
_NO_COMPANY = cues.pattern("positions.not_companies")


def named_by_place(text: str, companies: list[NamedCompany]) -> list[NamedCompany]:
    """The companies found by their words, and those that only their place makes known; in order."""
    taken = bytearray(len(text) + 1)
    found = list(companies)
    for one in companies:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for one in _candidates(text):
        follows_one = one.start > 1 and text[one.start - 1] == " " and bool(taken[one.start - 2])
        if follows_one or any(taken[one.start : one.end]):
            continue
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
        found.append(one)
    return sorted(found, key=lambda one: one.start)


def _candidates(text: str) -> Iterable[NamedCompany]:
    for pattern in (_FIELD, _QUOTED, _LATIN, _TRADE, _SHOP):
        for place in pattern.finditer(text):
            if _may_be(place["name"]):
                yield NamedCompany(place["name"], place.start("name"), place.end("name"))


def _may_be(name: str) -> bool:
    return not _NO_COMPANY.search(name)


_INTRODUCES = re.compile(
    r"^(?P<who>[^：:\n，。]{2,6})[：:](?P<lead>[^\n]{0,16}?)(?:我们(?:是|这边)?|咱们|咱|我是|我这个)$"
)


def introduced(text: str, one: NamedCompany) -> str | None:
    """Who says of himself that he is of this company (张总：我们雅途箱包做…), else None."""
    line = text.rfind("\n", 0, one.start) + 1
    found = _INTRODUCES.match(text[line : one.start])
    return found["who"].strip() if found else None
