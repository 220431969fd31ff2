"""Texts as tokens of one tenant and kind: `3_d_路灯` is never found by tenant 4."""

from __future__ import annotations

import re

from zaocha.lang import normalise, tokens

KINDS = {"demand": "d", "answer": "a", "company": "c", "minutes": "m"}
LIMIT = 4000  # code points of a text that are indexed
ASKED = 300  # code points of a question that are looked at
_LONGEST = 40
_PART = re.compile("[a-z]+|[0-9.]+")


def prefix(*, tenant_id: int, kind: str) -> str:
    """What every token of a tenant and kind begins with; digits end at the first underscore."""
    return f"{tenant_id}_{KINDS[kind]}_"


def uniform(text: str) -> str:
    """The text as it is kept beside the index."""
    return normalise.plain(text[:LIMIT]).replace("\0", "").lower()


def to_index(text: str, *, tenant_id: int, kind: str) -> list[str]:
    """Distinct tokens of a uniform text; 630kva is found by 630 and kva, too."""
    start = prefix(tenant_id=tenant_id, kind=kind)
    found = tokens.index_tokens(text)
    parts = [part for one in found if one[0].isascii() for part in _PART.findall(one)]
    return list(dict.fromkeys(start + one[:_LONGEST] for one in (*found, *parts)))


def to_ask(text: str) -> list[str]:
    """Distinct tokens of a question, without prefix; single characters only when there is nothing longer."""
    found = [one[:_LONGEST] for one in tokens.query_tokens(text[:ASKED])]
    return [one for one in found if len(one) > 1 or one.isascii()] or found


def whole_words(text: str) -> frozenset[str]:
    """The tokens of a question that are words, not pieces across two words."""
    return frozenset(tokens.words(text[:ASKED]))


def phrases(text: str) -> list[str]:
    """What stands between the blanks of a question, uniform: each must occur as it is."""
    return [part.lower() for part in normalise.plain(text[:ASKED]).split()]
