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

    @property
    def side(self) -> Side | None:
        if self.label is not None:
            return Side.COMPANY if self.label == "need" else Side.OFFICIAL
        return self.voice.side if self.voice else None


_CUT = cues.pattern("voices.cut")
_ARROW = re.compile(r"(?:→|->|=>|⇒|➡)")


@dataclass(slots=True)
class _Open:
    """The voice that speaks until another one is named."""

    voice: Voice | None = None
    manner: Manner = Manner.TOLD
    label: str | None = None


def pieces(text: str, block: Block, cast: Cast, *, before: Voice | None = None) -> list[Piece]:
    """Cut one block into pieces by speaker; `before` is who spoke last (for 他 and for bare verbs)."""
    block, opened = _named_last(text, block, cast)
    start = block.start
    if opened is None:
        start, opened = _first_voice(text, block, cast)
    quotes = _quotes(text, start, block.end, cast)
    found: list[Piece] = []
    at = start
    last = opened.voice or before
    for begin, end, voice in quotes:
        told = _told(text, at, max(at, begin - 1), block, cast, opened, last)
        found += told
        last = _latest(told) or last
        voice = voice or (opened.voice if opened.manner is Manner.SPOKEN else None)
        found += _sentences(text, begin, end, block, voice)
        last = voice or last
        at = _after_comment(text, end, block.end)
    found += _told(text, at, block.end, block, cast, opened, last)
    return [one for one in found if re.search("[\u4e00-\u9fff]", text[one.start : one.end])]


def _named_last(text: str, block: Block, cast: Cast) -> tuple[Block, _Open | None]:
    """A note whose speaker stands in brackets at its end: 食堂太贵（锦绣袜厂老钱）."""
    found = re.search(r"（(?P<who>[^（）：，。]{2,24})）[。；]?$", text[block.start : block.end])
    if found is None:
        return block, None
    start = block.start + found.start("who")
    voice = cast.voice(start, block.start + found.end("who"))
    if voice is None or voice.side is not Side.COMPANY or not (voice.company or voice.person):
        return block, None
    return replace(block, end=block.start + found.start()), _Open(voice, Manner.REPORTED)


def _after_comment(text: str, at: int, end: int) -> int:
    """Past the closing quote, and past a remark on the quote (…”李明所担心的，正是许多企业的难题。)."""
    at += text[at : at + 1] in ("”", "’")
    remark = attribution.CLOSED.match(text, at, end)
    if remark and text[remark.end() : remark.end() + 1] == "的":
        stop = text.find("。", at, end)
        return stop + 1 if stop >= 0 else end
    return at


def _latest(found: list[Piece]) -> Voice | None:
    return next((one.voice for one in reversed(found) if one.voice), None)


def _first_voice(text: str, block: Block, cast: Cast) -> tuple[int, _Open]:
    """The name and the colon (or the field name) that a line begins with."""
    opened = _Open()
    label = attribution.LABEL.match(text, block.start, block.end)
    if label:
        opened.label = "need" if label["need"] else "answer"
        return label.end(), opened
    speaker = attribution.SPEAKER.match(text, block.start, block.end)
    if speaker is None:
        return block.start, opened
    voice = cast.voice(speaker.start("who"), speaker.end("who"))
    words = speaker["who"].strip()
    if voice is None and attribution.looks_like_name(words):
        voice = cast.known.get(words) or Voice(None, person=words, words=words)
    if voice is None or (len(words) > 12 and re.search("问题|情况|方面|关于", words)):
        return block.start, opened
    if re.search("反映|提出|表示|希望|强调|答复|回应", words) and len(words) > 16:
        return block.start, opened
    opened.voice, opened.manner = voice, Manner.SPOKEN
    end = speaker.end()
    second = attribution.LABEL.match(text, end, block.end)
    if second:
        opened.label = "need" if second["need"] else "answer"
        end = second.end()
    return end, opened


def _quotes(text: str, start: int, end: int, cast: Cast) -> list[tuple[int, int, Voice | None]]:
    """Quoted speech (not quoted names) with the speaker that stands beside it."""
    found: list[tuple[int, int, Voice | None]] = []
    for place in re.finditer("“([^“”]*(?:“[^“”]*”[^“”]*)*)(?:”|$)", text[start:end]):
        begin, close = start + place.start(1), start + place.end(1)
        if not _is_speech(text[begin:close], text[close + 1 : end]):
            continue
        voice = attribution.speaker_after(text, close + 1, end, cast) or attribution.speaker_before(
            text, start, begin - 1, cast
        )
        found.append((begin, close, voice))
    return found


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


def _sentences(text: str, start: int, end: int, block: Block, voice: Voice | None) -> list[Piece]:
    return [Piece(a, b, voice, Manner.SPOKEN, block) for a, b in _cuts(text, start, end)]


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


def _told(  # noqa: PLR0913 - a stretch of words with its surroundings
    text: str, start: int, end: int, block: Block, cast: Cast, opened: _Open, last: Voice | None
) -> list[Piece]:
    """Words outside of quotes: sentence by sentence, clause by clause, following who is said to speak."""
    found: list[Piece] = []
    for begin, close in _cuts(text, start, end):
        if found and _ARROW.search(text[found[-1].start : found[-1].end][-4:]):
            voice, begin = _answering(text, begin, close, cast)
            opened = _Open(voice, Manner.REPORTED, "answer")
        made = _sentence(text, begin, close, block, cast, opened, last)
        found += made
        last = _latest(made) or last
        if made and made[-1].label is not None and made[-1].label != opened.label:
            opened = _Open(made[-1].voice, opened.manner, made[-1].label)
    return found


def _answering(text: str, start: int, end: int, cast: Cast) -> tuple[Voice | None, int]:
    """The official after an arrow, and where the words of the answer begin."""
    speaker = attribution.SPEAKER.match(text, start, end)
    if speaker is None:
        return None, start
    words = speaker["who"].strip()
    voice = cast.voice(speaker.start("who"), speaker.end("who"))
    if voice is None and attribution.looks_like_name(words):
        voice = Voice(Side.OFFICIAL, person=words, words=words)
    return voice, speaker.end() if voice else start


def _sentence(  # noqa: PLR0913 - a sentence with its surroundings
    text: str, start: int, end: int, block: Block, cast: Cast, opened: _Open, last: Voice | None
) -> list[Piece]:
    found: list[Piece] = []
    voice, manner, label = opened.voice, opened.manner, opened.label
    begin = start
    held = manner is Manner.SPOKEN and voice is not None and voice.person is not None
    for a, b in _clauses(text, start, end):
        if held and a > start:
            break
        named = attribution.speaker_here(text, a, end, cast) or (
            attribution.official_acts(text, a, b, cast)
            if held
            else attribution.named_here(text, a, b, end, cast, last)
        )
        if named is None:
            continue
        who, content, new_label = named
        if a > begin:
            found.append(Piece(begin, a, voice, manner, block, label))
        begin, voice, label = content, who if who else voice, new_label or (label if who is None else None)
        manner = Manner.REPORTED if manner is Manner.TOLD else manner
        last = voice or last
    if end > begin:
        found.append(Piece(begin, end, voice, manner, block, label))
    return found


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for mark in re.finditer("[，、：]", text[start:end]):
        if text[start + mark.start()] == "，":
            spans.append((at, start + mark.end()))
            at = start + mark.end()
    if at < end:
        spans.append((at, end))
    return spans
