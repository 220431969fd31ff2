"""Words cut into pieces of which each has one speaker."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from zaocha.lang import cues
from zaocha.lang.minutes import attribution
from zaocha.lang.minutes.cast import Cast, Side, Voice
from zaocha.lang.minutes.layout import Block


class Manner(Enum):
    """How words reach the page."""

    SPOKEN = "spoken"
    REPORTED = "reported"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or part of one by a single voice; `spoken` in quotes or after a name and a colon."""

    start: int
    end: int
    voice: Voice | None
    manner: Manner
    block: Block
    label: str | None = None
    """"need" or "answer" when a field name such as 诉求： or 答复： says so."""
    asks: int = 0
    """2 after 希望 or 要求, 1 after 反映 or 提出: what the verb says of the words that follow it."""
    refers: bool = False
    """May only point at what was raised before."""
    alone: bool = False
    """One of several quotes in a row, each by somebody else."""

    @property
    def side(self) -> Side | None:
        if self.label is not None:
            return Side.COMPANY if self.label == "need" else Side.OFFICIAL
        return self.voice.side if self.voice else None


_CUT = cues.pattern("voices.cut")
_ARROW = re.compile(r"(?:→|->|=>|⇒|➡|——|--)[ ]?$")
_ARROW_BULLET = re.compile("(?:→|->|=>|⇒|➡)[ \t]*$")
_ENUMERATOR = re.compile(r"[ ]*(?:[①-⑳]|（[1-9]）|[1-9][）、])[ ]*")
_NEXT = re.compile(
    "[ ]*(?:[①-⑳]|（[1-9]）|[1-9][）、]|[一二三四五]是|[一二三四五]、|第[二三四五]|另一个|另外一个|其[一二三]|还|另|同时)"
)
_BY_THE_SAME = re.compile(
    "”(?:[^，。“”]{0,12}，)?(?:他|她)(?:又|还|接着|说|问|补充|表示|坦言|感叹|反映|无奈|希望|告诉|笑)"
)
_INTRODUCED = re.compile(
    "[^。！？\n]{0,12}?我们?(?:这边|单位)?(?:是|来自)(?P<who>[^，。！？的\n]{2,24})的?[，。]"
)
_ANYBODY = Voice(Side.COMPANY)


@dataclass(frozen=True, slots=True)
class _Speaking:
    """The voice that speaks until another one is named."""

    voice: Voice | None = None
    manner: Manner = Manner.TOLD
    label: str | None = None
    asks: int = 0

    @property
    def is_held(self) -> bool:
        """Within a person's own turn a name in a clause is only spoken of."""
        return self.manner is Manner.SPOKEN and self.voice is not None and self.voice.person is not None

    def admits(self, named: attribution.Naming) -> bool:
        """A field 诉求： stays the company's whoever is named in it, 答复： the officials'."""
        if self.label is None or named.voice is None:
            return True
        return named.voice.side is (Side.COMPANY if self.label == "need" else Side.OFFICIAL)


def pieces(
    text: str, block: Block, cast: Cast, *, before: Voice | None = None, speaker: Voice | None = None
) -> list[Piece]:
    """Cut one block into pieces by speaker.

    `before` is who spoke last (for 他 and for bare verbs), `speaker` whose name stood on the line above.
    """
    now = _Speaking(speaker, Manner.SPOKEN) if speaker else _Speaking()
    return _Cutting(text=text, block=block, cast=cast, last=before, now=now).cut()


