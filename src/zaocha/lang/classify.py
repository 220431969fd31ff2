"""Which of the sixteen categories a text belongs to, with probabilities and an abstention."""

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from zaocha.lang import normalise
from zaocha.lang.categories import CATEGORIES

_CODES = tuple(found.code for found in CATEGORIES)
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+")
_FILLER = re.compile(
    r"希望|建议|能不能|能否|可否|可不可以|是否|我们|企业|公司|我厂|请问|请求|街道|政府|部门|问题|反映|提出|解决|一下|有没有"
)
_DIGITS = re.compile(r"[\d一二两三四五六七八九十百千万]+(?:多|余|来)?")
_ADDED = 0.25
_LEXICON_WEIGHT = 8.0
_TEMPERATURE = 0.42
_ABSTAIN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Classification:
    """Categories ranked with probabilities that sum to one; `abstained`: better ask a person."""

    ranked: tuple[tuple[str, float], ...]
    abstained: bool
    reasons: tuple[str, ...]

    @property
    def code(self) -> str:
        """The likeliest two-digit code, also when abstaining."""
        return self.ranked[0][0]

    @property
    def confidence(self) -> float:
        """Probability of the likeliest code."""
        return self.ranked[0][1]


class Model:
    """Naive Bayes over character pieces with complement weights, joined with word lists by category."""

    def __init__(self, *, sentences: Iterable[tuple[str, str]], words: dict[str, dict[str, float]]) -> None:
        self._words = words
        counts = {code: Counter[str]() for code in _CODES}
        seen_in: Counter[str] = Counter()
        total = 0
        for code, text in sentences:
            parts = pieces(text)
            counts[code].update(parts)
            seen_in.update(parts)
            total += 1
        self._idf = {part: math.log((total + 1) / (n + 0.5)) for part, n in seen_in.items()}
        self._weights = _complement_weights(counts)

    def scores(self, text: str) -> dict[str, float]:
        """Raw score per code, before calibration."""
        parts = pieces(text)
        length = math.sqrt(sum(self._idf.get(part, 0.0) ** 2 for part in parts)) or 1.0
        found = dict.fromkeys(_CODES, 0.0)
        for part in parts:
            weights = self._weights.get(part)
            if weights is None:
                continue
            share = self._idf[part] / length
            for code, weight in zip(_CODES, weights, strict=True):
                found[code] += share * weight
        for code, hits in self.word_hits(text).items():
            found[code] += _LEXICON_WEIGHT * math.log1p(sum(hits.values()))
        return found

    def word_hits(self, text: str) -> dict[str, dict[str, float]]:
        """Listed words that occur in the text, by category; a word inside a longer hit does not count."""
        text = normalise.plain(text).lower()
        found: dict[str, dict[str, float]] = {}
        for code, words in self._words.items():
            hits = {word: weight for word, weight in words.items() if word.lower() in text}
            hits = {w: n for w, n in hits.items() if not any(w != other and w in other for other in hits)}
            if hits:
                found[code] = hits
        return found


def _complement_weights(counts: dict[str, Counter[str]]) -> dict[str, tuple[float, ...]]:
    """log P(piece | code) − log P(piece | other codes), add-a-little smoothed."""
    everything: Counter[str] = Counter()
    for found in counts.values():
        everything.update(found)
    size = len(everything)
    grand = everything.total()
    totals = {code: found.total() for code, found in counts.items()}
    weights = {}
    for part, n in everything.items():
        row = []
        for code in _CODES:
            here = counts[code][part]
            inside = (here + _ADDED) / (totals[code] + _ADDED * size)
            outside = (n - here + _ADDED) / (grand - totals[code] + _ADDED * size)
            row.append(math.log(inside / outside))
        weights[part] = tuple(row)
    return weights


def pieces(text: str) -> list[str]:
    """Distinct one- to three-character pieces of a text, without numbers and words that say nothing."""
    text = _DIGITS.sub(" ", _FILLER.sub(" ", normalise.plain(text).lower()))
    found: dict[str, None] = {}
    for run in _RUN.findall(text):
        if run[0].isascii():
            found[run] = None
            continue
        for size in (1, 2, 3):
            for at in range(len(run) - size + 1):
                found[run[at : at + size]] = None
    return list(found)


def judge(text: str, *, hint: str = "") -> Classification:
    """Rank the categories for a text; a heading may be given as `hint` and counts as more words."""
    scores = shipped().scores(text)
    if hint:
        hinted = shipped().scores(hint)
        scores = {code: score + 0.5 * hinted[code] for code, score in scores.items()}
    ranked = calibrated(scores)
    best = ranked[0]
    reasons = tuple(shipped().word_hits(text).get(best[0], {}))
    unknown = max(scores.values()) - min(scores.values()) < 1e-9
    return Classification(ranked=ranked, abstained=unknown or best[1] < _ABSTAIN_BELOW, reasons=reasons)


def classify(text: str) -> list[tuple[str, float]]:
    """Categories with probabilities, likeliest first; see `judge` for the abstention and the reasons."""
    return list(judge(text).ranked)


def calibrated(
    scores: dict[str, float], *, temperature: float = _TEMPERATURE
) -> tuple[tuple[str, float], ...]:
    """Scores as probabilities, likeliest first (softmax; the temperature was fitted out of fold)."""
    top = max(scores.values())
    grown = {code: math.exp((score - top) * temperature) for code, score in scores.items()}
    total = sum(grown.values())
    return tuple(sorted(((code, n / total) for code, n in grown.items()), key=lambda row: (-row[1], row[0])))


@cache
def shipped() -> Model:
    """The model of the shipped sentences, made at first use in well under a second."""
    return Model(sentences=seed_sentences(), words=category_words())


def seed_sentences() -> Sequence[tuple[str, str]]:
    """The shipped sentences as (code, text)."""
    raw = resources.files("zaocha.lang").joinpath("data/seed_sentences.csv").read_text("utf-8")
    return [(row["code"], row["text"]) for row in csv.DictReader(raw.splitlines())]


def category_words() -> dict[str, dict[str, float]]:
    """Per category the words that speak for it, with weights."""
    raw = json.loads(resources.files("zaocha.lang").joinpath("data/category_words.json").read_text("utf-8"))
    return {code: dict(words) for code, words in raw["terms"].items()}
