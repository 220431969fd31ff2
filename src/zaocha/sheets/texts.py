"""Turns the bytes of a text file into words, or says what the file is instead."""

import codecs
from typing import Final

from zaocha.sheets import frequent, kinds
from zaocha.sheets.messages import Unreadable

LIMIT_BYTES: Final = 10 * 1024 * 1024

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# What else Chinese offices meet. Each is only ever named, never read.
_OTHERS: Final = (
    ("shift_jis", "Shift-JIS"),
    ("euc_jp", "EUC-JP"),
    ("euc_kr", "EUC-KR"),
    ("big5hkscs", "Big5"),
)
_SAMPLE: Final = 64 * 1024
_HARMLESS_CONTROLS: Final = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85")


def decode(data: bytes, *, name: str = "", limit_bytes: int = LIMIT_BYTES) -> str:
    """The text in `data`: UTF-8, UTF-16 with a byte-order mark, or GB18030; newlines stay as they are.

    `name` is the file's name, for the message. Raises Unreadable for empty, huge and binary data and for
    every other encoding, which it names where it can.
    """
    if len(data) > limit_bytes:
        raise Unreadable(
            "too_large", name=name, size_mb=-(-len(data) // 1_048_576), limit_mb=limit_bytes // 1_048_576
        )
    text = _decoded(data, name)
    if not text.strip("\ufeff \t\r\n\v\f\u3000\xa0"):
        raise Unreadable("empty", name=name)
    controls = sum(1 for c in text[:_SAMPLE] if c < " " and c not in _HARMLESS_CONTROLS)
    if "\x00" in text or controls > len(text[:_SAMPLE]) // 200:
        raise Unreadable("binary", name=name)
    return text


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Unreadable("other_encoding", name=name, encoding="UTF-32")
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], codec, label, name)
    kind = kinds.kind_of(data)
    if kind is not None:
        raise Unreadable("not_text", name=name, kind=kind)
    if b"\x00" in data:
        raise _with_nul_bytes(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _without_mark(data, name)


def _strictly(data: bytes, codec: str, label: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(codec, "replace").count("\n") + 1
        raise Unreadable("damaged_text", name=name, encoding=label, line=line) from None


def _with_nul_bytes(data: bytes, name: str) -> Unreadable:
    """Names UTF-16 and UTF-32 without a mark; everything else with a NUL byte is no text."""
    for codec, label, unit in (
        ("utf-32-le", "UTF-32", 4),
        ("utf-32-be", "UTF-32", 4),
        ("utf-16-le", "UTF-16 without byte-order mark", 2),
        ("utf-16-be", "UTF-16 without byte-order mark", 2),
    ):
        try:
            sample = data[: _SAMPLE // unit * unit].decode(codec)
        except UnicodeDecodeError:
            continue
        if _is_familiar(sample):
            return Unreadable("other_encoding", name=name, encoding=label)
    return Unreadable("binary", name=name)


def _is_familiar(text: str) -> bool:
    """Mostly ASCII letters or frequent Chinese: a wrong unit width or byte order gives neither."""
    ascii_text = sum(1 for c in text if " " <= c <= "~" or c in "\r\n\t")
    rest = len(text) - ascii_text
    return bool(text) and (ascii_text > 0.9 * len(text) or _frequent_share(text) > 0.3 or rest == 0)


def _without_mark(data: bytes, name: str) -> str:
    """GB18030 when it reads as Chinese and as nothing else more, else a refusal with the likely name."""
    damaged_line = _damaged_utf8_line(data)
    if damaged_line:
        raise Unreadable("damaged_text", name=name, encoding="UTF-8", line=damaged_line)
    sample = _cut_at_line(data)
    text = sample.decode("gb18030", "replace")
    other = _likely_other(sample, gb_share=_frequent_share(text))
    if other is not None:
        raise Unreadable("other_encoding", name=name, encoding=other)
    if not _reads_as_chinese(text):
        raise Unreadable("unknown_encoding", name=name)
    return _strictly(data, "gb18030", "GB18030", name)


def _cut_at_line(data: bytes) -> bytes:
    end = data.rfind(b"\n", 0, _SAMPLE) if len(data) > _SAMPLE else -1
    return data[: end + 1] if end > 0 else data[: _SAMPLE * 4]


def _damaged_utf8_line(data: bytes) -> int:
    """The first bad line of a text that is UTF-8 but for a few bytes, else 0."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text[: _SAMPLE * 4] if c > "\x7f" and c != "\ufffd")
    if good < 20 * bad or _frequent_share(text[:_SAMPLE]) < 0.25:
        return 0
    return text[: text.index("\ufffd")].count("\n") + 1


def _likely_other(sample: bytes, *, gb_share: float) -> str | None:
    for codec, label in _OTHERS:
        text = sample.decode(codec, "replace")
        beyond_ascii = [c for c in text if c > "\x7f"]
        if beyond_ascii.count("\ufffd") > len(beyond_ascii) // 100:
            continue
        if codec == "big5hkscs":
            likely = _frequent_share(text) > max(0.25, gb_share + 0.1)
        elif codec == "euc_kr":
            likely = gb_share < 0.25 and _share(beyond_ascii, "\uac00", "\ud7a3") > 0.9
        else:
            likely = gb_share < 0.4 and _share(beyond_ascii, "\u3041", "\u30fa") > 0.2
        if likely:
            return label
    return None


def _share(characters: list[str], first: str, last: str) -> float:
    return sum(1 for c in characters if first <= c <= last) / max(1, len(characters))


def _frequent_share(text: str) -> float:
    """Which share of the characters beyond ASCII is frequent in Chinese, punctuation left out."""
    counted = [c for c in text[:_SAMPLE] if c > "\x7f" and c not in frequent.PUNCTUATION]
    return sum(1 for c in counted if c in frequent.FREQUENT) / max(1, len(counted))


def _reads_as_chinese(text: str) -> bool:
    beyond_ascii = [c for c in text[:_SAMPLE] if c > "\x7f"]
    if beyond_ascii.count("\ufffd") > max(1, len(beyond_ascii) // 200):
        return False
    everyday = sum(1 for c in beyond_ascii if c in frequent.PUNCTUATION or _is_everyday(c))
    share = _frequent_share(text)
    # A few words ("铜矿采选") may hold no frequent character at all; a page never does.
    enough = share >= 0.12 or len(beyond_ascii) <= 16
    return share >= 0.45 or (enough and everyday >= 0.75 * len(beyond_ascii))


def _is_everyday(character: str) -> bool:
    """True for the 3,755 characters of the first level of GB 2312 (rows 16–55)."""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7
