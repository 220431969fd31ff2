"""What helps a half-typed line: category, unit, companies named, similar demands, policies and offers that fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import StrIndex
from django.utils.translation import get_language

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies import queries as companies
from zaocha.demands import access, labels
from zaocha.demands.models import Demand
from zaocha.help import offers, policies, units
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import NotAllowed
from zaocha.lang import categories, classify, normalise
from zaocha.search import queries as search

RIGHTS = ("meetings.write", "demands.raise")
READ = 500  # code points of the line that are looked at
SHOWN = 5
FETCHED = 30  # hits of which the reader may not see some
ALIKE = 0.2  # least score of a similar demand that is worth a look
SAME = 0.5  # from here on earlier decisions of people weigh on category and unit
CERTAIN = 0.5  # below this probability a person decides


@dataclass(frozen=True)
class Ranked:
    """A category with its probability."""

    code: str
    label: str
    p: float


@dataclass(frozen=True)
class LeadUnit:
    """The unit that usually leads; `id` is None when the tenant has none of this name.

    `why`: `usual` by the category table, `earlier` because similar demands went there.
    """

    id: int | None
    name: str
    why: str


@dataclass(frozen=True)
class SimilarDemand:
    """An earlier demand, as far as the reader may see it; `score` from 0 to 1."""

    id: int
    number: str
    words: str
    company: str
    of_same_company: bool
    state: str
    state_label: str
    result: str
    result_label: str
    closed_as: str
    answer: str
    score: float


@dataclass(frozen=True)
class NamedCompany:
    """A company of the register that the line names."""

    id: int
    name: str


@dataclass(frozen=True)
class Suggestions:
    """Everything for one line; `abstained`: the category is not sure enough, a person decides."""

    category: list[Ranked]
    abstained: bool
    unit: LeadUnit | None
    similar: list[SimilarDemand]
    companies: list[NamedCompany]
    policies: list[policies.FittingPolicy]
    offers: list[offers.FittingOffer]


def suggest(*, by: Actor, text: str, at: datetime, company_id: int | None = None) -> Suggestions:
    """Suggestions for a line that is being typed: at most sixteen statements, however many rows there are.

    Policies are compared with the company that speaks, or with the one that the line names. What is not
    the reader's to see (`matches.read`, circles of facts) stays hidden.

    Restricted demands (category 14, hidden authors) are left out for every reader: suggestions are
    read over shoulders. Needs `meetings.write` or `demands.raise`.
    """
    if not any(by.may(right) for right in RIGHTS):
        raise NotAllowed()
    text = normalise.plain(text[:READ]).replace("\0", "").strip()
    if not text:
        return Suggestions([], True, None, [], [], [], [])
    earlier = _earlier(by, text)
    ranked = _ranked(text, earlier)
    named, on = _named(by, text), at.astimezone(SHANGHAI).date()
    sure = ranked[0][0] if ranked[0][1] >= CERTAIN else ""
    speaker = company_id or (named[0].id if len(named) == 1 else None)
    return Suggestions(
        category=[
            Ranked(code, _label(categories.category(code).name), round(p, 3)) for code, p in ranked[:3]
        ],
        abstained=ranked[0][1] < CERTAIN,
        unit=_unit(by, ranked[0][0], earlier),
        similar=[_similar(row, score, company_id) for row, score in earlier[:SHOWN]],
        companies=named,
        policies=policies.fitting(by=by, text=text, category=sure, company_id=speaker, on=on),
        offers=offers.matching(by=by, text=text, category=sure, on=on),
    )


def _earlier(by: Actor, text: str) -> list[tuple[Demand, float]]:
    hits = search.similar(tenant_id=by.tenant_id, kind="demand", text=text, limit=FETCHED)
    scores = {hit.subject_id: hit.score for hit in hits if hit.score >= ALIKE}
    rows = (
        access.visible(by)
        .filter(pk__in=scores, restricted=False)
        .exclude(category__startswith=access.SENSITIVE)
        .exclude(state__in=("merged", "withdrawn"))
        .select_related("company")
        .only(
            "words", "raised_at", "state", "result", "closed_as", "answer", "category", "unit_id",
            "company__name", "company__short_name",
        )
    )  # fmt: skip
    return sorted(((row, scores[row.pk]) for row in rows), key=lambda pair: (-pair[1], -pair[0].pk))


def _ranked(text: str, earlier: Sequence[tuple[Demand, float]]) -> list[tuple[str, float]]:
    """The classifier's probabilities, moved by the categories that people gave to nearly the same words.

    So a correction counts from the next time on.
    """
    judged = dict(classify.classify(text))
    votes: Counter[str] = Counter()
    for row, score in earlier[:SHOWN]:
        if score >= SAME and row.category[:2] in judged:
            votes[row.category[:2]] += score**2  # type: ignore[assignment]
    if votes:
        weight = 0.6 * earlier[0][1]
        whole = sum(votes.values())
        judged = {code: (1 - weight) * p + weight * votes[code] / whole for code, p in judged.items()}
    return sorted(judged.items(), key=lambda pair: (-pair[1], pair[0]))


def _unit(by: Actor, code: str, earlier: Sequence[tuple[Demand, float]]) -> LeadUnit | None:
    rows = list(
        Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).values_list("pk", "name", "short_name")
    )
    names = {pk: short or name for pk, name, short in rows}
    went = Counter(row.unit_id for row, score in earlier[:SHOWN] if score >= SAME and row.unit_id in names)
    if went and (first := went.most_common(1)[0])[1] >= 2:
        return LeadUnit(id=first[0], name=names[first[0]], why="earlier")
    lead = categories.category(code).lead
    found = units.named(lead.zh, rows)
    return LeadUnit(id=found, name=names[found] if found else _label(lead), why="usual")


def _similar(row: Demand, score: float, company_id: int | None) -> SimilarDemand:
    return SimilarDemand(
        id=row.pk,
        number=row.number,
        words=row.words[:300],
        company=str(row.company or ""),
        of_same_company=company_id is not None and row.company_id == company_id,
        state=row.state,
        state_label=str(labels.STATES.get(row.state, row.state)),
        result=row.result,
        result_label=str(labels.RESULTS.get(row.result, row.result)),
        closed_as=row.closed_as,
        answer=row.answer[:300],
        score=round(score, 3),
    )


def _named(by: Actor, text: str) -> list[NamedCompany]:
    """Companies whose short name stands in the line, the longest name first."""
    place: Any = StrIndex(Value(text), F("short_name"))
    rows = companies.visible(by).exclude(short_name="").annotate(place=place).filter(place__gt=0)
    found = rows.values_list("pk", "short_name")[:20]
    longest = sorted(found, key=lambda row: -len(row[1]))
    return [NamedCompany(id=pk, name=name) for pk, name in longest if len(name) > 1][:3]


def _label(label: categories.Label) -> str:
    return label.zh if (get_language() or "zh").startswith("zh") else label.en