@dataclass(slots=True)
class _Cutting:
    """One block on its way into pieces."""

    text: str
    block: Block
    cast: Cast
    last: Voice | None
    found: list[Piece] = None  # type: ignore[assignment]
    now: _Speaking = _Speaking()

    def cut(self) -> list[Piece]:
        self.found = []
        start = self._begin()
        self.last = self.now.voice or self.last
        for begin, end, voice, alone in _quotes(self.text, start, self.block.end, self.cast):
            self._told(start, max(start, begin - 1))
            if voice is None and self.now.manner is Manner.SPOKEN:
                voice = self.now.voice
            if voice is None and _BY_THE_SAME.match(self.text, end):
                voice = self.last
            for a, b in _cuts(self.text, begin, end):
                self._add(Piece(a, b, voice, Manner.SPOKEN, self.block, alone=alone))
            start = _after_comment(self.text, end, self.block.end)
            self._remember(end, start)
        self._told(start, self.block.end)
        return [one for one in self.found if re.search("[\u4e00-\u9fff]", self.text[one.start : one.end])]

    def _add(self, piece: Piece) -> None:
        if piece.end > piece.start:
            self.found.append(piece)
            self.last = piece.voice or self.last

    def _begin(self) -> int:
        """The name and the colon, the field name, the cells or the bracket that say whose words these are."""
        text, block = self.text, self.block
        named_last = _named_last(text, block, self.cast)
        if named_last is not None:
            self.block, signed = named_last
            self.last = signed
            label = attribution.LABEL.match(text, block.start, block.end)
            kind = ("need" if label["need"] else "answer") if label else None
            self.now = _Speaking(signed, Manner.REPORTED, kind)
            return label.end() if label else block.start
        introduced = _INTRODUCED.match(text, block.start, block.end)
        if introduced:
            voice = self.cast.voice(introduced.start("who"), introduced.end("who"))
            if voice is not None and voice.company:
                self.now = _Speaking(voice, Manner.REPORTED)
        if "\t" in text[block.start : block.end]:
            return self._begin_in_cells()
        if _ARROW_BULLET.search(text[max(0, block.start - 4) : block.start]):
            voice, begin = _answering(text, block.start, block.end, self.cast)
            self.now = _Speaking(voice, Manner.REPORTED, "answer")
            return begin
        label = attribution.LABEL.match(text, block.start, block.end)
        if label:
            self.now = replace(self.now, label="need" if label["need"] else "answer", manner=Manner.TOLD)
            return label.end()
        speaker = _speaker_first(text, block, self.cast)
        if speaker is None:
            return block.start
        voice, start, asks = speaker
        second = attribution.LABEL.match(text, start, block.end)
        kind = ("need" if second["need"] else "answer") if second else None
        self.now = _Speaking(voice, Manner.SPOKEN, kind, asks)
        return second.end() if second else start

    def _begin_in_cells(self) -> int:
        """A row without headings: the longest cell holds the words, those before it say whose they are."""
        spans = [
            found.span() for found in re.finditer("[^\t]+", self.text[self.block.start : self.block.end])
        ]
        at, end = max(spans, key=lambda span: span[1] - span[0])
        start = self.block.start + at
        voice = self.cast.voice(self.block.start, start) if at else None
        self.block = replace(self.block, end=self.block.start + end)
        if voice is not None:
            self.now = _Speaking(voice, Manner.SPOKEN)
        return start

    def _told(self, start: int, end: int) -> None:
        """Words outside of quotes: sentence by sentence, following who is said to speak."""
        for begin, close in _cuts(self.text, start, end):
            if self.found and _ARROW.search(self.text[self.found[-1].start : begin]):
                self.found[-1] = replace(self.found[-1], asks=max(1, self.found[-1].asks))
                voice, begin = _answering(self.text, begin, close, self.cast)
                self.now = _Speaking(voice, Manner.REPORTED, "answer")
            self._sentence(begin, close)

    def _sentence(self, start: int, end: int) -> None:
        begin, refers = start, False
        asks = self.now.asks if _NEXT.match(self.text, start, end) or not self.found else 0
        if not self.now.is_held and self.found and attribution.note_of_answer(self.text, start, end):
            self.now = _Speaking(None, Manner.REPORTED, "answer")
        mark = _ENUMERATOR.match(self.text, start, end)
        first = mark.end() if mark else start
        for a, b in _clauses(self.text, first, end):
            named = self._named(a, b, end, at_start=a == first)
            if named is None:
                continue
            self._add(self._piece(begin, a, asks, refers))
            begin, asks, refers = named.content, named.asks, named.refers
            self._turn_to(named)
        self._add(self._piece(begin, end, asks, refers))
        self._remember(start, end)

    def _remember(self, start: int, end: int) -> None:
        """Somebody official who is told of (“…都被薛主任记下了。他当场表态，…”) may be meant by the next 他."""
        if self.now.manner is Manner.TOLD and self.now.voice is None and end > start:
            people = [one for one in self.cast.persons_between(start, end) if one.official]
            if people:
                self.last = self.cast.voice(start, end) or self.last

    def _piece(self, start: int, end: int, asks: int, refers: bool) -> Piece:
        now = self.now
        return Piece(start, end, now.voice, now.manner, self.block, now.label, asks, refers)

    def _named(self, a: int, b: int, end: int, *, at_start: bool) -> attribution.Naming | None:
        if at_start:
            label = attribution.label_here(self.text, a, end)
            if label is not None:
                return label
            speaker = attribution.speaker_here(self.text, a, end, self.cast, block=self.block)
            if speaker is not None:
                return speaker
        if not self.now.is_held:
            named = attribution.named_here(self.text, a, b, end, self.cast, self.last)
            return named if named and self.now.admits(named) else None
        if not at_start:
            return None
        return attribution.official_acts(self.text, a, b, self.cast)

    def _only_tells(self, named: attribution.Naming) -> bool:
        """易小曼说，职工反映…: the words stay those of the one who tells them."""
        own, other = self.now.voice, named.voice
        return (
            own is not None and own.side is Side.COMPANY and bool(own.person)
            and other is not None and not other.person and not other.company
            and bool(_HANDS.search(other.words or ""))
        )  # fmt: skip

    def _turn_to(self, named: attribution.Naming) -> None:
        if self._only_tells(named):
            named = replace(named, voice=self.now.voice)
        manner = Manner.REPORTED if self.now.manner is Manner.TOLD or not named.spoken else self.now.manner
        label = named.label or self.now.label
        if named.spoken and not named.label:
            label = None
        manner = Manner.SPOKEN if named.spoken else manner
        self.now = _Speaking(named.voice or self.now.voice, manner, label, named.asks)
        self.last = named.voice or self.last


