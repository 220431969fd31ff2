"""Who appears in the minutes: companies, officials, and which side each name belongs to."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import Enum

from zaocha.lang import cues, names
from zaocha.lang.minutes import positions
from zaocha.lang.names import NamedCompany, NamedPerson, Register


class Side(Enum):
    """On which side of the table somebody sits."""

    COMPANY = "company"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: side, person and company as named, `words` for an official with the unit."""

    side: Side | None
    person: str | None = None
    company: str | None = None
    words: str | None = None


_BUREAU = cues.words("cast.bureau")
_NAMED = (
    "(?:(?!街道|社区|联系|会同|当即|当场|现场|牵头|由|与|和|及|对接|协调|请|向|到|在|的|跟|找|给|让|帮|是|有|把|将|被|去|来|报|里)"
    "[\u4e00-\u9fff])"
)
ORG = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,6}}?(?:街道|社区|镇|乡|新区|开发区|高新区|园区))?(?:党工委|办事处|管委会|镇政府|党委|政府)?[\u4e00-\u9fff]{{0,4}}?(?:{_BUREAU})"
    rf"|{_NAMED}{{1,4}}(?:办|科|所|站|股|队)(?=[：:]|答复|回复|回应|回答|表示|牵头|解答|当场|现场|会同|明确)"
    rf"|{_NAMED}{{2,10}}?(?:局(?!面|势|部|限)|分局|支行|分行|协会|商会|工会|妇联|团委|供电公司|水务公司|水务集团|自来水公司|燃气公司|天然气公司|电力公司|公交公司|公交集团|人力资源公司|担保公司|法院|检察院|海关|农商行|农商银行|银行|大队|交警|消防救援大队|热电厂|污水处理厂|自来水厂|物业公司|物业|城投集团?|交投集团?|国资公司|职校|技师学院|职业技术学院)(?!贷|卡)"
    r"|(?:[\u4e00-\u9fff]{2,5}?)(?:街道|社区|办事处|党工委|管委会|居委会|村委会|镇政府|镇党委|区政府|市政府|县政府)(?!路|口|工厂|里的?厂|附近|周边)"
    r"|(?:相关|有关|职能|主管|交通|人社|资规|供电|电力|环保|税务|金融|教育|卫健|市监|住建|城管|经信|科技|商务|消防|公安|政府|街道|业务|各)(?:职能)?部门|专班|镇里|街道上?|社区|政府|(?:供电|燃气|水务|热电|公交|电力|自来水|天然气|热力|物业|保险)公司|热电厂|供电所|物业|移动公司|电信公司|联通公司|铁塔公司|驻村指导中心|执法队|顾问团"
)
COMPANY_PEOPLE = re.compile(
    "(?:"
    + cues.words("cast.company_people")
    + (
        ")*(?:企业家代表|企业家|企业主|企业代表|企业负责人|企业|厂家|老板们?|商户|"
        "员工代表|职工代表|员工|职工|工人|业主|经营户|个体户|店主|摊主|店家|商贩|有人$|商家|车间主任|打工者|"
        "务工人员)(?:们)?"
    )
)
_NOT_OFFICIAL_ORG = re.compile("本公司|我公司|我司")
_OWN_OFFICERS = re.compile("书记|主任|主席|代表|组织委员|委员|会长|工会主席|同志|科|科长|部长|专员|队长|所长")


_BEFORE_ORG = re.compile("(?:" + cues.words("cast.before_org") + ")+")
_HEADER_REST = re.compile(
    r"(?:[\s：:，、]|企业(?:名称)?|单位(?:名称)?|公司|反映|提出|诉求|发言|(?:联系|反映|负责|提出|发言|来访|来电|咨询|投诉|申请|受访)(?:人|企业|单位)|电话|事项|【诉求】|诉求】|的?申请报告|的?请示|的?报告|的?申请|的?函|关于|[\d-]{7,}"
    rf"|(?:{names.COMPANY_TITLES})|[\u4e00-\u9fff]{{1,3}}(?:总经理|总|经理|厂长|老板|主任|董事长)|(?<=[人 理长：:])[{names.SURNAMES}][\u4e00-\u9fff]{{1,2}})*"
)
_LEAD = re.compile(
    "^(?:的|在|由|和|对|向|与|及|请|随后|接着|最后|现场|会上|当天|据|听取|并|是|来自|刚刚担任|担任)+"
)


