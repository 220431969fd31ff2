"""Reads a whole text of minutes: who asks for what, and what becomes of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from zaocha.lang import classify, dates, normalise, quantities
from zaocha.lang.minutes import answers, attribution, cast, layout, meeting, needs, owning, rows, voices
from zaocha.lang.minutes.cast import Cast, Side, Voice
from zaocha.lang.minutes.findings import Demand, MinutesReading, Quote
from zaocha.lang.minutes.layout import Layout, Section
from zaocha.lang.minutes.pairing import Asked, Pairing
from zaocha.lang.minutes.voices import Manner, Piece
from zaocha.lang.names import KnownCompany, Register
from zaocha.lang.normalise import Normalised

LIMIT = 1_000_000
"""Most code points of one text of minutes: some five hundred printed pages."""


def read_minutes(
    *,
    text: str,
    on: date | None,
    companies: Sequence[KnownCompany] = (),
    workdays: dates.Workdays | None = None,
) -> MinutesReading:
    """Draft demands of a decoded text, each with the place of its words; `on` is the reference day.

    Without `on` the day of the meeting counts when the text gives it with its year; else words without a
    year keep `due_on` empty. `companies` is the register that names are mapped to. Raises `TextTooLong`.
    """
    source = text.removeprefix("\ufeff")
    uniform = normalise.normalise(source, limit=LIMIT)
    register = Register(companies) if companies else None
    found = layout.read(uniform.text)
    head = meeting.read(uniform.text, found, on=on)
    said_on = on or head.held_on
    people = cast.gather(uniform.text, register=register)
    pairing = _walk(uniform.text, found, people)
    for one in pairing.asked:
        one.voice = owning.settled(uniform.text, people, one)
    asked = sorted([*pairing.asked, *rows.asked(uniform.text, found, people)], key=lambda one: one.start)
    demands = tuple(_demand(uniform, one, register=register, on=said_on, workdays=workdays) for one in asked)
    return MinutesReading(source_text=source, meeting=head, demands=demands)


def _walk(text: str, found: Layout, people: Cast) -> Pairing:
    pairing = Pairing()
    last: Voice | None = None
    for turn_number, turn in enumerate(_turns(_pieces(text, found, people))):
        side = _side(text, turn, pairing)
        if side is Side.OFFICIAL:
            pairing.reply(text, turn)
        else:
            for one in _asked(text, turn, turn_number):
                pairing.ask(one)
        last = turn[-1].voice or last
    return pairing


def _pieces(text: str, found: Layout, people: Cast) -> Iterable[Piece]:
    last: Voice | None = None
    signed = _signed_below(text, found, people)
    under: Voice | None = None
    speaker: Voice | None = None
    item = -1
    for block in found.blocks:
        if block.line in signed and signed[block.line] is None:
            continue
        whose = (
            people.form_subject(block.start, block.end)
            or people.subject_of(block.start, block.end)
            or people.person_field(block.start, block.end, under)
        )
        alone = voices.speaker_alone(text, block, people)
        if whose is not None or alone is not None:
            under, speaker = whose or under, alone
            continue
        if block.is_heading:
            continue
        if block.item != item:
            last, item = (last if block.number is None else None), block.item
        for piece in voices.pieces(text, block, people, before=last, speaker=speaker):
            yield _spoken_under(piece, signed.get(block.line) or under)
            last = piece.voice or last


def _signed_below(text: str, found: Layout, people: Cast) -> dict[int, Voice | None]:
    """Whose the lines are in a form that names the company below its demand; None for the naming line."""
    signed: dict[int, Voice | None] = {}
    demand: list[int] = []
    for block in found.blocks:
        label = attribution.LABEL.match(text, block.start, block.end)
        if label and label["need"]:
            demand = [block.line]
        whose = people.subject_of(block.start, block.end)
        if whose is None:
            continue
        if not demand and not signed:
            return {}
        for line in demand:
            signed[line] = whose
        if demand:
            signed[block.line] = None
        demand = []
    return signed


def _spoken_under(piece: Piece, under: Voice | None) -> Piece:
    """Words without a speaker below a company's name are the company's."""
    if under is None or piece.label == "answer":
        return piece
    voice = piece.voice
    if voice is not None and voice.side is Side.COMPANY and voice.person and not voice.company:
        return replace(piece, voice=replace(voice, company=under.company))
    if voice is not None:
        return piece
    return replace(piece, voice=under, asks=max(piece.asks, int(piece.block.number is not None)))


def _turns(pieces: Iterable[Piece]) -> Iterable[list[Piece]]:
    """Runs of pieces by the same voice, within one line or item."""
    turn: list[Piece] = []
    for piece in pieces:
        if turn and not _same_turn(turn[-1], piece):
            yield turn
            turn = []
        turn.append(piece)
    if turn:
        yield turn


def _same_turn(one: Piece, other: Piece) -> bool:
    if one.label != other.label or one.side != other.side or _who(one) != _who(other):
        return False
    if one.alone or other.alone:
        return False
    return one.block.line == other.block.line or (
        one.block.item == other.block.item and other.block.number is None and one.manner is other.manner
    )


def _who(piece: Piece) -> str | None:
    return piece.voice.words if piece.voice else None


def _side(text: str, turn: list[Piece], pairing: Pairing) -> Side | None:
    """The side of a turn; a nameless answer right after a question is taken from its words."""
    first = turn[0]
    if first.side is not None:
        return first.side
    words = "".join(text[piece.start : piece.end] for piece in turn)
    if re.match(r"[“ ]*(?:答|回复|答复|回应|责任单位|牵头单位|完成时限|（责任|（牵头|处理)", words):
        return Side.OFFICIAL
    asks = any(needs.weight(text[piece.start : piece.end]) > 0 for piece in turn)
    if first.block.section is Section.ANSWERS and first.block.number is not None and not asks:
        return Side.OFFICIAL
    if first.manner is Manner.SPOKEN and first.voice is not None:
        said_before = any(_who(first) == (one.voice.words if one.voice else None) for one in pairing.asked)
        awaited = bool(pairing.asked) and pairing.asked[-1].answered_in is None
        if not said_before and answers.sounds_official(words, asks=asks, awaited=awaited):
            return Side.OFFICIAL
    return None


def _asked(text: str, turn: list[Piece], number: int) -> Iterable[Asked]:
    if turn[0].block.section is Section.ANSWERS and turn[0].side is None:
        return
    for point in needs.points(text, turn):
        words = needs.clean(
            "，".join(text[a:b].strip(" ，“”") for a, b in point.spans)
            .replace("。，", "。")
            .replace("？，", "？")
        )
        if not needs.is_demand(point, words=words) or _is_only_named(text, point):
            continue
        piece = point.first
        yield Asked(
            words=words,
            start=_first_word(text, point.start, point.end),
            end=_last_word(text, point.start, point.end),
            first=piece,
            voice=piece.voice if piece.side is not Side.OFFICIAL or piece.label else None,
            topic=piece.block.topic,
            turn=number,
            line=piece.block.line,
            number=piece.block.number,
            item=piece.block.item,
        )


def _is_only_named(text: str, point: needs.Point) -> bool:
    """不少企业提到了“招人难”: a catchword in quotes, not a demand."""
    words = text[point.start : point.end].strip(" ，。；")
    return words.startswith("“") and words.endswith("”") and len(words) <= 10


def _first_word(text: str, start: int, end: int) -> int:
    found = re.match(r"[“”‘’\s，。、；：！？…—-]*", text[start:end])
    return start + (found.end() if found else 0)


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip("“” \t\n，。；：！…—-→=>"))


def _as_written(uniform: Normalised, name: str) -> str:
    """The name with its own characters (凯昇, not 凯升) where a simplified text writes it so."""
    at = uniform.text.find(name)
    start, end = uniform.span(at, at + len(name)) if at >= 0 else (0, 0)
    written = uniform.original[start:end]
    return written if len(written) == len(name) and _is_simplified(uniform) else name


def _is_simplified(uniform: Normalised) -> bool:
    """Whether the text came in simplified characters, but for a name here and there."""
    if len(uniform.text) != len(uniform.original):
        return False
    changed = sum(
        one != other and "\u4e00" <= one <= "\u9fff"
        for one, other in zip(uniform.original, uniform.text, strict=True)
    )
    return changed * 100 <= len(uniform.text)


def _demand(
    uniform: Normalised,
    one: Asked,
    *,
    register: Register | None,
    on: date | None,
    workdays: dates.Workdays | None,
) -> Demand:
    start, end = uniform.span(one.start, one.end)
    verdict = answers.judge(uniform.text, one.answer, on=on, workdays=workdays)
    company = one.voice.company if one.voice else None
    if company is not None and register is not None:
        company = register.match(company) or _as_written(uniform, company)
    elif company is not None:
        company = _as_written(uniform, company)
    return Demand(
        text=one.words,
        quote=Quote(start, end),
        company=company,
        raised_by=one.voice.person if one.voice else None,
        category=classify.judge(one.words, hint=one.topic).code,
        quantities=tuple(quantities.find(uniform.text, start=one.start, end=one.end)),
        outcome=verdict.outcome,
        answer=verdict.answer,
        promise=verdict.promise,
    )