_HANDS = re.compile("员工|职工|工人|工友")
_TIME = r"(?:[\s]*(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?)?[\s]*\d{1,2}:\d{2}(?::\d{2})?)"


def speaker_alone(text: str, block: Block, cast: Cast) -> Voice | None:
    """Who speaks on the lines below, when a line holds a name and nothing else (周总; 周明(恒丰) 09:02)."""
    words = text[block.start : block.end]
    found = re.fullmatch(rf"(?P<who>[^，。；：！？“”\n]{{2,20}}?)(?P<time>{_TIME})?[：:]?", words)
    if found is None or block.number not in (None, "-"):
        return None
    who = found["who"].strip()
    voice = cast.voice(block.start, block.start + found.end("who"))
    if voice is None and found["time"]:
        name = re.match(r"[\u4e00-\u9fff]{2,4}", who)
        company = re.search(r"[（(]([\u4e00-\u9fff]{2,8})[）)]", who)
        return name and Voice(
            Side.COMPANY if company else None, name.group(), company[1] if company else None, name.group()
        )
    if voice is None or not (voice.person or found["time"]):
        return None
    left = who.replace(voice.person or "", "").replace(voice.company or "", "").replace(voice.words or "", "")
    return voice if found["time"] or len(left.strip(" （）()-·")) <= 4 else None


def _named_last(text: str, block: Block, cast: Cast) -> tuple[Block, Voice] | None:
    """A note whose speaker stands at its end: 食堂太贵（锦绣袜厂老钱）, …没人管。——锦绣袜厂老钱."""
    found = re.search(
        r"(?:（(?:(?:反映|提出|诉求|咨询)?(?:企业|单位|人)：)?(?P<who>[^（）：，。]{2,24})）[。；]?|[ ]?(?:——|—|--)[ ]?(?P<sign>[^：，。—]{2,24}))$",
        text[block.start : block.end],
    )
    if found is None:
        return None
    group = "who" if found["who"] else "sign"
    voice = cast.voice(block.start + found.start(group), block.start + found.end(group))
    label = attribution.LABEL.match(text, block.start, block.end)
    wanted = Side.OFFICIAL if label and label["answer"] else Side.COMPANY
    if voice is None or voice.side is not wanted or not (voice.company or voice.person):
        return None
    if not label and attribution.SPEAKER.match(text, block.start, block.start + found.start()):
        return None
    return replace(block, end=block.start + found.start()), voice


