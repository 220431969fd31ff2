"""Companies and persons in running text, and the way from a name as said to the register."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import rjieba

from zaocha.lang import cues, normalise, pinyin

_HAN = "[\u4e00-\u9fff]"
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包柏宁柯阮桂闵解强柴华冉房边楼娄应宣寿骆来斯郦"
    "奚卞仲蔺鄢谌宫桑濮晏瞿茹艾戈匡寇巩晁敖阚饶鞠荆竺裘楚蒙佟樊贝隋尚茅屠狄柴蓝麦苟甘池娄葛庄鲍汲冷逯滕栾刁佴屈谯"
    "窦丘仇储冀凤卓厉喻嵇岑庾廉戎戚扈昝暨桓沃浦湛燕班璩禹穆符籍糜缪羿肖胥臧芮苑荀荣莘蒯蒲蓟虞褚訾诸谈贡贲逄邝邬邰邴郁郎郏郗酆钭钮闫闻阙隗雍雒麻慕"
)
COMPANY_TITLES = cues.words("names.company_titles")
OFFICIAL_TITLES = cues.words("names.official_titles")
_TITLE = f"(?:{COMPANY_TITLES}|{OFFICIAL_TITLES})"
_FOLLOWS = cues.words("names.follows")
_AFTER_NAME = re.compile(rf"(?:{_FOLLOWS})|[^\u4e00-\u9fff]|$")
_SURE_AFTER = cues.pattern("names.sure_after")
_TRADES = cues.words("names.trades")
_LEGAL = r"(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|合作社|公司)"
_FULL = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9·]{{2,24}}?(?:（[\u4e00-\u9fff]{{2,4}}）)?[\u4e00-\u9fffA-Za-z0-9·]{{0,10}}?{_LEGAL}"
)
_SHORT = re.compile(
    rf"([\u4e00-\u9fffA-Za-z]{{2,8}}?)((?:{_TRADES})厂?|袜厂|针织厂|机械厂|纱厂|织造厂|染厂|包装厂|纸箱厂|制衣厂|加工厂|厂|商行|经营部|工作室)(?![\u4e00-\u9fff]{{0,4}}?{_LEGAL})(?!产业|产区|集群|协会|行业|企业|之乡|设计|生产|工人|工业|链|小镇|博览|机|房|区|家|主[^任]|商会|大脑|人才|市场|发展)"
)
_PLACE = re.compile(
    rf"^(?:{_HAN}{{2,3}}?省)?(?:{_HAN}{{2,3}}?(?:市|县))?(?:{_HAN}{{2,3}}?(?:区|镇|街道|乡))?"
)
_CUT = cues.pattern("names.cut")
_GENERIC = re.compile("^(?:" + cues.words("names.generic") + ")+$")


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """One row of the register: the name, other names that it goes by, its key there."""

    name: str
    aliases: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class NamedCompany:
    """A company as named in a text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as named: `words` with the title, `name` without; `official` by the title, None if unclear."""

    words: str
    name: str
    title: str
    start: int
    end: int
    official: bool | None


def place_cut(name: str) -> str:
    """A name without the province, city or town in front."""
    found = _PLACE.match(name)
    rest = name[found.end() :] if found else name
    return rest if len(rest) >= 2 else name


def short_form(name: str) -> str:
    """云溪市恒丰针织有限公司 → 恒丰针织."""
    rest = re.sub(rf"(?:（.*?）|{_LEGAL})", "", place_cut(normalise.plain(name)))
    return re.sub("科技$", "", rest) if len(rest) > 6 else rest


def brand(name: str) -> str:
    """云溪市恒丰针织有限公司 → 恒丰: what is left without place, trade and legal form."""
    rest = short_form(name)
    while True:
        cut = re.sub(f"(?:{_TRADES}|厂|有限|商行|经营部)$", "", rest)
        if cut == rest or len(cut) < 2:
            return rest
        rest = cut


def companies_in(text: str, *, register: "Register | None" = None) -> list[NamedCompany]:
    """All companies named in a uniform text, in order: full names, short forms, names of the register."""
    found = [one for one in _full_names(text) if one is not None]
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    aliases: dict[str, None] = {}
    for one in found:
        aliases |= dict.fromkeys(
            alias for alias in (short_form(one.name), brand(one.name)) if len(alias) >= 2
        )
    if register is not None:
        aliases |= dict.fromkeys(register.aliases_in(text))
    found += _mentions(text, aliases, taken)
    found += _short_names(text, taken)
    return sorted(found, key=lambda one: one.start)


def _full_names(text: str) -> list[NamedCompany | None]:
    return [_trimmed(place) for place in _FULL.finditer(text)]


def _trimmed(place: re.Match[str]) -> NamedCompany | None:
    words = place.group()
    start = 0
    body_end = re.search(f"{_LEGAL}$", words)
    limit = body_end.start() if body_end else len(words)
    for cut in _CUT.finditer(words, 0, limit):
        if _enough_brand(words[cut.end() : limit]):
            start = cut.end()
    city = re.search(rf"{_HAN}{{2}}(?:市|县|省)", words[start:limit])
    if city and len(words[start + city.start() : limit]) >= 5:
        start += city.start()
    name = words[start:]
    core = place_cut(name[: len(name) - (len(words) - limit)])
    if len(core) < 2 or _GENERIC.match(core) or _PUBLIC_BODY.search(name) or is_clause(core):
        return None
    return NamedCompany(name, place.start() + start, place.end())


_PUBLIC_BODY = re.compile(
    "(?:供电|水务|自来水|燃气|天然气|电力|公交|热力|热电|排水|城投|交投|国资|担保|人力资源|环卫|物业|保险|电信|移动|联通|铁塔|广电)(?:集团|发展|服务|建设)?(?:有限|有限责任|股份有限)?(?:公司|集团)$"
)


def _enough_brand(body: str) -> bool:
    return len(re.sub(f"(?:{_TRADES})+$", "", body)) >= 2


def _mentions(text: str, aliases: Iterable[str], taken: bytearray) -> list[NamedCompany]:
    found = []
    names = sorted(aliases, key=len, reverse=True)
    if not names:
        return []
    for place in re.finditer("|".join(map(re.escape, names)), text):
        if not any(taken[place.start() : place.end()]):
            taken[place.start() : place.end()] = b"\1" * (place.end() - place.start())
            found.append(NamedCompany(place.group(), place.start(), place.end()))
    return found


def _short_names(text: str, taken: bytearray) -> list[NamedCompany]:
    found = []
    at = 0
    while (place := _SHORT.search(text, at)) is not None:
        body, start = place.group(1), place.start()
        for cut in _CUT.finditer(body):
            if len(body) - cut.end() >= 2:
                start = place.start() + cut.end()
        name = text[start : place.end()]
        core = text[start : place.end(1)]
        at = place.end()
        if (
            not 2 <= len(place_cut(core)) <= 4
            or is_clause(name)
            or re.fullmatch(".{0,3}(?:原材料|原料|辅料|新材料)", name)
            or _is_plain_word(core, text, start)
            or any(taken[start:at])
        ):
            continue
        taken[start:at] = b"\1" * (at - start)
        found.append(NamedCompany(name, start, place.end()))
    return found


@lru_cache(maxsize=4096)
def is_clause(name: str) -> bool:
    """Words that lead to a trade and are no brand: 明天带材料, 因欧盟新玩具, 希望把公司."""
    tagged = [(word, kind) for word, kind in rjieba.tag(name) if kind]
    first, kind = tagged[0]
    if any(kind in ("p", "uj", "ul") for _, kind in tagged):
        return True
    if not rjieba.has_word(first):
        return False
    return kind in ("t", "r", "d", "c", "f", "zg", "u") or (kind == "v" and len(tagged) > 2)


_VERBS_IN_BRAND = re.compile(
    "[租买搬缺没不能还很太都也就这那怎哪几想你我他她说问讲要]|" + cues.words("names.not_brands")
)


@lru_cache(maxsize=4096)
def _is_generic(core: str) -> bool:
    return bool(_GENERIC.match(core) or _VERBS_IN_BRAND.search(core))


def _is_plain_word(core: str, text: str, start: int) -> bool:
    """A short name must stand after a mark, a space or a word that may come before a name."""
    before = text[max(0, start - 2) : start]
    boundary = not before or not ("\u4e00" <= before[-1] <= "\u9fff") or bool(_CUT.search(before))
    return _is_generic(core) or not boundary


class Register:
    """Known companies, found again by full name, short form, typo or pinyin."""

    def __init__(self, companies: Sequence[KnownCompany]) -> None:
        self.companies = tuple(companies)

    @cached_property
    def _by_alias(self) -> dict[str, set[str]]:
        by_alias: dict[str, set[str]] = {}
        for company in self.companies:
            name = normalise.plain(company.name)
            forms = {
                name,
                place_cut(name),
                short_form(name),
                brand(name),
                *map(normalise.plain, company.aliases),
            }
            for form in forms:
                if len(form) >= 2:
                    by_alias.setdefault(form, set()).add(company.name)
        return by_alias

    @cached_property
    def _by_sound(self) -> dict[str, set[str]]:
        by_sound: dict[str, set[str]] = {}
        for alias, names in self._by_alias.items():
            by_sound.setdefault(pinyin.full(alias), set()).update(names)
        return by_sound

    def aliases_in(self, text: str) -> list[str]:
        """Names and short forms of the register that occur in the text and mean one company only."""
        return [
            alias
            for alias, names in self._by_alias.items()
            if len(names) == 1 and alias in text and not (len(alias) == 2 and _is_generic(alias))
        ]

    def match(self, said: str) -> str | None:
        """The registered name meant by a name as said, or None when none or several fit."""
        said = normalise.plain(said).strip()
        forms = dict.fromkeys((said, place_cut(said), short_form(said)))
        for form in forms:
            if (only := _only(self._by_alias.get(form))) is not None:
                return only
        for form in forms:
            if (only := _only(self._by_sound.get(pinyin.full(form)))) is not None:
                return only
        brands = _only(self._by_alias.get(brand(said)))
        return (
            brands if brands is not None and _trades_agree(said, brands) else self._nearest(short_form(said))
        )

    def _nearest(self, form: str) -> str | None:
        if len(form) < 4:
            return None
        near: set[str] = set()
        for alias, names in self._by_alias.items():
            if len(alias) == len(form) and sum(a != b for a, b in zip(alias, form, strict=True)) == 1:
                near |= names
        return _only(near)


def _trades_agree(said: str, name: str) -> bool:
    """恒丰针织 does not mean 恒丰物流, though the brand is the same."""
    one, other = short_form(said), short_form(name)
    return one == brand(one) or one[len(brand(one)) :][:2] == other[len(brand(other)) :][:2]


def _only(names: set[str] | None) -> str | None:
    return next(iter(names)) if names and len(names) == 1 else None


_TITLE_NAME = re.compile(
    rf"(?P<title>{_TITLE})(?:、(?:{_TITLE}))?[ ]?(?P<name>[{SURNAMES}](?:某某?|{_HAN}{{1,2}}))"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|慕容|令狐|宇文|司徒|夏侯|端木|南宫|公孙"
_PLAIN = "[^\\W\\d_的了在和与也都就还对等们表代及或是有为向说负]"
_TITLE_ANY_NAME = re.compile(
    rf"(?P<title>副?总经理|董事长|副总|厂长|负责人|老板娘?|法人|创始人|理事长|总监|主管|经理|主理人)(?:，|[ ])?"
    rf"(?P<name>(?:{_COMPOUND}){_HAN}{{1,2}}|{_PLAIN}{{2,3}}?)"
    "(?=说|反映|提出|提到|表示|询问|坦言|希望|建议|问道|介绍|直言|告诉|没有|的(?:发言|问题)|：)"
)
_NAME_TITLE = re.compile(
    rf"(?P<name>[{SURNAMES}](?:某某?|{_HAN}{{0,2}}?))(?P<title>{_TITLE})(?!化|会议|经理|总|(?<=总)(?:部|体|量|是|额|之|结|和|共|计|算|归|价|数|工程|裁|监|产|面积|站|队|成本)|(?<=科)(?:技|学|室|目|创|研)|(?<=顾问)团|(?<=书记)处|(?<=会长)单位|(?<=链长)制|(?<=代表)(?:性|团|大会)|(?<=专员)制)"
)
_NOT_NAMES = frozenset(cues.words("names.not_names").split("|"))
_NICK = re.compile(
    rf"(?P<title>老|小|阿)(?P<name>[{SURNAMES}])(?![\u4e00-\u9fff]?(?:区|路|镇|村|板|微|厂|师|机|房|型|孩|工业))"
)
_COMPANY_TITLE = re.compile(f"(?:{COMPANY_TITLES})")
_CIVIL = re.compile(
    rf"(?P<name>[{SURNAMES}](?:某某?|{_HAN}))(?P<title>女士|先生|师傅|工(?![作业程人厂会资伤艺商])|姐|哥|大姐|阿姨|叔)"
)


def persons_in(text: str) -> list[NamedPerson]:
    """Persons in a uniform text, in order: 总经理李明, 张总, 王某某主任, 老陈."""
    found: list[NamedPerson] = []
    taken = bytearray(len(text) + 1)
    for pattern, titled_first in (
        (_TITLE_NAME, True),
        (_TITLE_ANY_NAME, True),
        (_NAME_TITLE, False),
        (_CIVIL, False),
        (_NICK, True),
    ):
        for place in pattern.finditer(text):
            person = _person(text, place, titled_first=titled_first)
            if person and not any(taken[person.start : person.end]):
                taken[person.start : person.end] = b"\1" * (person.end - person.start)
                found.append(person)
    return sorted(found, key=lambda one: one.start)


def _person(text: str, place: re.Match[str], *, titled_first: bool) -> NamedPerson | None:
    title, name, end = place["title"], place["name"], place.end()
    if titled_first and title not in ("老", "小", "阿"):
        cut = given_name_end(text, place.start("name"))
        if cut is None:
            return None
        name, end = text[place.start("name") : cut], cut
    elif _is_no_name(text, place):
        return None
    return NamedPerson(
        words=text[place.start() : end],
        name=name,
        title=title,
        start=place.start(),
        end=end,
        official=official_title(title),
    )


def _is_no_name(text: str, place: re.Match[str]) -> bool:
    """有关负责人, 担任链长, 职工, 对于总部: a surname by its look only."""
    name, title = place["name"], place["title"]
    before = text[max(0, place.start() - 1) : place.start()]
    if name in _NOT_NAMES or (len(name) == 1 and len(title) > 4):
        return True
    if name == "任" and before and before in "担责兼现聘出就时历委":
        return True
    if (
        name in ("关", "于", "成", "方", "应", "单", "易", "明", "全")
        and before
        and before in "有相关对由属等完达多双各甲乙对适简订透说证表"
    ):
        return True
    return title == "工" and len(name) > 1


def given_name_end(text: str, at: int) -> int | None:
    """Where a name of two or three characters ends that begins at `at`, by what follows it."""
    if text[at + 1 : at + 2] == "某":
        return at + (3 if text[at + 2 : at + 3] == "某" else 2)
    short = len(text) >= at + 2 and bool(_AFTER_NAME.match(text, at + 2))
    long = len(text) >= at + 3 and bool(_AFTER_NAME.match(text, at + 3)) and text[at : at + 3].isalpha()
    if short and long and not _SURE_AFTER.match(text, at + 2):
        return at + 3
    if short or long:
        return at + (2 if short else 3)
    return at + 3 if len(text) >= at + 3 and text[at : at + 3].isalpha() else None


def official_title(title: str) -> bool | None:
    """True for titles of officials, False for those of companies, None for 老, 师傅 and the like."""
    if _COMPANY_TITLE.fullmatch(title):
        return False
    if re.fullmatch(OFFICIAL_TITLES, title):
        return True
    return None
