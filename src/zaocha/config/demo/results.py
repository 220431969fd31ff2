"""What came of the demo town's two years: the last problems that its companies call solved, to the digit."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Person
from zaocha.companies.models import Company
from zaocha.config.demo import names, speech, tables
from zaocha.config.demo.way import Cast
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel.clock import SHANGHAI
from zaocha.lang.classify import seed_sentences
from zaocha.meetings.actions import closing, lines, seats
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import BY_CODE

HELPED, SOLVED = 191, 64  # companies helped, and problems of the chains solved
APART = 22  # every so many-th company was never helped: nine of two hundred
AT_A_TEA, MOST = 8, 20  # what is said at one tea, and how many teas may be needed
CHAINS = ("knitting", "materials", "machinery")


def served(companies: list[Company]) -> list[Company]:
    """All but the nine that nobody could help yet."""
    return [one for number, one in enumerate(companies) if number % APART != APART - 1]


def tell(companies: list[Company], *, cast: Cast, seed: int, until: datetime) -> None:
    """Teas of the chains until their problems solved are 64, and calls until 191 companies were helped.

    Counted as the town's leader sees it. `companies`: those of `served`.
    """
    rng = Random(seed)  # noqa: S311
    said = set(Demand.objects.filter(tenant=cast.desk.tenant).values_list("words", flat=True))
    pool = [
        pair
        for pair in seed_sentences()
        if pair[0] in names.LEADS and pair[0] != "14" and pair[1] not in said
    ]
    rng.shuffle(pool)
    leader = actors.of_person(Person.objects.get(tenant=cast.desk.tenant, login="he"))
    for number in range(MOST):
        missing = SOLVED - _count("alliance_problems", leader, until)
        if missing <= 0:
            break
        at = _morning(cast, until - timedelta(days=20 + 9 * number))
        chain = CHAINS[number % 3]
        guests = rng.sample([one for one in companies if one.chain == chain], min(missing, AT_A_TEA))
        _tea(guests, pool, chain, cast=cast, rng=rng, at=at)
    there = {row["helped"] for row in _helped(leader, until)}
    for number, company in enumerate(one for one in companies if one.pk not in there):
        _call(company, pool, cast=cast, rng=rng, at=_morning(cast, until - timedelta(days=5 + 4 * number)))


def _helped(leader: Actor, at: datetime) -> list[dict[str, int]]:
    everything = periods.of("all", on=at.date())
    return list(queries.companies(BY_CODE["companies_helped"], by=leader, period=everything, at=at))


def _count(code: str, by: Actor, at: datetime) -> int:
    everything = periods.of("all", on=at.date())
    return int(queries.figure(BY_CODE[code], by=by, period=everything, at=at).counted)


def _tea(
    guests: list[Company], pool: list[tuple[str, str]], chain: str, *, cast: Cast, rng: Random, at: datetime
) -> None:
    """A tea of a chain at which all that is said is solved, as the companies say a few days later."""
    by = cast.desk
    theme, category = next((theme, code) for theme, code, of in speech.THEMES if of == chain)
    meeting = tables.invite(tables.Tea(theme, category, chain, at), companies=guests, by=by, rng=rng)
    for number, invitation in enumerate(meeting.invitations.order_by("pk")):
        seat = seats.seat(meeting_id=meeting.pk, guest=seats.Guest(invitation_id=invitation.pk), by=by, at=at)
        code, words = pool.pop()
        new = lines.NewLine(
            meeting_id=meeting.pk, words=words, client_key=f"demo-{meeting.pk}-{number}", invitation_id=seat.pk,
            category=code, said_at=at,
        )  # fmt: skip
        line = lines.capture(new=new, by=by, at=at)
        answer = speech.answer(code, words)
        closing.solve_on_spot(line_id=line.pk, answer=answer, answered_by="沈知夏", by=by, at=at)
    closing.close(meeting_id=meeting.pk, by=by, at=at + timedelta(hours=2))
    for demand in Demand.objects.filter(tenant=meeting.tenant, meeting_id=meeting.pk).order_by("pk"):
        _solved(demand, by=by, at=at + timedelta(days=3))


def _call(company: Company, pool: list[tuple[str, str]], *, cast: Cast, rng: Random, at: datetime) -> None:
    """A company that was heard for the first time, by telephone."""
    code, words = pool.pop()
    new = demand_actions.NewDemand(
        words=words, channel="phone", company_id=company.pk, raised_by=names.boss(rng), category=code
    )
    demand = demand_actions.raise_demand(new=new, by=cast.desk, at=at)
    answer = speech.answer(code, words)
    demand = demand_actions.answer_on_spot(demand_id=demand.pk, answer=answer, by=cast.desk, at=at)
    _solved(demand, by=cast.desk, at=at + timedelta(days=2))


def _solved(demand: Demand, *, by: Actor, at: datetime) -> None:
    """The company says so on its own page."""
    assert demand.company_id is not None
    link = links.issue(
        tenant=by.tenant,
        purpose="company",
        subject_id=demand.company_id,
        by=by.mark,
        at=at - timedelta(days=1),
    )
    company = actors.of_company_link(link)
    demand_actions.company_says(demand_id=demand.pk, word="solved", satisfaction=5, by=company, at=at)


def _morning(cast: Cast, at: datetime) -> datetime:
    day = at.astimezone(SHANGHAI).date()
    if not cast.calendar.is_workday(day):
        day = cast.calendar.add_workdays(day - timedelta(days=3), 1)
    return datetime.combine(day, time(9, 0), SHANGHAI)