def _after_comment(text: str, at: int, end: int) -> int:
    """Past the closing quote, and past a remark on the quote (…”李明所担心的，正是许多企业的难题。)."""
    at += text[at : at + 1] in ("”", "’")
    remark = attribution.CLOSED.match(text, at, end)
    if remark and (text[remark.end() : remark.end() + 1] == "的" or remark["tale"]):
        stop = text.find("。", at, end)
        return stop + 1 if stop >= 0 else end
    return at


_ASKING_VERBS = {"反映": 1, "提出": 1, "提问": 2, "问": 2, "咨询": 2}


def _speaker_first(text: str, block: Block, cast: Cast) -> tuple[Voice, int, int] | None:
    speaker = attribution.SPEAKER.match(text, block.start, block.end)
    if speaker is None:
        return None
    words = speaker["who"].strip()
    voice = cast.voice(speaker.start("who"), speaker.end("who"))
    if voice is None:
        voice = attribution.voice_of_label(words, cast, listed=block.number is not None)
    if voice is None or (len(words) > 12 and re.search("问题|情况|方面|关于", words)):
        return None
    if re.search("反映|提出|表示|希望|强调|答复|回应", words) and len(words) > 16:
        return None
    return voice, speaker.end(), _ASKING_VERBS.get(speaker["verb"] or "", 0)


def _quotes(text: str, start: int, end: int, cast: Cast) -> list[tuple[int, int, Voice | None, bool]]:
    """Quoted speech (not quoted names) with the speaker beside it, and whether it is one of a row."""
    found: list[tuple[int, int, Voice | None, bool]] = []
    places = list(re.finditer("“([^“”]*(?:“[^“”]*”[^“”]*)*)(?:”|$)", text[start:end]))
    for number, place in enumerate(places):
        begin, close = start + place.start(1), start + place.end(1)
        in_row = _in_row(text[start:end], places, number)
        if not _is_speech(text[begin:close], text[close + 1 : end]) and not (in_row and close - begin >= 6):
            continue
        voice = _beside(text, (start, begin - 1), (close + 1, end), cast)
        found.append((begin, close, voice or (_ANYBODY if in_row else None), in_row))
    return found


def _beside(text: str, before: tuple[int, int], after: tuple[int, int], cast: Cast) -> Voice | None:
    """The speaker of a quote: named before a colon, else after the quote, else before it."""
    first = attribution.speaker_before(text, *before, cast)
    if first is not None and text[: before[1]].rstrip().endswith(("：", ":")):
        return first
    return attribution.speaker_after(text, *after, cast) or first


def _in_row(words: str, places: list[re.Match[str]], number: int) -> bool:
    """Whether a quote stands side by side with another one that is a sentence of its own."""
    beside = []
    if number:
        beside.append((places[number - 1], words[places[number - 1].end() : places[number].start()]))
    if number + 1 < len(places):
        beside.append((places[number + 1], words[places[number].end() : places[number + 1].start()]))
    return any(gap.strip("，、… ") == "" and len(other.group(1)) >= 6 for other, gap in beside)


def _is_speech(words: str, after: str) -> bool:
    if len(words) < 5:
        return False
    if re.search("[，。？！；]", words):
        return True
    asks = re.search(
        "希望|能否|能不能|可否|何时|什么时候|多久|怎么|是否|吗|请|建议|急需|需要|想|没有|不够|太|缺|难", words
    )
    return (
        bool(asks)
        and len(words) >= 7
        and not re.match("(?:问题|难题|政策|机制|服务|行动|活动|工程|贷|等)", after)
    )


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for mark in _CUT.finditer(text, start, end):
        if mark.end() > at:
            spans.append((at, mark.end()))
        at = mark.end()
    if at < end:
        spans.append((at, end))
    return spans


def _answering(text: str, start: int, end: int, cast: Cast) -> tuple[Voice | None, int]:
    """The official after an arrow, and where the words of the answer begin."""
    speaker = attribution.SPEAKER.match(text, start, end)
    if speaker is None:
        return attribution.doer(text, start, end, cast), start
    words = speaker["who"].strip()
    voice = cast.voice(speaker.start("who"), speaker.end("who"))
    if voice is None and attribution.looks_like_name(words):
        voice = Voice(Side.OFFICIAL, person=words, words=words)
    return voice, speaker.end() if voice else start


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for mark in re.finditer("，", text[start:end]):
        spans.append((at, start + mark.end()))
        at = start + mark.end()
    if at < end:
        spans.append((at, end))
    return spans
