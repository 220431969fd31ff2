"""Tables of demands: a row is a demand with its company, answer, unit and time limit."""

import re
from collections.abc import Iterable
from dataclasses import replace

from zaocha.lang.minutes import needs, voices
from zaocha.lang.minutes.answers import Answer
from zaocha.lang.minutes.cast import Cast, Side, Voice
from zaocha.lang.minutes.layout import Block, Layout, Row, Section
from zaocha.lang.minutes.pairing import Asked
from zaocha.lang.minutes.voices import Manner, Piece

_SOLVED = re.compile(
    "当场(?:解决|办结|答复)|现场(?:解决|办结|答复)|已(?:办结|解决|答复|完成)|办结|^是$|^√$|^✓$"
)
_OPEN = re.compile("待|未|办理中|推进中|^否$|研究|跟踪|交办|进行中|承诺|×")


def asked(text: str, layout: Layout, people: Cast) -> Iterable[Asked]:
    """The demands of all table rows, in order."""
    for number, row in enumerate(layout.rows):
        yield from _of_row(text, row, people, turn=100_000 + number)


def _of_row(text: str, row: Row, people: Cast, *, turn: int) -> Iterable[Asked]:
    cell = row.cells.get("need")
    if cell is None:
        return
    topic = text[slice(*row.cells["kind"])] if "kind" in row.cells else ""
    block = Block(*cell, row.line, Section.NEEDS, topic, str(turn), turn)
    voice = _voice(text, row, people)
    found = [
        replace(piece, voice=voice or piece.voice, label=None if piece.label == "need" else piece.label)
        for piece in voices.pieces(text, block, people)
    ]
    own = [piece for piece in found if piece.side is not Side.OFFICIAL]
    asked_here = list(_points(text, own, cell, voice=voice, topic=topic, turn=turn, row=row))
    for one in asked_here:
        one.answer = _answer(text, row, people, turn=turn)
        one.answer.pieces += [piece for piece in found if piece.side is Side.OFFICIAL]
    yield from asked_here


def _points(  # noqa: PLR0913 - one cell with its row
    text: str,
    own: list[Piece],
    cell: tuple[int, int],
    *,
    voice: Voice | None,
    topic: str,
    turn: int,
    row: Row,
) -> Iterable[Asked]:
    points = [point for point in needs.points(text, own) if point.asked or point.troubled]
    spans = [(point.start, point.end) for point in points]
    if len(spans) <= 1:
        spans = [cell]
    for start, end in spans:
        words = text[start:end]
        lead = len(words) - len(words.lstrip("“”‘’ ，、；：①②③④⑤⑥"))
        end = start + len(words.rstrip("“” \n，。；：！"))
        if re.fullmatch("无|/|-|暂无|—+|没有", words.strip()) or end <= start + lead or not own:
            continue
        yield Asked(
            words=needs.clean(words),
            start=start + lead,
            end=end,
            first=own[0],
            voice=voice or own[0].voice,
            topic=topic,
            turn=turn,
            line=row.line,
            number=None,
            item=turn,
        )


def _voice(text: str, row: Row, people: Cast) -> Voice | None:
    company = person = None
    if "company" in row.cells:
        start, end = row.cells["company"]
        named = people.companies_between(start, end)
        company = named[0].name if named else text[start:end].strip()
        inside = people.persons_between(start, end)
        person = inside[-1].words if inside else None
    if "who" in row.cells:
        start, end = row.cells["who"]
        named = people.companies_between(start, end)
        company = company or (named[0].name if named else None)
        rest = text[named[-1].end if named else start : end].strip(" ，、（）()")
        person = rest or person
    if company is None and person is None:
        return None
    if company in ("/", "无", "-"):
        company = None
    return Voice(Side.COMPANY, person=person, company=company, words=company or person)


def _answer(text: str, row: Row, people: Cast, *, turn: int) -> Answer:
    found = Answer()
    if "answer" in row.cells and not re.fullmatch("无|/|-|—+", text[slice(*row.cells["answer"])].strip()):
        start, end = row.cells["answer"]
        block = Block(start, end, row.line, Section.ANSWERS, "", None, turn)
        made = voices.pieces(text, block, people)
        found.pieces = [
            replace(
                piece,
                label="answer",
                voice=piece.voice if piece.side is Side.OFFICIAL else None,
                manner=Manner.TOLD,
            )
            for piece in made
        ]
    if "unit" in row.cells:
        found.unit = text[slice(*row.cells["unit"])].strip() or None
    if "due" in row.cells:
        found.due_words = text[slice(*row.cells["due"])].strip() or None
    if "outcome" in row.cells:
        words = text[slice(*row.cells["outcome"])]
        found.said_solved = (
            True
            if _SOLVED.search(words) and not _OPEN.search(words)
            else False
            if _OPEN.search(words)
            else None
        )
    if found.due_words and re.fullmatch("当场|现场|即时|已完成|已办结|/|-|无|当天|现场答复", found.due_words):
        found.said_solved = (
            True
            if re.fullmatch("当场|现场|即时|已完成|已办结|现场答复", found.due_words)
            else found.said_solved
        )
        found.due_words = None
    return found
