"""Words to index and words to ask for: cuts, two-character and single-character pieces."""

import re

import rjieba

from zaocha.lang import normalise

_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[a-z0-9]+(?:\.[0-9]+)?")
_STOP_SINGLES = frozenset("的了呢吗吧啊和与及在是有我你他她它们这那也都就还很把被给对从到不没个上下")


def index_tokens(text: str) -> list[str]:
    """Distinct tokens of a text to index, in order: words, bigrams and single characters, simplified."""
    found: dict[str, None] = {}
    for run in _runs(text):
        if _is_latin(run):
            found[run] = None
            continue
        for word in rjieba.cut(run, True):
            found[word] = None
        for size in (2, 1):
            for at in range(len(run) - size + 1):
                found[run[at : at + size]] = None
    return list(found)


def query_tokens(text: str) -> list[str]:
    """Distinct tokens to ask for, the most telling (longest) first; single characters only as a last resort.

    Every token that this returns is also made by `index_tokens` for a text that holds the same words.
    """
    longer: dict[str, None] = {}
    singles: dict[str, None] = {}
    for run in _runs(text):
        if _is_latin(run):
            longer[run] = None
            continue
        if len(run) == 1:
            singles[run] = None
        for word in rjieba.cut(run, True):
            if len(word) > 1:
                longer[word] = None
        for at in range(len(run) - 1):
            pair = run[at : at + 2]
            if not (pair[0] in _STOP_SINGLES and pair[1] in _STOP_SINGLES):
                longer[pair] = None
    return sorted(longer, key=len, reverse=True) + list(singles)


def words(text: str) -> list[str]:
    """Plain cut of a text into words, simplified and lower case, without marks and spaces."""
    return [word for run in _runs(text) for word in ([run] if _is_latin(run) else rjieba.cut(run, True))]


def _runs(text: str) -> list[str]:
    return _RUN.findall(normalise.plain(text).lower())


def _is_latin(run: str) -> bool:
    return run[0].isascii()