@dataclass(slots=True)
class Cast:
    """Everybody named in one uniform text, with places, and what is known of each name."""

    text: str
    companies: list[NamedCompany]
    persons: list[NamedPerson]
    orgs: list[tuple[int, int]]
    known: dict[str, Voice] = field(default_factory=dict)
    _company_starts: list[int] = field(default_factory=list)
    _person_starts: list[int] = field(default_factory=list)
    _org_starts: list[int] = field(default_factory=list)

    def companies_between(self, start: int, end: int) -> list[NamedCompany]:
        at = bisect_left(self._company_starts, start)
        found = []
        while at < len(self.companies) and self.companies[at].end <= end:
            found.append(self.companies[at])
            at += 1
        return found

    def persons_between(self, start: int, end: int) -> list[NamedPerson]:
        at = bisect_left(self._person_starts, start)
        found = []
        while at < len(self.persons) and self.persons[at].end <= end:
            found.append(self.persons[at])
            at += 1
        return found

    def orgs_between(self, start: int, end: int) -> list[tuple[int, int]]:
        at = bisect_left(self._org_starts, start)
        found = []
        while at < len(self.orgs) and self.orgs[at][1] <= end:
            found.append(self.orgs[at])
            at += 1
        return found

    def subject_of(self, start: int, end: int) -> Voice | None:
        """The company that a line consists of (（一）恒丰针织; 企业：恒丰针织  联系人：周明), else None."""
        companies = self.companies_between(start, end)
        if len(companies) != 1 or end - start > 60:
            return None
        persons = self.persons_between(companies[0].end, end)
        rest = self.text[start : companies[0].start] + " " + self.text[companies[0].end : end]
        for person in persons:
            rest = rest.replace(person.words, " ")
        if _HEADER_REST.fullmatch(rest.strip(" ：:。，、（）()【】[]\t")) is None:
            return None
        person_words = persons[0].words if persons else _person_of_header(rest)
        return Voice(
            Side.COMPANY,
            person=person_words,
            company=companies[0].name,
            words=companies[0].name,
        )

    def form_subject(self, start: int, end: int) -> Voice | None:
        """The company that a field of a form or a line such as 5、某某公司 —— 花蕊 names."""
        named = self.companies_between(start, end)
        if not named or end - start > 70:
            return None
        words, company = self.text[start:end], named[0]
        lead = self.text[start : company.start]
        person = _FORM_PERSON.search(words, company.end - start)
        if _FORM_LEAD.fullmatch(lead):
            return Voice(Side.COMPANY, person[1] if person else None, company.name, company.name)
        beside = _BESIDE.fullmatch(words, company.end - start) if not lead else None
        return beside and Voice(Side.COMPANY, beside["who"], company.name, company.name)

    def person_field(self, start: int, end: int, under: Voice | None) -> Voice | None:
        """The company above with the person of a line such as 诉求人：池国良."""
        found = re.fullmatch(
            r"[【]?(?:(?:联系|诉求|反映|来访|提出|负责|申请|法定代表|填报)人(?:员|姓名)?|经营者)[】]?[：:][ ]*(?:厂长|经理|老板)?[ ]?([\u4e00-\u9fff]{2,8})(?:（[^）]*）)?(?:[ ]{2,}.*)?",
            self.text[start:end],
        )
        if found is None or under is None:
            return None
        return Voice(under.side, person=found[1], company=under.company, words=under.words)

    def voice(self, start: int, end: int) -> Voice | None:
        """Who is meant by the words between two places, or None when nobody is named there."""
        companies = self.companies_between(start, end)
        persons = self.persons_between(start, end)
        orgs = [one for one in self.orgs_between(start, end) if not _inside(one, companies)]
        if companies and not _is_visited(self.text[start:end], companies[0], orgs, start):
            return self._of_company(companies[-1], persons, start, end)
        if orgs or any(one.official for one in persons):
            return self._of_official(start, end, persons, orgs)
        if persons:
            return self._of_person(persons[-1])
        return self._of_words(start, end)

    def _of_company(self, company: NamedCompany, persons: list[NamedPerson], start: int, end: int) -> Voice:
        later = [one for one in persons if one.start >= company.end - 1]
        person = (later or persons)[-1].words if persons else self._post_after(company, end)
        if person is None:
            person = self._bare_name(company.end, end) or self._bare_name(start, company.start)
        return Voice(Side.COMPANY, person=person, company=company.name, words=company.name)

    def _bare_name(self, start: int, end: int) -> str | None:
        """恒丰针织 李明: a name without a title right after the company."""
        words = self.text[start:end].strip(" \t的（）()·、-—/【】[]")
        apart = self.text[start : start + 1] in (" ", "-", "—", "/", "·")
        if apart and _SET_APART.fullmatch(words) and not re.search(_NO_NAME, words):
            return words
        if re.fullmatch(f"[{names.SURNAMES}][\u4e00-\u9fff]{{1,2}}", words):
            return words
        return None

    def _post_after(self, company: NamedCompany, end: int) -> str | None:
        found = re.match(
            rf"的?(?:一位|一名|有关|相关)?({names.COMPANY_TITLES}|员工|职工|工人)",
            self.text[company.end : end],
        )
        return found[1] if found else None

    def _of_official(
        self, start: int, end: int, persons: list[NamedPerson], orgs: list[tuple[int, int]]
    ) -> Voice:
        begin = min([one[0] for one in orgs] + [one.start for one in persons])
        last = max([one[1] for one in orgs] + [one.end for one in persons])
        post = re.match(
            rf"(?:的)?(?:一位|有关|相关|主要|分管)?(?:{names.OFFICIAL_TITLES}|负责人|领导)",
            self.text[last:end],
        )
        if post:
            last += post.end()
        elif not persons:
            bare = re.match(rf"[{names.SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[：:，（]|$)", self.text[last:end])
            last += bare.end() if bare else 0
        words = _LEAD.sub("", self.text[begin:last].strip(" ，、："))
        person = persons[-1].words if persons else None
        return Voice(Side.OFFICIAL, person=person, words=words)

    def _of_person(self, person: NamedPerson) -> Voice:
        known = self.known.get(person.words) or self.known.get(person.name)
        if known is not None:
            return known
        if person.official is False:
            return Voice(Side.COMPANY, person=person.words, words=person.words)
        return Voice(None, person=person.words, words=person.words)

    def _of_words(self, start: int, end: int) -> Voice | None:
        words = self.text[start:end].strip(" \t，。：、（）【】[]*")
        for name in sorted(self.known, key=len, reverse=True):
            if len(name) >= 2 and name in words and len(words) - len(name) <= 8:
                return self.known[name]
        people = COMPANY_PEOPLE.search(words)
        if people:
            return Voice(Side.COMPANY, words=people.group())
        if re.search(f"(?:{names.OFFICIAL_TITLES}|领导|干部|主持人)$", words) and not words.endswith(
            ("同志们",)
        ):
            return Voice(Side.OFFICIAL, person=words[-12:], words=words[-12:])
        return None


