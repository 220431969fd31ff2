"""Which answer belongs to which demand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from zaocha.lang.minutes import answers, needs
from zaocha.lang.minutes.answers import Answer
from zaocha.lang.minutes.cast import Voice
from zaocha.lang.minutes.layout import Section
from zaocha.lang.minutes.voices import Manner, Piece

_ALL = re.compile(
    r"(?:这|那|上述|以上|前面|刚才|大家|各位|企业|提出的?|反映的?)[^，。]{0,10}(?:几个|两个|三个|些|各项|全部|所有|诉求|问题)"
    r"|(?:都|逐一|一一|统一|逐条|逐项|全部)(?:会|将|给|记|答复|回复|研究|落实|反馈|交办)|[这那]?[两三四五几](?:个|件|点|条)(?:事|问题|诉求)|全部"
)
_ORDINAL = re.compile(
    r"^[“”\s]*(?:关于|对于|针对|至于)?(?:您|你|企业|张总|刚才)?(?:提(?:的|到的))?"
    r"(?:第(?P<n>[一二三四五六])(?:个|点|件|条|项)?|(?P<m>[一二三四五六])是|(?P<k>[①-⑥])|(?P<d>[1-6])[）、])"
)
_COMMON = set(
    "的了是在我们你你他企业公司街道问题能不有会就和与及对于关这个那也都还要请一下希望建议解决可以政府部门尽快进行开展情况方面目前现在相关到上下"
)
_LOOK = 240
"""Characters that are compared."""
_NEAR = 3
"""Lines within which another official may go on with the same answer."""
_REACH = 60
"""How many demands back an answer may reach."""


@dataclass(slots=True)
class Asked:
    """A demand on its way through the minutes, collecting its answer."""

    words: str
    start: int
    end: int
    first: Piece
    voice: Voice | None
    topic: str
    turn: int
    line: int
    number: str | None
    item: int
    answer: Answer = field(default_factory=Answer)
    answered_in: int | None = None


@dataclass(slots=True)
class Pairing:
    """Demands so far, and which of them an official may be speaking to now."""

    asked: list[Asked] = field(default_factory=list)
    _exchange: int = 0
    _replied: bool = False
    _last: list[Asked] = field(default_factory=list)
    _last_line: int = -100
    _focus: list[Asked] = field(default_factory=list)

    def ask(self, one: Asked) -> None:
        """A new demand; the answers that follow belong to a new exchange.

        Words that may only point back (针对恒丰针织反映的路灯问题) open the answer to what they point at.
        """
        if one.first.refers and self.asked:
            before = most_alike(one.words, self.asked[-_REACH:], enough=2.5)
            if before is not None:
                self._focus = [before]
                return
        self._focus = []
        if self._replied:
            self._exchange += 1
            self._replied = False
        self._last = []
        self.asked.append(one)

    def reply(self, text: str, turn: list[Piece]) -> None:
        """Give each sentence of an official's turn to the demand that it answers."""
        line = turn[0].block.line
        targets = self._last if line - self._last_line <= _NEAR else []
        targets = [one for one in targets if one.answered_in == self._exchange]
        if turn[0].block.number is not None:
            targets = []
        begun = False
        for piece in turn:
            if not answers.is_reply(text[piece.start : piece.end]):
                continue
            open_ones = self._open(text, piece)
            for part in _parts(text, piece, divided=len(open_ones) > 1):
                words = text[part.start : part.end]
                targets = self._targets(words, open_ones, targets, same_turn=begun)
                begun = True
                for one in targets:
                    _append(one.answer.pieces, part)
                    one.answered_in = self._exchange
                    self._replied = True
        self._last, self._last_line = targets, turn[-1].block.line

    def _targets(
        self, words: str, open_ones: list[Asked], before: list[Asked], *, same_turn: bool
    ) -> list[Asked]:
        if len(open_ones) <= 1:
            return open_ones or before
        if _ALL.search(words):
            return open_ones
        ordinal = _ORDINAL.match(words)
        if ordinal and _place(ordinal) < len(open_ones):
            return [open_ones[_place(ordinal)]]
        best = most_alike(words, open_ones)
        if best is not None:
            return [best]
        if same_turn and any(one in open_ones for one in before):
            return before
        unanswered = [one for one in open_ones if not one.answer.pieces]
        if unanswered and len(unanswered) < len(open_ones):
            return unanswered[:1]
        if needs.topics(words):
            return [open_ones[-1]]
        return [one for one in open_ones if one.turn == open_ones[-1].turn]

    def _open(self, text: str, piece: Piece) -> list[Asked]:
        """Demands that this official may be answering: of the same item, else of the exchange, else alike."""
        if self._focus:
            return self._focus
        recent = self.asked[-_REACH:]
        waiting = [one for one in recent if one.answered_in in (None, self._exchange)]
        same_item = [one for one in recent if one.item == piece.block.item]
        if same_item and piece.block.number is not None:
            return [one for one in same_item if one in waiting] or same_item[-1:]
        if piece.block.section is Section.ANSWERS:
            return self._by_number(text, piece, waiting)
        exchange = [one for one in self._since_last_answer() if _within_earshot(one, piece)]
        if exchange:
            return exchange
        words = text[piece.start : piece.end]
        return [one for one in waiting if _alike(words, one.words + one.topic) >= 3][-1:]

    def _by_number(self, text: str, piece: Piece, waiting: list[Asked]) -> list[Asked]:
        """In a part of answers: by the number of the item if that speaks of the same, else by the words."""
        whole = text[piece.block.start : piece.block.end] + piece.block.topic
        label = piece.block.number
        same = [one for one in waiting if label not in (None, "-") and one.number == label]
        if len(same) == 1 and _alike(whole, same[0].words + same[0].topic) >= 1:
            return same
        best = most_alike(whole, waiting) if waiting else None
        return [best] if best is not None else same if len(same) == 1 else []

    def _since_last_answer(self) -> list[Asked]:
        found: list[Asked] = []
        for one in reversed(self.asked[-_REACH:]):
            if one.answered_in not in (None, self._exchange):
                break
            found.append(one)
        return found[::-1]


