"""What a company sees by its link: what it said, what it is owed, what waits for its word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands import labels, lifecycle
from zaocha.demands import queries as demand_queries
from zaocha.demands.models import Demand, Pause, Step
from zaocha.matching.queries import companies as match_queries
from zaocha.promises import queries as promise_queries

# Steps that a company may take on its own page, and no others.
OFFERED = {"company_says_solved", "company_says_not", "company_answers", "reopen", "withdraw"}
UNSETTLED = {"late", "due_today", "open", "waiting", "statement"}
TONES = {
    "closed": "green",
    "withdrawn": "grey",
    "merged": "grey",
    "rejected": "grey",
    "waiting_company": "amber",
}


@dataclass(frozen=True)
class Told:
    """One step of the way, in words for the company."""

    at: datetime
    label: Any
    unit: str
    note: str


@dataclass(frozen=True)
class Said:
    """One demand as the company sees it."""

    row: demand_queries.Row
    state: Any
    tone: str
    answer: str
    question: str
    story: list[Told]
    offers: set[str]
    promises: list[tuple[Any, promise_queries.Standing]] = field(default_factory=list)

    @property
    def asks_word(self) -> bool:
        """Whether the company is asked if it is solved."""
        return "company_says_solved" in self.offers

    @property
    def asks_answer(self) -> bool:
        """Whether a question waits for the company."""
        return "company_answers" in self.offers


@dataclass(frozen=True)
class CompanyPage:
    """Everything on the page. `loose`: promises that belong to no demand of the list."""

    company: Company
    said: list[Said]
    loose: list[tuple[Any, promise_queries.Standing]]
    entitled: match_queries.Entitled

    @property
    def waiting(self) -> list[Said]:
        """What waits for the company's word or answer."""
        return [one for one in self.said if one.asks_word or one.asks_answer]

    @property
    def owed(self) -> list[tuple[Any, promise_queries.Standing]]:
        """Promises that are not settled, of all demands, the earliest day first."""
        every = [pair for one in self.said for pair in one.promises] + self.loose
        rows = [pair for pair in every if pair[1].code in UNSETTLED]
        return sorted(rows, key=lambda pair: (pair[0].due_on is None, pair[0].due_on, pair[0].pk))

    @property
    def past(self) -> list[tuple[Any, promise_queries.Standing]]:
        """What was promised or stated apart from any demand, and how it ended."""
        return [pair for pair in self.loose if pair[1].code not in UNSETTLED]


def load(*, by: Actor, at: datetime) -> CompanyPage:
    """The page of the company whose link `by` holds: a dozen statements, whatever their number."""
    company = Company.objects.select_related("officer").get(tenant=by.tenant, pk=by.company_id or 0)
    rows = demand_queries.of_company(by=by, company_id=company.pk, at=at)
    ids = [row.id for row in rows]
    answers = dict(Demand.objects.filter(pk__in=ids).values_list("pk", "answer"))
    stories: dict[int, list[Told]] = defaultdict(list)
    for step in Step.objects.filter(demand_id__in=ids, visible=True).select_related("unit").order_by("pk"):
        label = labels.STATES[step.to_state]
        stories[step.demand_id].append(Told(step.at, label, str(step.unit or ""), step.note))
    open_pauses = Pause.objects.filter(demand_id__in=ids, to_at=None)
    questions = dict(open_pauses.values_list("demand_id", "question"))
    promised: dict[int | None, list[Any]] = defaultdict(list)
    for promise in promise_queries.of_company(tenant_id=by.tenant_id, company_id=company.pk):
        known = (
            promise.origin_id if promise.origin_kind == "demand" and promise.origin_id in answers else None
        )
        promised[known].append((promise, promise_queries.standing(promise, at=at)))
    said = [
        Said(
            row=row,
            state=labels.CLOSINGS.get(row.closed_as) or labels.STATES[row.state],
            tone=TONES.get(row.state, "blue"),
            answer=answers[row.id],
            question=questions.get(row.id, ""),
            story=stories[row.id],
            offers=_offers(row),
            promises=promised[row.id],
        )
        for row in rows
    ]
    return CompanyPage(company, said, promised[None], match_queries.entitled(company, by=by, at=at))


def _offers(row: demand_queries.Row) -> set[str]:
    steps = lifecycle.next_steps(row.state, frozenset({"company"}))
    return {step.name for step in steps} & OFFERED
