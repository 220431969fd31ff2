"""Guesses which column of a foreign table is which field, by its heading and by the look of its values."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from zaocha.sheets.messages import Message
from zaocha.sheets.tables.records import Row

CREDIT_CODE: Final = r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}"
MOBILE: Final = r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
PHONE: Final = rf"{MOBILE}|(\(?0\d{{2,3}}\)?[- ]?)?\d{{7,8}}([-转]\d{{1,6}})?"
DATE: Final = r"\d{4}([-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{4})(\s.*)?"
EMAIL: Final = r"[^@\s]+@[^@\s]+\.[^@\s]+"
COMPANY_NAME: Final = (
    r".{2,60}(公司|厂|商行|经营部|合作社|事务所|工作室|中心|店|集团|合伙\)|ltd\.?|inc\.?|gmbh|llc)"
)
"""Looks for FieldSpec.pattern; matched against the whole value, letters lowered, width folded."""

_ENOUGH: Final = 0.45
_SAMPLE: Final = 50
_BRACKETED: Final = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class FieldSpec:
    """A field that a table may have: its name, headings that people write, and how its values look."""

    name: str
    synonyms: tuple[str, ...]
    pattern: str | None = None


@dataclass(frozen=True)
class Guess:
    """What a column probably is; `field` is None when nothing fits, `confidence` goes from 0 to 1."""

    field: str | None
    confidence: float
    why: Message


def guess_mapping(
    *, headers: Sequence[str], fields: Sequence[FieldSpec], sample_rows: Sequence[Row | Sequence[str | None]]
) -> dict[str, Guess]:
    """A guess for every heading, in their order; no field is given to two columns.

    The surest pair is settled first. A heading that is a known synonym outweighs the look of the values;
    values that contradict it lower the confidence.
    """
    rows = [row.values if isinstance(row, Row) else row for row in sample_rows[:_SAMPLE]]
    candidates: list[tuple[float, int, int, Guess]] = []
    for column, header in enumerate(headers):
        values = [_folded(row[column] or "") for row in rows if column < len(row)]
        present = [value for value in values if value]
        for rank, spec in enumerate(fields):
            guess = _judge(header, present, spec)
            if guess.confidence >= _ENOUGH:
                candidates.append((-guess.confidence, rank, column, guess))
    settled: dict[int, Guess] = {}
    taken: set[str | None] = set()
    for _confidence, _rank, column, guess in sorted(candidates, key=lambda c: c[:3]):
        if column not in settled and guess.field not in taken:
            settled[column] = guess
            taken.add(guess.field)
    nothing = Guess(None, 0.0, Message("no_match"))
    return {header: settled.get(column, nothing) for column, header in enumerate(headers)}


def _judge(header: str, values: Sequence[str], spec: FieldSpec) -> Guess:
    likeness, synonym = max((_likeness(header, s), s) for s in spec.synonyms) if spec.synonyms else (0.0, "")
    share = _share(values, spec.pattern)
    percent = round(100 * share)
    if likeness >= 0.5:
        if spec.pattern and len(values) >= 3 and share < 0.2:
            return Guess(spec.name, round(likeness * 0.6, 2), _about_header(likeness, synonym))
        if share >= 0.5:
            confidence = 1 - (1 - likeness) * (1 - 0.8 * share)
            said = (
                _about_header(likeness, synonym)
                if likeness >= 0.98
                else Message("header_and_values", {"synonym": synonym, "percent": percent})
            )
            return Guess(spec.name, round(confidence, 2), said)
        return Guess(spec.name, round(likeness, 2), _about_header(likeness, synonym))
    if share >= 0.6:
        return Guess(spec.name, round(0.75 * share, 2), Message("values_alike", {"percent": percent}))
    return Guess(None, 0.0, Message("no_match"))


def _about_header(likeness: float, synonym: str) -> Message:
    return Message("header_same") if likeness >= 0.98 else Message("header_alike", {"synonym": synonym})


def _likeness(header: str, synonym: str) -> float:
    """1 minus nothing for the same words; what ends alike is closer than what begins alike."""
    ours, theirs = _bare(header), _bare(synonym)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 0.98
    short, long = sorted((ours, theirs), key=len)
    if len(short) >= 2 and short in long:
        ending = 0.08 if long.endswith(short) else 0.0
        return 0.5 + 0.35 * len(short) / len(long) + ending
    ratio = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    return ratio * 0.85 if ratio >= 0.7 else 0.0


def _bare(heading: str) -> str:
    folded = _folded(heading)
    return _NOT_LETTERS.sub("", _BRACKETED.sub("", folded)) or _NOT_LETTERS.sub("", folded)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _share(values: Sequence[str], pattern: str | None) -> float:
    if not pattern or not values:
        return 0.0
    look = re.compile(pattern, re.IGNORECASE)
    return sum(1 for value in values if look.fullmatch(value)) / len(values)


def chosen_columns(guesses: Mapping[str, Guess]) -> dict[str, str]:
    """Field → heading, of the guesses that found a field."""
    return {guess.field: header for header, guess in guesses.items() if guess.field is not None}
