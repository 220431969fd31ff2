"""What is asked for: requests, questions and troubles, apart from politeness, praise and reports."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from zaocha.lang import classify, cues
from zaocha.lang.minutes.cast import Side
from zaocha.lang.minutes.layout import Section
from zaocha.lang.minutes.voices import Manner, Piece

_ASKED = cues.pattern("needs.asked")
_TROUBLE = cues.pattern("needs.trouble")
_GREETING = cues.pattern("needs.greeting")
_POLITE_HOPE = re.compile(
    "(?:希望|祝愿|相信|期待|愿|盼).{0,24}(?:"
    + cues.words("needs.polite_hope")
    + ")|(?:以后|今后)(?:还)?(?:希望|请)?(?:多多?|继续|常)(?:支持|关照|联系|来|指导)"
)
_OFFICIAL_HOPE = re.compile(
    "(?:希望|请|要求|望|鼓励|期待|欢迎)(?:广大|各位?|大家|我们的?|全体|在座|辖区|各家|全街道|所有|企业家们?|各家|你们|咱们|与会)*(?:"
    + cues.words("needs.official_hope")
    + ")(?!.{0,4}(?:反映|的诉求))"
)
_RESOLVED = re.compile(
    r"(?:已经?|都|终于|上次|之前|去年)[^，。]{0,16}(?:解决了|修好了|办好了|落实了|到账了|通了|拿到了|批下来了|办下来了|建成|投用|完工了|处理好了|搞定了|改善了|装好了)"
)
_UNDONE = re.compile("没|未|不|还|但|难")
_REPORT = re.compile(
    "^(?:去年|今年|上半年|一季度|目前|现有|公司|我们?公司|我厂|企业|本公司|我们)?[^，。]{0,12}(?:"
    + cues.words("needs.report")
    + ")"
)
_SUMMARY = cues.pattern("needs.summary")
_NEW_POINT = re.compile("^[”“]?(?:" + cues.words("needs.new_point") + ")")
_JOINED = re.compile(
    r"^.{1,4}(?:也|又)(?!是|不知)|^(?:同时|并(?:且)?|也|还|以及|再|顺便|另外|此外|而且|加上)"
)
_FOLLOWS = re.compile("^(?:" + cues.words("needs.follows") + ")")
_LINKS = re.compile("^[”“，。、；：！？…\\s]+|^(?:" + cues.words("needs.links") + ")[，。：]?")

_LOOK = 240
"""Characters that are compared to tell one matter from another: keeps the time linear."""
_CONDITIONS = ("如", "若", "否则", "不然", "要是", "实在")
_ASKS_ANEW = re.compile(
    "[“ ]*(?:我们|企业|公司)?(?:还|也|另)?(?:希望|建议|请|恳请|请求|能否|能不能|可否|想|盼|要求|申请|呼吁|是否)"
)
_STRONG = 2
_WEAK = 1


@dataclass(frozen=True, slots=True)
class Clause:
    """Words between commas with what they count for: 2 asked, 1 trouble, 0 neither, −1 not wanted."""

    start: int
    end: int
    weight: int
    opens: bool
    joins: bool
    follows: bool
    sentence: int


@dataclass(slots=True)
class Point:
    """One thing that is asked for: its clauses and the piece that it began in."""

    start: int
    end: int
    first: Piece
    line: int = -1
    asked: bool = False
    troubled: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Places of its clauses, without what stands between them (…”李明说，…)."""


_NOTHING = re.compile(
    "(?:没(?:有)?|无)(?:什么|啥)?(?:太大|大|特别|其他|别的|新)?的?(?:困难|问题|诉求|意见|要求|事)(?:了|要反映|$|，|。|；)|暂无|没啥"
)


_FORMAL = re.compile(
    "^[ ]*是否[^，。：]{2,10}：[ ]*[是否](?:[ 。]|$)|请予?(?:研究|审议|审阅)(?:办理|答复|批复)|答复如下|建议(?:收悉|如下|（)"
)


def weight(words: str) -> int:
    """What a clause counts for on its own."""
    if _NOTHING.search(words) or _FORMAL.search(words):
        return -1
    if _POLITE_HOPE.search(words) or _OFFICIAL_HOPE.search(words):
        return -1
    asked, trouble = bool(_ASKED.search(words)), bool(_TROUBLE.search(words))
    if _RESOLVED.search(words) and not _UNDONE.search(words):
        return -1
    if _SUMMARY.search(words) and not re.search("希望|能否|能不能|可否|急需", words):
        return -1
    if _GREETING.search(words) and not (
        trouble or re.search("希望|能否|能不能|可否|急需|什么时候|何时|建议|反映", words)
    ):
        return -1
    if asked:
        return _STRONG
    if trouble:
        return _WEAK
    return -1 if _REPORT.search(words) else 0


def _with_verb(own: int, asks: int) -> int:
    """反映 and 要求 make a need of plain words, not of thanks."""
    return max(own, asks) if own >= 0 else own


