"""What the writer of an unreadable test probably wanted: frequent slips as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zaocha.rules.texts import Message

_FULL_WIDTH = str.maketrans("＞＜＝，“”‘’（）【】０１２３４５６７８９．－", "><=,\"\"''()[]0123456789.-")


def _(text: str) -> str:
    """Mark a text for collection; it is translated when it is shown."""
    return text


# The first pattern that is found in the text says what to do.
SLIPS: Mapping[str, tuple[str, str]] = {
    "fraction": (r"\d\s*[%％]", _("Write a share as a fraction: 3 % is 0.03.")),
    "yuan": (r"[万亿￥¥$]|元", _("Write amounts in yuan, as a number alone: 10 万元 is 100000.")),
    "day": (
        r"^[^\"]*\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}",
        _('Write a day as date("2026-11-23"): >= date("2026-11-23").'),
    ),
    "at_least": (r"[≥≤≧≦]|=>|=<", _("Write >= for “at least” and <= for “at most”.")),
    "double_quotes": (r"'[^']*'|^[^\"]*`", _('Use double quotation marks: "A".')),
    "equal": (r"==", _("Write = once, or the value alone.")),
    "unequal": (r"<>|≠|/=", _('Write != 3 for a number, not("A") for words.')),
    "write_range": (
        r"\band\b|\bto\b|&|~|～|至|到|between",
        _("For a range write [3..10): 3 belongs to it, 10 does not."),
    ),
    "write_list": (r"\bor\b|\bin\b|\||或", _('Part what is possible with commas: "A","B".')),
    "bare_number": (
        r"\d\s*[\u4e00-\u9fffA-Za-z㎡]",
        _("Write the number alone; the unit may stand beside the test, under “unit”."),
    ),
    "prefix": (r"^\"?[A-T]?\d+\*", _('For all codes of a group write starts with(?, "18").')),
}
HALF_WIDTH = _("Use half-width signs: {text}")


def guess(text: str) -> Message | None:
    """What to do about a test that cannot be read; None when it is no frequent slip."""
    plainer = text.translate(_FULL_WIDTH)
    if plainer != text:
        return Message("half_width", HALF_WIDTH, {"text": plainer})
    for code, (pattern, said) in SLIPS.items():
        if re.search(pattern, text):
            return Message(code, said)
    return None
