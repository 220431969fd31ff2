"""How wide texts are: Chinese characters count two, Latin letters one."""

import unicodedata


def width_of(text: str) -> int:
    """Half-width characters of the longest line."""
    return max(
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in ln) for ln in text.split("\n")
    )