def clauses(text: str, piece: Piece, sentence: int) -> list[Clause]:
    """The clauses of a piece, cut at commas and before a second enumerator."""
    found: list[Clause] = []
    at = piece.start
    for mark in re.finditer(
        r"，|(?<=[^，。；])(?=[①-⑳])|(?<=\S)[ ]*(?=(?:（[1-9]）|[1-9]）))|$", text[piece.start : piece.end]
    ):
        end = piece.start + mark.end()
        if end > at:
            words = text[at:end]
            bare = words.lstrip("“”‘’ \t、")
            found.append(
                Clause(
                    start=at,
                    end=end,
                    weight=_with_verb(
                        weight(words), 0 if found and not _NEW_POINT.match(bare) else piece.asks
                    ),
                    opens=bool(_NEW_POINT.match(bare)),
                    joins=bool(_JOINED.match(bare)),
                    follows=bool(_FOLLOWS.match(bare)),
                    sentence=sentence,
                )
            )
            at = end
    return found


@lru_cache(maxsize=4096)
def topics(words: str) -> tuple[tuple[str, float], ...]:
    """Categories whose words occur, strongest first."""
    hits = classify.shipped().word_hits(words)
    return tuple(
        sorted(((code, sum(found.values())) for code, found in hits.items()), key=lambda row: -row[1])
    )


_MEANS = frozenset({"03", "05", "06", "10", "14", "16"})
"""Money, policy, permits and conduct often only say how the matter itself is to be helped."""


def _plain_topics(words: str) -> set[str]:
    return {code for code, heard in topics(words) if heard >= 0.6}


def other_matter(one: str, other: str, *, joined: bool = True) -> bool:
    """Whether two stretches of words are plainly about different matters; `joined`: by 同时, 也 or a full stop."""
    mine, yours = _plain_topics(one), _plain_topics(other)
    if not joined:
        mine, yours = mine - _MEANS, yours - _MEANS
    return bool(mine) and bool(yours) and not mine & yours


@dataclass(slots=True)
class _Gathering:
    """Points so far; `lead` is where the words that lead to the next need began."""

    text: str
    found: list[Point] = field(default_factory=list)
    current: Point | None = None
    lead: int | None = None
    fresh: bool = True
    """Nothing was asked yet in this sentence."""
    conditional: bool = False

    def take(self, clause: Clause, piece: Piece, *, new_sentence: bool) -> None:
        if new_sentence:
            self.fresh = True
            self.conditional = self.text[clause.start : clause.end].lstrip("“ ").startswith(_CONDITIONS)
        self._part(clause, piece, new_sentence=new_sentence)
        if new_sentence or clause.weight < 0 or clause.opens:
            self.lead = None
        if self.lead is None and clause.weight >= 0:
            self.lead = clause.start
        if clause.weight > 0:
            self._grow(clause, piece)
        elif clause.weight == 0 and self.current and not new_sentence:
            self.current.end = clause.end

    def _part(self, clause: Clause, piece: Piece, *, new_sentence: bool) -> None:
        """Let go of the current point when this clause begins another one."""
        if self.current is None:
            return
        fresh = new_sentence or (self.fresh and clause.weight > 0)
        other = not self.conditional and _begins_another(self.text, self.current, clause, new_sentence=fresh)
        if other or self._is_next_line(clause, piece):
            self.current = None
            if new_sentence or not self.fresh:
                self.lead = None

    def _is_next_line(self, clause: Clause, piece: Piece) -> bool:
        """A new line that asks again is a new demand, whatever it is about."""
        current = self.current
        return (
            current is not None
            and current.asked
            and clause.weight == _STRONG
            and piece.block.line != current.line
            and not clause.follows
        )

    def _grow(self, clause: Clause, piece: Piece) -> None:
        if self.current is None:
            self.current = Point(clause.start if self.lead is None else self.lead, clause.end, piece)
            self.found.append(self.current)
        self.fresh = False
        self.current.end, self.current.line = clause.end, piece.block.line
        self.current.asked |= clause.weight == _STRONG
        self.current.troubled |= clause.weight == _WEAK


def points(text: str, turn: list[Piece]) -> list[Point]:
    """The separate things that one speaker asks for in one turn, in order."""
    gathering = _Gathering(text)
    last = number = -1
    before: Piece | None = None
    for piece in turn:
        if before is None or piece.start != before.end or text[before.end - 1] in "。！？!?；;…\n”":
            number += 1
        before = piece
        for clause in clauses(text, piece, number):
            gathering.take(clause, piece, new_sentence=clause.sentence != last)
            last = clause.sentence
    found = [part for point in gathering.found for part in _divided(text, point)]
    _set_spans(found, turn)
    return found