def _append(pieces: list[Piece], part: Piece) -> None:
    """Join clauses of one sentence again."""
    if (
        pieces
        and pieces[-1].end == part.start
        and pieces[-1].block is part.block
        and pieces[-1].voice is part.voice
    ):
        pieces[-1] = replace(pieces[-1], end=part.end)
    else:
        pieces.append(part)


def _parts(text: str, piece: Piece, *, divided: bool) -> Iterable[Piece]:
    """The sentence, or its clauses when it may answer several demands at once."""
    if not divided:
        yield piece
        return
    at = piece.start
    for mark in re.finditer("，|$", text[piece.start : piece.end]):
        end = piece.start + mark.end()
        if end > at:
            yield replace(piece, start=at, end=end)
        at = end


def _within_earshot(one: Asked, piece: Piece) -> bool:
    """Spoken answers follow soon after; in a told text two lines at most lie between."""
    gap = piece.block.line - one.line
    return gap <= (12 if piece.manner is Manner.SPOKEN else 4)


def _place(ordinal: re.Match[str]) -> int:
    raw = ordinal["n"] or ordinal["m"]
    if raw:
        return "一二三四五六".index(raw)
    return "①②③④⑤⑥".index(ordinal["k"]) if ordinal["k"] else int(ordinal["d"]) - 1


def most_alike(words: str, asked: list[Asked], *, enough: float = 1.5) -> Asked | None:
    """The demand that shares most with the words, the later of equals; None if none shares enough."""
    shared = max(
        ((_alike(words, one.words + one.topic), at) for at, one in enumerate(asked)), default=(0.0, 0)
    )
    return asked[shared[1]] if shared[0] >= enough and asked else None


def _alike(one: str, other: str) -> float:
    """Shared two-character pieces that say something, plus shared categories."""
    one, other = one[:_LOOK], other[:_LOOK]
    mine = {one[at : at + 2] for at in range(len(one) - 1)}
    yours = {other[at : at + 2] for at in range(len(other) - 1)}
    shared = [pair for pair in mine & yours if _tells(pair)]
    categories = {code for code, _ in needs.topics(one)} & {code for code, _ in needs.topics(other)}
    named_first = any(pair in one[:8] for pair in shared)
    return len(shared) + 1.5 * bool(categories) + 0.5 * named_first


def _tells(pair: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in pair) and not (
        pair[0] in _COMMON and pair[1] in _COMMON
    )
