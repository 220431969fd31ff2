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
_LISTED = re.compile(
    rf"(?P<names>{_HAN}{{3,10}}(?:（{_HAN}{{2,4}}）)?(?:、{_HAN}{{3,12}}(?:（{_HAN}{{2,4}}）)?)+)等?"
    r"(?:\d{1,3}|[一二三四五六七八九十两多数]{1,3})?(?:多|余)?(?:家|户)?(?:重点|龙头|骨干|规上|小微|外贸|民营|涉企)?(?:企业|公司|厂家|商户)"
)
_LEADS_IN = re.compile(
    "^.*(?:包括|来自|邀请了?|以及|辖区|走访了?|调研了?|听取了?|其中|有|和|与|到|的|在)(?=..)"
)
_HEADS = re.compile(
    rf"^[ ]*(?:[一二三四五六七八九十\d]+[、.．])?[ ]*(?P<name>{_HAN}{{3,8}})[ ]{{1,3}}{_HAN}{{1,3}}(?:总|董|工|厂长|经理|老板|老板娘|博士|主管|总监)[：:]?[ ]*$",
    re.M,
)
_NO_COMPANY = cues.pattern("positions.not_companies")


def named_by_place(text: str, companies: list[NamedCompany]) -> list[NamedCompany]:
    """The companies found by their words, and those that only their place makes known; in order."""
    taken = bytearray(len(text) + 1)
    found = list(companies)
    for one in companies:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for one in [*_candidates(text), *_listed(text)]:
        follows_one = one.start > 1 and text[one.start - 1] == " " and bool(taken[one.start - 2])
        if follows_one or any(taken[one.start : one.end]):
            continue
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
        found.append(one)
    return sorted(found, key=lambda one: one.start)


def _candidates(text: str) -> Iterable[NamedCompany]:
    for pattern in (_FIELD, _HEADS, _QUOTED, _LATIN, _TRADE, _SHOP):
        for place in pattern.finditer(text):
            if _may_be(place["name"]):
                yield NamedCompany(place["name"], place.start("name"), place.end("name"))


def _listed(text: str) -> Iterable[NamedCompany]:
    """海川渔具、瑞琪玩具、顺和竹木等企业: each of a row before the word 企业."""
    for row in _LISTED.finditer(text):
        for item in re.finditer("[^、]+", row["names"]):
            lead = _LEADS_IN.match(item.group()) if item.start() == 0 else None
            name = re.sub("(?:等|及|和)$", "", item.group()[lead.end() if lead else 0 :])
            start = row.start("names") + item.start() + (lead.end() if lead else 0)
            if 3 <= len(name) <= 10 and not _NO_LISTED.search(name) and not names.is_clause(name):
                yield NamedCompany(name, start, start + len(name))


_NO_LISTED = re.compile(
    "(?:行业|产业|领域|环节|园区|街道|社区|[局办所委部]|中心|人员|代表|小微|服务|加工|类|型|级|企业|上市|中介|外贸|内贸|负责人|主管|方面)$"
)


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


_SAID_TO_BE = re.compile(
    rf"(?:^|[\n，。：；])(?P<who>[{names.SURNAMES}](?:总|董|老板|厂长))(?:就)?是(?:我们|做[^，。\n]{{1,6}}的)?$"
)
_NAMES_ITSELF = re.compile(r"(?:^|\n)(?:\d{1,2}:\d\d[ ])?(?P<who>[^：:\n，。]{2,6})[：:]$")


def said_to_be(text: str, one: NamedCompany) -> str | None:
    """Who is said to be of this company: 胡总是恒窑陶瓷的; or a line of a chat that is only 老金：通达铸件."""
    before = text[max(0, one.start - 24) : one.start]
    found = _SAID_TO_BE.search(before)
    if found is None and text[one.end : one.end + 1] in ("", "\n", "。", "的"):
        found = _NAMES_ITSELF.search(before)
    return found["who"].strip() if found else None