_PAIR = re.compile(
    r"(?:解决|协调|缓解|关注|改善|处理|存在|面临|反映|提出|涉及)[^，。；]{2,16}?(?P<and>、|和|与|及|以及|还有)(?P<other>[^，。；、]{2,16}?)"
    r"(?:(?:等)?(?:方面)?的?(?:问题|难题|困难|诉求|难)|$|。)"
)


def _divided(text: str, point: Point) -> list[Point]:
    """希望解决停车难和子女入学问题 asks for two things, when they are plainly different ones."""
    found = _PAIR.search(text, point.start, point.end)
    if found is None:
        return [point]
    cut = found.start("and")
    if not other_matter(text[found.start() : cut], text[found.start("other") : found.end()]):
        return [point]
    return [replace(point, end=cut), replace(point, start=found.start("other"))]


def _set_spans(found: list[Point], turn: list[Piece]) -> None:
    for point in found:
        point.spans = [
            (max(piece.start, point.start), min(piece.end, point.end))
            for piece in turn
            if piece.start < point.end and point.start < piece.end
        ]


def _begins_another(text: str, current: Point, clause: Clause, *, new_sentence: bool) -> bool:
    if clause.opens:
        return clause.weight >= 0 or new_sentence
    if clause.weight <= 0:
        return False
    if clause.weight == _WEAK and current.asked and not clause.joins:
        return False
    words = text[clause.start : clause.end][:_LOOK]
    before = text[max(current.start, current.end - _LOOK) : current.end]
    if not current.asked:
        return new_sentence and not clause.follows and other_matter(before, words)
    if not new_sentence and not clause.joins and not _ASKS_ANEW.match(words):
        return False
    joined = clause.joins or (new_sentence and not clause.follows)
    return (new_sentence or clause.weight == _STRONG) and other_matter(before, words, joined=joined)


_EMPTY_ASK = re.compile(
    "大概|具体|那|到底|究竟|什么时候|啥时候|何时|几时|多久|能有|消息|结果|可以|行不行|行吗|怎么样|怎么办|呢|吗|了|的|要|能|会|有|好|是不是|这样|就|我|你|您|们|问一下|再|还|说|时间|需要|麻烦|请问|是|真"
)


def is_demand(point: Point, *, words: str) -> bool:
    """Whether a point is asked for by somebody, not merely told."""
    piece = point.first
    told_only = piece.voice is None and piece.label is None
    if len(re.findall("[\u4e00-\u9fff]", _EMPTY_ASK.sub("", words))) < 3 or re.fullmatch(
        "“[^”]{2,8}”", words
    ):
        return False
    section = piece.block.section
    named = piece.voice is not None and bool(piece.voice.company or piece.voice.person)
    if section in (Section.SPEECH, Section.REPORT) and not (piece.side is Side.COMPANY and named):
        return False
    if piece.label == "need" or (piece.side is Side.COMPANY and (piece.voice and piece.voice.company)):
        return point.asked or point.troubled
    if piece.side is Side.COMPANY:
        return point.asked or point.troubled
    if piece.manner is Manner.SPOKEN:
        return point.asked or (point.troubled and (not told_only or bool(re.search("我们|我|咱", words))))
    if piece.block.number is not None:
        return point.asked or point.troubled
    return point.asked and piece.block.end - piece.block.start <= 80


_MARKS = " ，、；：。…—-→=>（"
_LEADS = re.compile(
    r"^(?:@[^ ]{1,8}[ ]?)?(?:主任|书记|领导|各位|局长|所长)，"
    r"|^(?:[我你您]?(?:再|也|先|就|还|想)*(?:请教|请问|问|说|讲|提|反映|补充|插)(?:问)?(?:一?下|一?个|几句|一句话|两句|一点|一桩|一件|个)?(?:问题|事情?|情况)?)[，：]"
    r"|^我(?:也|再|先|就)?(?:想)?(?:请?问)(?:问|一?下)"
    r"|^(?:还有|另外|再就是|再一个)?(?:一|有)?(?:个|桩|件|点)?(?:事情?|问题|请求|诉求)?(?:就是|是)?(?:啊|呀|呢|吧)?[，：]"
    r"|^(?:一是|二是|三是|四是|五是|(?:另|其中)?(?:外)?一个是|第[一二三四五六](?:个|点)?(?:是|就是|，|、)?|首先|其次|另外|此外|还有(?:一个|就是|个|一点)?|再就是|再一个|最后|同时|顺便|并且?|那我也说一个"
    r"|[①-⑳]|（[1-9一二三四五]）|[1-9][、.．）](?!\d))[，：、是]?"
)


def clean(words: str) -> str:
    """The demand as a readable text by itself."""
    words = re.sub(r"[“”]", "", words)
    words = re.sub(r"([。？！；…])，", r"\1", re.sub(r"[ \t\n]+", " ", words))
    words = words.strip(_MARKS)
    while True:
        cut = _LEADS.sub("", _LINKS.sub("", words, count=1), count=1).lstrip(" ，、：；")
        if cut == words or len(cut) < 4:
            break
        words = cut
    return words.strip(_MARKS)
