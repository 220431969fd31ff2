"""Tables of demands: a row is a demand with its company, answer, unit and time limit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from zaocha.lang.minutes import needs, pairing, voices
from zaocha.lang.minutes.answers import Answer
from zaocha.lang.minutes.cast import Cast, Side, Voice
from zaocha.lang.minutes.layout import Block, Layout, Row, Section
from zaocha.lang.minutes.pairing import Asked
from zaocha.lang.minutes.voices import Manner, Piece

_SOLVED = re.compile(
    "当场(?:解决|办结|答复)|现场(?:解决|办结|答复)|已(?:办结|解决|答复|完成|落实)|办结|^是$|^[√✓☑]$"
)
_OPEN = re.compile("待|未|办理中|推进中|^否$|研究|跟踪|交办|进行中|承诺|×")
_AT_ONCE = re.compile("当场|现场|即时|已完成|已办结|已解决|现场答复|当场答复|即办")
_BLANK = re.compile(r"无|/|\\|-|暂无|—+|没有|")
_DONE = re.compile("已[^，。]{0,8}(?:解释|解决|办结|完成|答复|到位|修好|上门|处理)|问题解决")
_SAME = re.compile('同上|同前|〃|″|"|”')
_PART = re.compile(r"[①-⑳]|（[1-9]）|(?<![\d.])[1-9][.、）](?!\d)|[一二三四五]是")


def asked(text: str, layout: Layout, people: Cast) -> Iterable[Asked]:
    """The demands of all table rows, in order; a row without a company belongs to the one above."""
    above: Voice | None = None
    for number, row in enumerate(layout.rows):
        reading = _RowReading(text=text, row=row, people=people, turn=100_000 + number, above=above)
        yield from reading.asked()
        above = reading.voice


@dataclass(slots=True)
class _RowReading:
    """One row on its way into demands."""

    text: str
    row: Row
    people: Cast
    turn: int
    above: Voice | None
    voice: Voice | None = field(init=False)

    def __post_init__(self) -> None:
        self.voice = self._voice()

    def asked(self) -> list[Asked]:
        cell = self.row.cells.get("need")
        if cell is None or _BLANK.fullmatch(self._words("need")):
            return []
        pieces = self._pieces(cell, Section.NEEDS)
        own = [
            replace(one, voice=self.voice or one.voice, label=None if one.label == "need" else one.label)
            for one in pieces
            if one.side is not Side.OFFICIAL
        ]
        found = [self._asked(span, own) for span in self._spans(cell, own)] if own else []
        self._share([one for one in pieces if one.side is Side.OFFICIAL], found)
        self._share(self._answer_pieces(), found)
        for one in found:
            self._set_terms(one.answer)
        return found

    def _words(self, role: str) -> str:
        return self.text[slice(*self.row.cells[role])].strip() if role in self.row.cells else ""

    def _pieces(self, cell: tuple[int, int], section: Section) -> list[Piece]:
        block = Block(*cell, self.row.line, section, self._words("kind"), str(self.turn), self.turn)
        return voices.pieces(self.text, block, self.people)

    def _spans(self, cell: tuple[int, int], own: list[Piece]) -> list[tuple[int, int]]:
        """One span per thing asked for: by ①② if there are any, else by what is asked."""
        parts = _parts(self.text, *cell)
        if len(parts) > 1:
            return parts
        points = [one for one in needs.points(self.text, own) if one.asked or one.troubled]
        return [(one.start, one.end) for one in points] if len(points) > 1 else [cell]

    def _asked(self, span: tuple[int, int], own: list[Piece]) -> Asked:
        start, end = span
        words = self.text[start:end]
        lead = re.match(rf"(?:[“”\s，、；：]|{_PART.pattern})*", words)
        start += lead.end() if lead else 0
        end = start + len(self.text[start:end].rstrip("“” \n，。；：！"))
        return Asked(
            words=needs.clean(self.text[start:end]),
            start=start,
            end=end,
            first=own[0],
            voice=self.voice or own[0].voice,
            topic=self._words("kind"),
            turn=self.turn,
            line=self.row.line,
            number=None,
            item=self.turn,
        )

    def _answer_pieces(self) -> list[Piece]:
        if _BLANK.fullmatch(self._words("answer")):
            return []
        return [
            replace(
                one,
                label="answer",
                voice=one.voice if one.side is Side.OFFICIAL else None,
                manner=Manner.TOLD,
            )
            for one in self._pieces(self.row.cells["answer"], Section.ANSWERS)
        ]

    def _share(self, pieces: list[Piece], found: list[Asked]) -> None:
        """Give each answer to what it answers: by its number, else by its words, else to all."""
        numbered = [one for one in pieces if _PART.match(self.text, one.start)]
        for one in pieces:
            if numbered and len(numbered) == len(found) and one in numbered:
                targets = [found[numbered.index(one)]]
            else:
                best = pairing.most_alike(self.text[one.start : one.end], found) if len(found) > 1 else None
                targets = [best] if best else found
            for target in targets:
                target.answer.pieces.append(one)

    def _set_terms(self, answer: Answer) -> None:
        answer.unit = self._words("unit") or None
        state, due = self._words("outcome"), self._words("due")
        if _OPEN.search(state):
            answer.said_solved = False
        elif _SOLVED.search(state) or _AT_ONCE.fullmatch(due) or _DONE.search(due):
            answer.said_solved = True
        if due and not _AT_ONCE.fullmatch(due) and not _BLANK.fullmatch(due) and not _DONE.search(due):
            answer.due_words = due

    def _voice(self) -> Voice | None:
        company, person = self._company(), None
        if "who" in self.row.cells:
            start, end = self.row.cells["who"]
            named = self.people.companies_between(start, end)
            company = company or (named[0].name if named else None)
            person = self.text[named[-1].end if named else start : end].strip(" ，、（）()") or None
        elif "company" in self.row.cells:
            inside = self.people.persons_between(*self.row.cells["company"])
            person = inside[-1].words if inside else None
        if _SAME.fullmatch(person or "") and self.above is not None:
            person = self.above.person
        if company is None and person is None:
            return self.above
        return Voice(Side.COMPANY, person=person, company=company, words=company or person)

    def _company(self) -> str | None:
        words = self._words("company")
        if _BLANK.fullmatch(words):
            return None
        named = self.people.companies_between(*self.row.cells["company"])
        return named[0].name if named else words


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cell cut before each ①, （1） or 1. in it."""
    marks = [found.start() for found in _PART.finditer(text, start, end)]
    if len(marks) < 2:
        return [(start, end)]
    return [
        (a, b)
        for a, b in zip(marks, [*marks[1:], end], strict=True)
        if re.search("[\u4e00-\u9fff]{2}", text[a:b])
    ]
