"""Text made uniform (simplified, half width, no pinyin debris) with the way back to the original."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc
from pypinyin import Style, pinyin
from pypinyin.contrib.tone_convert import to_normal

LIMIT = 12_000_000
"""Most code points of one text; a 10 MB file of any encoding stays below it."""

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_DEBRIS = re.compile(
    # 標(biāo)題, and 謹(jǐn)?shù)姆 where the opening bracket was lost
    rf"(?<=\S)[（(][ ]?([a-zü{_TONED}]{{1,6}})[ ]?[)）]"
    rf"|[?？]([a-zü{_TONED}]{{0,5}}[{_TONED}][a-z]{{0,3}})[)）](?:[?？](?![a-zü{_TONED}]{{1,6}}[)）]))?"
)
_ZHE = re.compile(
    "(?<![显名原编专论土卓昭合译巨])著(?![名作称述书者])"
)  # 帶著, which the converter leaves alone
_DROPPED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")
_UNITS_OF_TEXT = re.compile(rf"[{_CJK}][,;:?!]|[,;:?!](?=[{_CJK}“”‘’])|[()]")
_CHINESE_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}


class TextTooLong(ValueError):
    """The text is longer than what is read at once."""

    def __init__(self, *, length: int, limit: int) -> None:
        super().__init__(
            f"The text has {length:,} characters; at most {limit:,} are read at once. Split it and try again."
        )
        self.length = length
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Normalised:
    """A uniform text; `span` leads from its places back to code points of the original."""

    text: str
    original: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]

    def origin(self, index: int) -> int:
        """The place in the original of the character at `index`."""
        if index >= len(self.text):
            return len(self.original)
        piece = bisect_right(self._starts, index) - 1
        return self._origins[piece] + index - self._starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and exclusive end in the original of the characters `start` to `end`."""
        if end <= start:
            here = self.origin(start)
            return here, here
        return self.origin(start), self.origin(end - 1) + 1


def normalise(text: str, *, limit: int = LIMIT) -> Normalised:
    """Simplified characters, half-width letters and digits, Chinese marks, debris removed; linear time.

    Raises `TextTooLong` above `limit` code points. Newlines stay where they are.
    """
    if len(text) > limit:
        raise TextTooLong(length=len(text), limit=limit)
    starts, origins, kept = [0], [0], []
    length = 0
    at = 0
    for start, end in _removed(text):
        kept.append(text[at:start])
        length += start - at
        at = end
        starts.append(length)
        origins.append(at)
    kept.append(text[at:])
    plain_text = "".join(kept).translate(_half_width_table())
    return Normalised(
        text=_chinese_marks(_ZHE.sub("着", _simplified(plain_text))),
        original=text,
        _starts=tuple(starts),
        _origins=tuple(origins),
    )


@lru_cache(maxsize=4096)
def _plain_short(text: str) -> str:
    return normalise(text).text


def plain(text: str) -> str:
    """Only the uniform text, for names and short phrases where places do not matter."""
    return _plain_short(text) if len(text) <= 64 else normalise(text).text


def simplified(text: str) -> str:
    """Traditional characters replaced one for one; everything else stays."""
    return _simplified(text)


def _removed(text: str) -> Iterator[tuple[int, int]]:
    """Spans of debris and of invisible characters, in order."""
    spans = [found.span() for found in _DROPPED.finditer(text)]
    if "(" in text or "（" in text or "?" in text or "？" in text:
        spans += [found.span() for found in _DEBRIS.finditer(text) if _is_debris(found, text)]
    yield from _merged(sorted(spans))


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


def _is_debris(found: re.Match[str], text: str) -> bool:
    inside = unicodedata.normalize("NFC", found.group(1) or found.group(2))
    bare = to_normal(inside)
    if not _SYLLABLE.fullmatch(bare):
        return False
    if inside != bare or found.group(2):
        return True
    return bare in _readings(text[found.start() - 1])


@lru_cache(maxsize=8192)
def _readings(char: str) -> frozenset[str]:
    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


_INITIALS = "|b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w"
_FINALS = (
    "a|o|e|ai|ei|ao|ou|an|en|ang|eng|er|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|"
    "u|ua|uo|uai|ui|uan|un|uang|ueng|v|ve|ue|van|vn|ü|üe|üan|ün"
)
_SYLLABLE = re.compile(f"(?:{_INITIALS})(?:{_FINALS})")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    done = str(_converter().convert(text))
    if len(done) == len(text):
        return done
    return "".join(_simplified_line(line) for line in text.splitlines(keepends=True))


def _simplified_line(line: str) -> str:
    done = str(_converter().convert(line))
    if len(done) == len(line):
        return done
    one_by_one = (str(_converter().convert(char)) for char in line)
    return "".join(new if len(new) == 1 else char for new, char in zip(one_by_one, line, strict=True))


@cache
def _half_width_table() -> dict[int, str]:
    """Full-width letters and digits, odd spaces and presentation forms, each by one character."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：？！（）"}
    table |= dict.fromkeys((0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F), " ")
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        same = unicodedata.normalize("NFKC", chr(code))
        if len(same) == 1 and same != chr(code):
            table[code] = same
    return table | {0x2236: "：", 0xFE30: "：", 0x30FB: "·", 0x2022: "·"} | _quotes()


def _quotes() -> dict[int, str]:
    return {ord("「"): "“", ord("」"): "”", ord("『"): "‘", ord("』"): "’", ord("＂"): '"'}


def _chinese_marks(text: str) -> str:
    """Western commas, colons and brackets beside Chinese characters become the Chinese ones."""
    return _UNITS_OF_TEXT.sub(_chinese_mark, text)


def _chinese_mark(found: re.Match[str]) -> str:
    chars = found.group()
    return chars[:-1] + _CHINESE_MARKS[chars[-1]]


def without_tones(syllable: str) -> str:
    """A pinyin syllable without its tone mark: shàn → shan."""
    return str(to_normal(syllable))
