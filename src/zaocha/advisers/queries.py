"""The corps with its load, candidates with reasons, requests, and what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.advisers import access, ranking
from zaocha.advisers.models import Advice, Adviser, Conflict, Explained, Turn, Visit
from zaocha.kernel.clock import SHANGHAI
from zaocha.matching import judging
from zaocha.promises.models import Promise
from zaocha.ui.waiting import Waiting

State = Advice.State
LIVE = (State.PROPOSED, State.PUT, State.UNFILLED, State.ACCEPTED, State.VISITED)


@dataclass(frozen=True)
class Filters:
    """What narrows the corps. `standing`: active, coming, ended."""

    text: str = ""
    kind: str = ""
    field: str = ""
    chain: str = ""
    standing: str = ""


@dataclass(frozen=True)
class Loaded:
    """An adviser with the hours used this month and what stands before him."""

    adviser: Adviser
    used: Decimal
    open: int
    standing: str

    @property
    def percent(self) -> int:
        """Share of the hours used, in percent."""
        return int(self.used * 100 / self.adviser.hours) if self.adviser.hours else 0


@dataclass(frozen=True)
class Candidate:
    """An adviser for one request, with the reasons, or with the reason why not."""

    adviser: Adviser
    ranked: ranking.Ranked


@dataclass(frozen=True)
class Detail:
    """One request with its turns, its visit as far as the reader may see it, and what follows from it."""

    advice: Advice
    turns: list[Turn]
    visit: Visit | None
    may_read_notes: bool
    explained: list[Explained]
    promises: list[Promise]
    is_mine: bool


def corps(*, by: Actor, filters: Filters, on: date) -> list[Loaded]:
    """Advisers by kind and name, with their load: three statements."""
    rows = access.advisers(by).select_related("company").order_by("kind", "name", "pk")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.text:
        rows = rows.filter(Q(name__icontains=filters.text) | Q(employer__icontains=filters.text))
    standing = {
        "active": Q(starts_on__lte=on, ends_on__gt=on), "coming": Q(starts_on__gt=on), "ended": Q(ends_on__lte=on),
    }  # fmt: skip
    if filters.standing in standing:
        rows = rows.filter(standing[filters.standing])
    found = [
        one
        for one in rows
        if (not filters.field or filters.field in one.fields)
        and (not filters.chain or not one.chains or filters.chain in one.chains)
    ]
    used, waiting = load([one.pk for one in found], on=on)
    return [Loaded(one, used[one.pk], waiting[one.pk], one.standing(on)) for one in found]


def load(adviser_ids: Iterable[int], *, on: date) -> tuple[dict[int, Decimal], dict[int, int]]:
    """Hours of the month (told ones, and what is still before them reckoned), and open requests; two statements."""
    ids = list(adviser_ids)
    used: dict[int, Decimal] = defaultdict(Decimal)
    month = Visit.objects.filter(adviser_id__in=ids, on__year=on.year, on__month=on.month)
    for pk, hours in month.values_list("adviser").annotate(Sum("hours")):
        used[pk] += hours
    live = Q(answer="", advice__state=State.PUT) | Q(answer="accepted", advice__state=State.ACCEPTED)
    waiting: dict[int, int] = defaultdict(int)
    for pk, count in (
        Turn.objects.filter(live, adviser_id__in=ids).values_list("adviser").annotate(Count("pk"))
    ):
        waiting[pk] = count
        used[pk] += count * ranking.VISIT_HOURS
    return used, waiting


def candidates(*, advice: Advice, on: date) -> list[Candidate]:
    """Everybody of the kind, in order, with reasons; those who cannot be asked last: five statements."""
    rows = {one.pk: one for one in Adviser.objects.filter(tenant_id=advice.tenant_id, kind=advice.kind)}
    used, _waiting = load(rows, on=on)
    last = dict(Turn.objects.filter(adviser_id__in=rows).values_list("adviser").annotate(Max("put_at")))
    companies: dict[int, set[int]] = defaultdict(set)
    chains: dict[int, set[str]] = defaultdict(set)
    for conflict in Conflict.objects.filter(adviser_id__in=rows, ended_at=None):
        if conflict.company_id:
            companies[conflict.adviser_id].add(conflict.company_id)
        if conflict.chain:
            chains[conflict.adviser_id].add(conflict.chain)
    had = set(Turn.objects.filter(advice=advice).values_list("adviser", flat=True))
    parties = [
        ranking.Party(
            adviser_id=pk, kind=one.kind, starts_on=one.starts_on, ends_on=one.ends_on, fields=frozenset(one.fields),
            chains=frozenset(one.chains), languages=frozenset(one.languages), hours=max(one.hours, 1), used=used[pk],
            last_put_at=last.get(pk), conflict_chains=frozenset(chains[pk]), had=pk in had,
            conflict_companies=frozenset(companies[pk] | ({one.company_id} if one.company_id else set())),
        )
        for pk, one in rows.items()
    ]  # fmt: skip
    wanted = ranking.Wanted(
        advice.kind, advice.field, advice.language, advice.company_id, advice.company.chain, on
    )
    return [Candidate(rows[one.adviser_id], one) for one in ranking.ranked(wanted, parties)]


def requests(*, by: Actor, state: str = "", kind: str = "", text: str = "") -> QuerySet[Advice]:
    """Requests that the reader may see, newest first."""
    found = access.requests(by).select_related("company", "adviser")
    if state == "live":
        found = found.filter(state__in=LIVE)
    elif state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(company__lookup__icontains=text.lower()) | Q(words__icontains=text))
    return found.order_by("-pk")


def detail(*, by: Actor, pk: int) -> Detail:
    """One request; notes only for whom the company ticked."""
    advice = access.the_request(by, pk)
    return _detail(advice, by=by)


def of_company(*, by: Actor) -> list[Detail]:
    """What a company asked, for itself."""
    rows = requests(by=by)[:30]
    return [_detail(one, by=by) for one in rows]


def _detail(advice: Advice, *, by: Actor) -> Detail:
    mine = access.own_adviser_ids(by)
    turns = list(advice.turns.select_related("adviser").order_by("pk"))
    if mine:  # who else was asked, and why he did not come, is not another adviser's business
        turns = [one for one in turns if one.adviser_id in mine]
    visit = Visit.objects.select_related("advice__company", "adviser").filter(advice=advice).first()
    promised = Promise.objects.filter(
        tenant_id=advice.tenant_id, origin_kind="visit", origin_id=visit.pk if visit else 0
    )
    return Detail(
        advice=advice, turns=turns, visit=visit,
        may_read_notes=visit is not None and access.may_read_notes(by, visit),
        explained=list(visit.explained.select_related("policy")) if visit else [],
        promises=list(promised.order_by("due_on", "pk")),
        is_mine=advice.adviser_id in mine or any(one.answer == "" for one in turns if one.adviser_id in mine),
    )  # fmt: skip


def explainable(advice: Advice, *, on: date) -> list[judging.Judged]:
    """The policies in force with what each says to this company."""
    return list(judging.of_company(tenant_id=advice.tenant_id, company_id=advice.company_id, on=on))


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """For an adviser: what was put to him and visits to make; for the desk: what nobody can take."""
    found = []
    if by.may("advisers.serve") and (mine := access.own_adviser_ids(by)):
        turns = Turn.objects.filter(adviser_id__in=mine).filter(
            Q(answer="") | Q(answer="accepted", advice__state=State.ACCEPTED)
        )
        for turn in turns.select_related("advice__company").order_by("answer_by")[:10]:
            words = (
                _("%(company)s asks you: accept or hand on") if turn.answer == "" else _("Visit %(company)s")
            )
            due_on = turn.answer_by.astimezone(SHANGHAI).date() if turn.answer == "" else None
            name = str(turn.advice.company.short_name or turn.advice.company.name)
            found.append(
                Waiting(
                    words % {"company": name}, reverse("advice", args=[turn.advice_id]), due_on, "users-group"
                )
            )
    if by.may("advisers.write"):
        count = access.requests(by).filter(state=State.UNFILLED).count()
        if count:
            text = _("Requests for an adviser that nobody can take: %(n)s") % {"n": count}
            found.append(Waiting(text, f"{reverse('advices')}?state=unfilled", None, "users-group"))
    return found


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """For a company: a proposal to answer, a visit to confirm."""
    words = {
        State.PROPOSED: _("The desk proposes an adviser to you: yes or no?"),
        State.VISITED: _("An adviser was with you: was it so, and did it help?"),
    }
    url = reverse("link-company-advisers", kwargs={"token": token})
    states = access.requests(by).filter(state__in=list(words)).order_by("-pk").values_list("pk", "state")[:10]
    return [Waiting(words[State(state)], f"{url}#advice-{pk}", None, "users-group") for pk, state in states]
