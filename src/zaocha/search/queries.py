"""Reads of the index: what is alike, and what holds all words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from zaocha.search import engines, terms
from zaocha.search.models import Entry, Frequency

RAREST = 8  # tokens asked for; a question over all of them took eight times as long at a million rows
POSTINGS = 1000  # entries taken per token
RERANKED = 80  # candidates whose texts are compared
ACROSS, UNUSED = 0.4, 0.5  # weight of a piece across two words; of a token that no entry has


@dataclass(frozen=True)
class Hit:
    """A subject and how much of the question's weight it holds, from 0 to 1."""

    subject_id: int
    score: float


def similar(*, tenant_id: int, kind: str, text: str, limit: int = 5) -> list[Hit]:
    """The subjects whose texts share the most telling words with `text`, best first: three statements."""
    asked = terms.to_ask(text)
    weights = _weights(asked, tenant_id=tenant_id, kind=kind, words=terms.whole_words(text))
    if not weights:
        return []
    keys = _candidates(weights, start=terms.prefix(tenant_id=tenant_id, kind=kind))
    rows = Entry.objects.filter(pk__in=keys, tenant_id=tenant_id, kind=kind)
    hits = [
        Hit(subject, _overlap(weights, found)) for subject, found in rows.values_list("subject_id", "text")
    ]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.subject_id))[:limit]


def find(*, tenant_id: int, kind: str, text: str, limit: int = 500) -> list[int]:
    """Subjects, newest first, whose text holds every phrase of `text` (phrases are parted by blanks).

    An empty question finds nothing. Two statements.
    """
    parts = terms.phrases(text)
    group = _telling(terms.to_ask(" ".join(parts)), tenant_id=tenant_id, kind=kind)
    if not group:
        return []
    # The tokens only narrow it down; whether a phrase stands there as it is, the text itself says.
    rows = engines.here().all_of(group, limit=2 * limit)
    return [subject for subject, found in rows if all(part in found for part in parts)][:limit]


@dataclass(frozen=True)
class _Weight:
    n: int
    idf: float


def _weights(
    asked: Sequence[str], *, tenant_id: int, kind: str, words: frozenset[str] = frozenset()
) -> dict[str, _Weight]:
    """The asked tokens with their weight, the rarest first.

    A piece across two words weighs less than a word, and what nobody has used yet less than what somebody has.
    """
    start = terms.prefix(tenant_id=tenant_id, kind=kind)
    known = Frequency.objects.filter(token__in=[start, *(start + one for one in asked)])
    counts = dict(known.values_list("token", "n"))
    total = counts.get(start, 0)
    if total < 1:
        return {}
    found = {one: max(0, counts.get(start + one, 0)) for one in asked}
    return {
        one: _Weight(
            n=n,
            idf=math.log(1 + (max(total, n) - n + 0.5) / (n + 0.5))
            * (1.0 if one in words else ACROSS)
            * (1.0 if n else UNUSED),
        )
        for one, n in sorted(found.items(), key=lambda row: (row[1], -len(row[0]), row[0]))
    }


def _candidates(weights: dict[str, _Weight], *, start: str) -> list[int]:
    """Keys of the entries that hold most of the rarest tokens."""
    rarest = [one for one, weight in weights.items() if weight.n][:RAREST]
    # Of a frequent token only some entries are taken, so what holds several of them is asked for by itself.
    frequent = [one for one in rarest if weights[one].n > POSTINGS][:3]
    joined = [pair for size in (2, 3) for pair in combinations(frequent, size)]
    groups: list[tuple[str, ...]] = [*((one,) for one in rarest), *joined]
    if not groups:
        return []
    marked = [[start + one for one in group] for group in groups]
    held: dict[int, set[str]] = {}
    for number, key in engines.here().alternatives(marked, limit=POSTINGS):
        held.setdefault(key, set()).update(groups[number])
    scores = {key: sum(weights[one].idf for one in found) for key, found in held.items()}
    return sorted(scores, key=lambda key: (-scores[key], -key))[:RERANKED]


def _overlap(weights: dict[str, _Weight], text: str) -> float:
    """Share of the question's weight that the text holds; a much longer text counts a little less."""
    whole = sum(weight.idf for weight in weights.values())
    shared = sum(weight.idf for one, weight in weights.items() if one in text)
    length = min(1.0, (len(weights) + 10) / (len(text) + 1))
    return shared / whole * (0.8 + 0.2 * length)


def _telling(asked: Sequence[str], *, tenant_id: int, kind: str) -> list[str]:
    """The rarest tokens, marked; Latin letters and digits may go on. Empty when one is used nowhere."""
    weights = _weights(asked, tenant_id=tenant_id, kind=kind)
    start = terms.prefix(tenant_id=tenant_id, kind=kind)
    if any(not weight.n and not one.isascii() for one, weight in weights.items()):
        return []
    ordered = sorted(weights, key=lambda one: (one.isascii(), weights[one].n))[:RAREST]
    return [f"{start}{one}*" if one.isascii() else start + one for one in ordered]
