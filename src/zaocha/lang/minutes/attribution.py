"""Who is said to speak: 李明反映， 答复： 街道将…, by clause."""

import re
from dataclasses import dataclass

from zaocha.lang import classify, cues, dates
from zaocha.lang.minutes.cast import COMPANY_PEOPLE, Cast, Side, Voice
from zaocha.lang.minutes.layout import Block
from zaocha.lang.names import OFFICIAL_TITLES, SURNAMES


@dataclass(frozen=True, slots=True)
class Naming:
    """A voice (None: the same as before) and where its words begin."""

    voice: Voice | None
    content: int
    label: str | None = None
    """"need" or "answer" if a field name said so."""
    asks: int = 0
    """2 after 希望 or 要求, 1 after 反映."""
    spoken: bool = False
    refers: bool = False
    """Points at something that may have been raised before (恒丰针织反映的路灯问题)."""


_SAY_NEED = cues.words("voices.say_need")
_SAY_ANSWER = (
    "回应|回复|答复|回答(?!问)|解释|解答|表态|承诺|答应|应承|(?:告知|告诉)(?:大家|记者|企业|他们?|她|在座)?|明确|同意|许诺|拍板|"
    "作答|答道|接话|作出承诺|(?<!按)(?<!合)(?<!照)(?<!的)要求|强调|指出|部署|保证|议定|认为"
)
_SAY_EITHER = cues.words("voices.say_either")
_HOW = "(?:" + cues.words("voices.how") + ")*"
_ATTRIBUTION = re.compile(
    rf"(?P<subject>(?:（[^（）\n]{{0,24}}）|“[^“”，。\n]{{1,6}}”|[^，。；：！？“”\n]){{0,44}}?)(?P<how>{_HOW})(?:(?P<need>{_SAY_NEED})|(?P<answer>{_SAY_ANSWER})|(?P<either>{_SAY_EITHER}))"
    r"(?:地|道|了|到|说|称|过|：|中)*(?P<sep>[，：:]|(?=“)|(?=[^的。！？]))"
)
_KEEPS_VERB = (
    "希望",
    "建议",
    "请求",
    "恳请",
    "咨询",
    "询问",
    "申请",
    "盼望",
    "期盼",
    "呼吁",
    "问",
    "担心",
    "请教",
    "打听",
)
CLOSED = re.compile(
    r"[，、]?(?:(?:在|当|随着|面对|听|一位|坐在|来自|话音|刚)[^，。；：！？“”\n]{1,24}，)?(?P<subject>[^，。；：！？“”\n]{1,44}?)"
    + _HOW
    + (
        rf"(?:{_SAY_NEED}|{_SAY_ANSWER}|{_SAY_EITHER}"
        r"|(?P<tale>道出|说出|吐露|倾吐|(?=的(?:一番|一席|这番)?(?:话|感慨|疑问|烦恼|担忧|发言|提问|困惑|心声|吐槽|心里话))))"
    )
)
_OPENED = re.compile(rf"(?:{_SAY_NEED}|{_SAY_ANSWER}|{_SAY_EITHER})(?:道|说|了|到)*[，：:]?[ ]*$|[：:][ ]*$")
SPEAKER = re.compile(
    r"(?P<who>(?:（[^（）：:\n]{0,24}）|[^：:，。；！？“”\n]){1,34}?)(?P<verb>发言|说|问|咨询|答|回应|回复|答复|补充|"
    r"反映|提问|插话|提出|表示)?[ ]*[：:][ ]*"
)
_NEED_LABEL = (
    "(?:企业|主要|具体|反映|存在)?(?:的)?(?:诉求|问题|需求|困难|反映|意见建议|"
    "建议|意见|问|Q|提问|诉求内容|反映内容|反映情况|问题描述|问题反映|企业反映|"
    "企业提出|企业诉求|困难问题|诉求事项|事由|来访内容|来电内容|内容|反映事项|诉求描述|提出问题|心愿|难点)[一二三四五六七八九十\\d]{0,2}"
)
_ANSWER_LABEL = (
    "(?:街道|现场|当场|会议|部门|处理|办理|责任|统一|初步|政府)?(?:"
    + cues.words("voices.answer_label")
    + ")(?:意见|情况|内容)?[一二三四五六七八九十\\d]{0,2}"
)
LABEL = re.compile(
    rf"[ ]*[【\[（]?(?:(?P<need>{_NEED_LABEL})|(?P<answer>{_ANSWER_LABEL}))[】\]）]?[ ]*(?:：|"
    rf":|→|——|(?<=[】\]])|(?<=\d)、)[ ]*"
)
_ACTS = re.compile(
    (
        "[ ]?(?:（)?(?:都|已)?记(?:下|录)|[ ]?(?:在)?(?:得知|获悉|了解到?|听(?:到|"
        "说|完|了))|[ ]?(?:则|也|还|再|正|正在|就|都|已经?|目前)?(?:"
    )
    + cues.words("voices.acts")
    + ")"
)
_MEETING = re.compile(
    r"^(?:会议|经讨论|经研究|经商议|与会领导|领导|大会|会上)(?:研究|一致)*(?:明确|议定|决定|要求|强调|指出|认为|同意|确定|商定)"
)