_FORM_LEAD = re.compile("【?(?:企业|公司|单位|填报单位|反映单位|诉求单位)(?:名称)?】?[：:][ ]*")
_FORM_PERSON = re.compile(
    "(?:(?:填报|联系|反映|负责|法定代表|提出|发言)人|发言|代表)[：:][ ]*(?:[\u4e00-\u9fffA-Z]{2,6} )?([\u4e00-\u9fff]{1,4}(?![ ][\u4e00-\u9fff])|[A-Z][a-z]+ [\u4e00-\u9fff])"
)
_BESIDE = re.compile(
    "(?:股份|有限|责任|公司)*(?:（[^（）]{2,12}）)?[ ]*(?:——|—|/)[ ]*(?:[\u4e00-\u9fff]{2,8} )?(?P<who>[\u4e00-\u9fff]{2,4})(?:（[^（）]{2,10}）)?"
)
_ATTENDANCE = re.compile(r"^(?:列席|参加|参会|出席|到场|主持)[^：:\n]{0,4}[：:](?P<all>[^\n]+)", re.M)
_ATTENDS = re.compile(
    r"(?:^|[、，])[ ]?(?P<unit>[\u4e00-\u9fff]{0,8}(?:[局办所站科院]|街道|社区|中心|管委会|行|大队|海关|电信|供电|物业))"
    rf"[ ]?(?:(?:{names.OFFICIAL_TITLES})[ ])?(?P<name>[\u4e00-\u9fff]{{2,3}})(?=[、，]|$)"
)
_SET_APART = re.compile("[\u4e00-\u9fff]{1,3}|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?: [\u4e00-\u9fff])?")
_NO_NAME = "诉求|问题|反映|提出|意见|建议|答复|代表|企业|公司|发言|个体"


def _person_of_header(rest: str) -> str | None:
    """联系人：周明 → 周明; 麻经理 → 麻经理."""
    named = re.search(rf"(?:人|{names.COMPANY_TITLES})[：: ]*([\u4e00-\u9fff]{{2,4}})", rest)
    posted = re.search("[\u4e00-\u9fff]{1,3}(?:总经理|总|经理|厂长|老板|主任|董事长)", rest)
    if named:
        return str(named[1])
    return posted.group() if posted else None


def _inside(org: tuple[int, int], companies: list[NamedCompany]) -> bool:
    return any(one.start < org[1] and org[0] < one.end for one in companies)


def _is_visited(words: str, company: NamedCompany, orgs: list[tuple[int, int]], start: int) -> bool:
    """街道干部走访恒丰针织: the company is not the one who acts."""
    before = words[: company.start - start]
    return bool(
        orgs
        and orgs[0][0] < company.start
        and re.search("走访|针对|对于|来到|前往|帮助|为|给|对|就|向|告诉|联系", before)
    )


def gather(text: str, *, register: Register | None = None) -> Cast:
    """Find everybody in a uniform text and learn each name's side and company from where it stands."""
    companies = positions.named_by_place(text, names.companies_in(text, register=register))
    persons = names.persons_in(text)
    orgs = [_org(place) for place in ORG.finditer(text) if not _NOT_OFFICIAL_ORG.search(place.group())]
    cast = Cast(text=text, companies=companies, persons=persons, orgs=orgs)
    cast._company_starts = [one.start for one in companies]
    cast._person_starts = [one.start for one in persons]
    cast._org_starts = [one[0] for one in orgs]
    for person in persons:
        _learn(cast, person)
    for line in _ATTENDANCE.finditer(text):
        for place in _ATTENDS.finditer(line["all"]):
            name = place["name"]
            cast.known.setdefault(name, Voice(Side.OFFICIAL, person=name, words=name))
    for company in companies:
        who = positions.introduced(text, company) or positions.said_to_be(text, company)
        if who is not None and (who not in cast.known or cast.known[who].company is None):
            cast.known[who] = Voice(Side.COMPANY, person=who, company=company.name, words=company.name)
    return cast


def _org(place: re.Match[str]) -> tuple[int, int]:
    """The unit without words that only lead to it (希望街道, 由城建办)."""
    lead = _BEFORE_ORG.match(place.group())
    start = place.start() + (lead.end() if lead and lead.end() < len(place.group()) - 1 else 0)
    return start, place.end()


def _learn(cast: Cast, person: NamedPerson) -> None:
    voice = _from_company(cast, person) or _from_title(cast, person)
    if voice is None:
        return
    for key in {person.name, person.words}:
        old = cast.known.get(key)
        if len(key) >= 2 and (old is None or (old.company is None and voice.company)):
            cast.known[key] = voice
    if voice.company and person.name[:1] and person.official is False:
        cast.known.setdefault(person.name[0] + "总", voice)


def _from_company(cast: Cast, person: NamedPerson) -> Voice | None:
    """The company that stands right before the person, or in brackets after."""
    before = cast.companies_between(max(0, person.start - 40), person.start)
    if before and re.fullmatch(
        r"(?:公司)?(?:（[^（）\n]{0,24}）)?[的，、（\s:：—-]?(?:[\u4e00-\u9fff]{0,4})",
        cast.text[before[-1].end : person.start],
    ):
        gap = cast.text[before[-1].end : person.start]
        if "\n" not in gap and not (person.official and not _OWN_OFFICERS.search(person.title)):
            return Voice(Side.COMPANY, person=person.words, company=before[-1].name, words=before[-1].name)
    if before and len(before) == 1 and person.title.startswith(("企业", "公司")):
        gap = cast.text[before[0].end : person.start]
        if re.fullmatch("[^。\n]{0,16}", gap):
            return Voice(Side.COMPANY, person=person.words, company=before[0].name, words=before[0].name)
    if before and re.fullmatch(r"（[^（）\n]{1,30}[、，/ ]", cast.text[before[-1].end : person.start]):
        return Voice(Side.COMPANY, person=person.words, company=before[-1].name, words=before[-1].name)
    after = cast.companies_between(person.end, person.end + 30)
    if after and re.fullmatch(
        r"[ ]?[（(]|(?:就)?是(?:我们|咱们|做[^，。\n]{1,6}的)?|你们（", cast.text[person.end : after[0].start]
    ):
        return Voice(Side.COMPANY, person=person.words, company=after[0].name, words=after[0].name)
    return None


def _from_title(cast: Cast, person: NamedPerson) -> Voice | None:
    near = cast.orgs_between(max(0, person.start - 24), person.start)
    adjacent = near and re.fullmatch(r"[的（\s]?[\u4e00-\u9fff]{0,6}", cast.text[near[-1][1] : person.start])
    if adjacent and person.official is not False:
        words = _LEAD.sub("", cast.text[near[-1][0] : person.end])
        return Voice(Side.OFFICIAL, person=person.words, words=words)
    if adjacent and re.search(
        "银行|供电|水务|燃气|电力|公交|担保|城投|电信|移动|联通|协会|商会|街道|社区|局$",
        cast.text[slice(*near[-1])],
    ):
        return Voice(
            Side.OFFICIAL, person=person.words, words=_LEAD.sub("", cast.text[near[-1][0] : person.end])
        )
    if person.official:
        return Voice(Side.OFFICIAL, person=person.words, words=person.words)
    if person.official is False:
        return Voice(Side.COMPANY, person=person.words, words=person.words)
    return None