_TOPIC_LABEL = re.compile(
    "责任|单位|牵头|时限|人员|中心|负责|办理|期限|进展|状态|"
    "其他|备注|说明|例如|比如|注意|另外|小结|结论|背景|现状|原因|时间|地点|主题|内容|概况|情况|问题|诉求|答复|措施|附件|标题|关于|方面|第[一二三]|首先|其次|最后|同时|总结|反馈|总体|下次|企业|公司|街道|部门|大家|结果|备忘|要点|议题|名称|领导|政府|今天|会议"
)


_POSTED = re.compile(
    rf"[\u4e00-\u9fff]{{1,3}}(?:(?P<company>总|老板|老板娘|厂长|董事长|董|总经理|经理)|(?:{OFFICIAL_TITLES}))"
)


def looks_like_name(words: str) -> bool:
    return bool(re.fullmatch(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|[A-Z甲乙丙丁]|[老小][{SURNAMES}]", words))


def named_here(text: str, a: int, b: int, end: int, cast: Cast, last: Voice | None) -> Naming | None:
    """A new voice that this clause names: the voice, where its words begin, a label if a field name."""
    labelled = label_here(text, a, end) or raised_before(text, a, end, cast)
    if labelled is not None:
        return labelled
    said = _ATTRIBUTION.match(text, a, end)
    if said and said.end() <= end and text[said.end() : said.end() + 1] != "的":
        voice = _attributed(said, cast, last)
        if voice is not None:
            return Naming(voice, _content(said, voice), asks=_asks(said, voice))
    return _acting(text, a, b, cast)


def label_here(text: str, a: int, end: int) -> Naming | None:
    """A field name such as 诉求： or 答复：."""
    label = LABEL.match(text, a, end)
    if label is None or (a and text[a - 1] == "“"):
        return None
    return Naming(None, label.end(), label="need" if label["need"] else "answer")


_RAISED = re.compile(
    r"(?:针对|对于|关于|对|就|其中[，：]?)?(?P<subject>[^，。；：！？“”\n]{0,40}?)(?:在会上|会上|此前|上次)?(?:所)?(?:集中|普遍)?(?:反映|提出|反馈|关心|咨询|提到|要求|担心)的"
    r"(?:关于)?(?P<need>[^，。；：！？\n]{3,50}?)(?:等)?(?:一事|问题|诉求|需求|建议|困难|事项|请求|情况|难题)?(?=，|。|；|：|$)"
)


def raised_before(text: str, a: int, end: int, cast: Cast) -> Naming | None:
    """恒丰针织反映的路灯不亮问题，…: the words between 的 and 问题 are what was asked for."""
    found = _RAISED.match(text, a, end)
    if found is None or re.search(
        "^(?:问题|诉求|意见|建议|困难|需求|情况|这|那|几|各|所有|上述|以上|热点|共性|合理)", found["need"]
    ):
        return None
    voice = cast.voice(found.start("subject"), found.end("subject"))
    if voice is None or voice.side is Side.OFFICIAL:
        return None
    return Naming(voice, found.start("need"), asks=2, refers=True)


def _asks(said: re.Match[str], voice: Voice) -> int:
    if voice.side is Side.OFFICIAL:
        return 0
    if said["need"]:
        return 1 if said["need"] in ("反映", "提出", "提到", "反馈", "担心", "担忧", "问起") else 2
    return 2 if said["answer"] == "要求" else 0


def speaker_here(text: str, a: int, end: int, cast: Cast, *, block: Block) -> Naming | None:
    """A name and a colon in the middle of a line: …批不下来。鲁所长：一周内答复。"""
    found = SPEAKER.match(text, a, end)
    if found is None or len(found["who"].strip()) > 16 or _says(text, a, found.end()):
        return None
    voice = cast.voice(found.start("who"), found.end("who"))
    if voice is None:
        voice = voice_of_label(found["who"].strip(), cast, listed=block.number is not None)
    return None if voice is None else Naming(voice, found.end(), spoken=True)


def _says(text: str, a: int, end: int) -> bool:
    """Whether the words before a colon hold a verb of saying (对此，陈刚表示：)."""
    said = _ATTRIBUTION.match(text, a, end)
    return said is not None and bool(said["subject"])


def voice_of_label(words: str, cast: Cast, *, listed: bool) -> Voice | None:
    """Whose words follow a short label that is no known name: a person, or in a list a company's brand."""
    words = words.strip(" ①②③④⑤⑥⑦⑧⑨⑩【】[]*·")
    if len(words) == 1 and words in SURNAMES:
        return next(
            (
                cast.voice(one.start, one.end)
                for one in cast.persons
                if one.official and one.name[:1] == words
            ),
            None,
        )
    if looks_like_name(words):
        return cast.known.get(words) or Voice(None, person=words, words=words)
    bracketed = name_with_company(words)
    if bracketed is not None or _TOPIC_LABEL.search(words):
        return bracketed
    posted = _POSTED.fullmatch(words)
    if posted:
        side = Side.COMPANY if posted["company"] else Side.OFFICIAL
        return Voice(side, person=words, words=words)
    brand = listed and re.fullmatch("[\u4e00-\u9fff]{2,4}", words)
    if brand and not classify.shipped().word_hits(words):
        return Voice(Side.COMPANY, company=words, words=words)
    return None


def name_with_company(words: str) -> Voice | None:
    """周明（恒丰）: a person with the brand of the company in brackets."""
    found = re.fullmatch(
        rf"(?P<who>[{SURNAMES}][\u4e00-\u9fff]{{1,3}})[ ]?（(?P<company>[\u4e00-\u9fffA-Za-z]{{2,8}})）",
        words,
    )
    if found is None or re.search("街道|社区|局$|办$|所$|中心$|主任|书记|主持|会议", found["company"]):
        return None
    return Voice(Side.COMPANY, found["who"], found["company"], found["company"])


def doer(text: str, start: int, end: int, cast: Cast) -> Voice | None:
    """Who is to do something, at the beginning of an answer without a colon: 陈立跟进，…"""
    lead = re.match("[^，。；：]{1,16}", text[start:end])
    if lead is None:
        return None
    voice = cast.voice(start, start + lead.end())
    if voice is not None and voice.side is Side.OFFICIAL:
        return voice
    name = given_name(text, start, end)
    return Voice(Side.OFFICIAL, person=name, words=name) if name else None


def given_name(text: str, start: int, end: int) -> str | None:
    """A bare name at the beginning: 陈立跟进 → 陈立."""
    if text[start : start + 1] not in SURNAMES or not text[start : start + 1]:
        return None
    found = re.match(
        rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?(?=跟进|负责|牵头|对接|落实|答复|当场|现场|当即|立即|马上|将|已|会|安排|承诺|，|：|来|去|联系|协调|$)",
        text[start:end],
    )
    return found.group() if found else None


def official_acts(text: str, a: int, b: int, cast: Cast) -> Naming | None:
    """A named official who does something, within somebody else's turn: …怎么申请？陈主任现场讲解了流程。"""
    person = next(iter(cast.persons_between(a, b)), None)
    if person is None or not person.official or not _ACTS.match(text, person.end):
        return None
    lead = text[a : person.start].strip()
    if lead and not any(org[0] - a <= 1 for org in cast.orgs_between(a, person.start)):
        return None
    return Naming(cast.voice(a, person.end), a)


_ANY_SUBJECT = re.compile(
    "他|她|他们|其|对此|现场|会上|同时|另外|还|该企业|该公司|企业方|对方|并|以及|一致|大家|与会人员"
)


def _attributed(said: re.Match[str], cast: Cast, last: Voice | None) -> Voice | None:
    """Whose words follow a verb of saying; None when the verb is no sign of speech here."""
    if _MEETING.match(said.group()):
        return Voice(Side.OFFICIAL, words="会议")
    subject = said["subject"].strip()
    if not subject or _ANY_SUBJECT.fullmatch(subject):
        return _supposed(said, last, subject=subject)
    voice = cast.voice(said.start("subject"), said.end("subject"))
    if voice is None:
        voice = name_with_company(subject) or (
            Voice(None, person=subject, words=subject) if looks_like_name(subject) else None
        )
    if voice is not None and voice.side is None:
        side = Side.OFFICIAL if said["answer"] else Side.COMPANY if said["need"] else None
        return Voice(side, voice.person, voice.company, voice.words)
    return voice


def _supposed(said: re.Match[str], last: Voice | None, *, subject: str) -> Voice | None:
    """Who speaks when only 他 or nobody is named: the last one, unless the verb says the other side."""
    if not subject and said["either"] and said["sep"] not in ("，", "：", ":"):
        return None
    if not subject and said["need"] in _KEEPS_VERB:
        return None
    is_company, is_official = _on(last, Side.COMPANY), _on(last, Side.OFFICIAL)
    if said["answer"] == "要求" and is_company and not subject:
        return last
    if said["answer"] and not is_official:
        return Voice(Side.OFFICIAL) if subject in ("", "对此", "现场", "会上") else last
    if said["need"] and (last is None or is_official):
        return Voice(Side.COMPANY)
    if last is None and subject in ("他", "她", "他们", "她们"):
        return Voice(Side.COMPANY)
    return last


def _on(voice: Voice | None, side: Side) -> bool:
    return voice is not None and voice.side is side


def _content(said: re.Match[str], voice: Voice) -> int:
    """Where the words said begin: 希望 and 建议 belong to them, 反映 and 表示 do not."""
    verb = said["need"]
    if said["answer"] == "要求" and voice.side is Side.COMPANY:
        return said.start("answer")
    if verb in _KEEPS_VERB and not said["sep"]:
        return said.start("need")
    return said.end()


def _acting(text: str, a: int, b: int, cast: Cast) -> Naming | None:
    """A clause in which a unit does something (街道将…), or a company lacks something (恒丰针织缺…)."""
    lead = re.match(r"[ ]*(?:（|由|对此，?|其中|目前|后续|会后|下一步|接下来|现场)?", text[a:b])
    at = a + (lead.end() if lead else 0)
    first_org = next(iter(cast.orgs_between(at, b)), None)
    if first_org and first_org[0] - at <= 1:
        persons = [one for one in cast.persons_between(first_org[1], b) if one.start - first_org[1] <= 6]
        bare = given_name(text, first_org[1], b)
        after = persons[0].end if persons else first_org[1] + len(bare or "")
        post = re.match("(?:窗口)?(?:工作)?人员|干部|负责人|领导|同志|专班", text[after:b])
        after += post.end() if post else 0
        if _ACTS.match(text, after) or text[after : after + 1] in "：:":
            content = after + 1 if text[after : after + 1] in "：:" else at
            return Naming(cast.voice(first_org[0], after), content)
    person = next(iter(cast.persons_between(at, b)), None)
    if person and person.start - at <= 1 and person.official and _ACTS.match(text, person.end):
        return Naming(cast.voice(person.start, person.end), at)
    if _LEARNED.search(text[a:b]):
        voice = cast.voice(a, b)
        if voice is not None and voice.side is Side.OFFICIAL:
            return Naming(voice, a)
    company = next(iter(cast.companies_between(at, b)), None)
    if company and company.start - at <= 1:
        return _company_clause(text, company.start, company.end, b, cast)
    people = COMPANY_PEOPLE.match(text, at, b)
    if people and re.match("还|也|想|希望|建议|反映", text[people.end() : b]):
        return Naming(Voice(Side.COMPANY, words=people.group()), people.end())
    return None


_LEARNED = re.compile("(?:得知|获悉|了解到?|听(?:到|说|完|了))[^，]{0,14}(?:后|之后|时)，?$")


def _company_clause(text: str, start: int, end: int, b: int, cast: Cast) -> Naming | None:
    persons = [one for one in cast.persons_between(end, b) if one.start - end <= 8]
    after = persons[0].end if persons else end
    voice = cast.voice(start, after)
    rest = re.match(r"[）)]?[ ]?(?:的)?(?:负责人|老板|总经理)?[ ]*[：:，、—-]*[ ]*", text[after:b])
    content = after + (rest.end() if rest else 0)
    if re.match("(?:等|和|与|、|以及|的)", text[after:b]) and not persons:
        return None
    return Naming(voice, content)


_DONE_NOTE = re.compile(
    "[ （]*(?:已(?:经)?(?:现场|当场|电话)?(?:告知|转交|转|推荐|受理|指导|办结|协调|回复|解答|答复|安排|联系|上报|登记|对接|反馈|解决|处理|列入|报|交)|待(?:办|协调|核实|研究|回复)|[\u4e00-\u9fff]{2,8}?(?:今天[早上下午]*|当场|现场|当即)(?:就|已|把|给|出示|回电|解释|答复|拿|递|拍板|报价|办)|正在(?:办理|协调|对接|跟进)|办理中)"
)


def note_of_answer(text: str, a: int, end: int) -> bool:
    """已现场告知标准, 待办 or 7月20日前 alone, at the end of a note: what became of the demand."""
    words = text[a:end].strip(" 。；，（）")
    return bool(_DONE_NOTE.match(text, a, end)) or dates.is_date(
        re.sub("^(?:限|于|时限|请于)|(?:完成|办结|答复|反馈|到位|解决)$", "", words)
    )


_SPEAKS = re.compile(
    "(?:率先|首先|最先|第一个|第二个|接着|随后|最后|抢先)?(?:说话|发言|提问|发问|开口|问话|说这话|接话)的(?:人)?是(?P<subject>[^，。；：！？“”\n]{2,44})"
)


def speaker_after(text: str, at: int, end: int, cast: Cast) -> Voice | None:
    found = _SPEAKS.match(text, at, end) or CLOSED.match(text, at, end)
    if found is None:
        return None
    return cast.voice(found.start("subject"), found.end("subject"))


def speaker_before(text: str, start: int, at: int, cast: Cast) -> Voice | None:
    lead = text[start:at]
    if not _OPENED.search(lead):
        return None
    cut = max((one.end() for one in re.finditer("[。！？；\n]|(?<=[。！？，])”", lead)), default=0)
    for clause in re.finditer("[^，]+", lead[cut:]):
        voice = cast.voice(start + cut + clause.start(), start + cut + clause.end())
        if voice is not None:
            return voice
    said = _ATTRIBUTION.match(text, start + cut, at)
    return _attributed(said, cast, None) if said and said["subject"] else None
