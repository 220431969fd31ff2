"""What the demo town's companies make and buy, introductions at every point, and two rounds of scarce places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.allocations import actions as rounds
from zaocha.companies.models import Company
from zaocha.dealings import actions, queries
from zaocha.dealings.models import Good

# Good → (makers, buyers, with capacity to spare): castings and control boxes are thin or missing, as towns find.
SHARES = {
    "cotton-yarn": (14, 22, 3), "nylon-yarn": (9, 12, 1), "polyester-yarn": (7, 9, 2), "spandex": (1, 11, 0),
    "covered-yarn": (8, 18, 2), "dyeing": (6, 15, 1), "sock-blank": (38, 12, 9), "toe-closing": (11, 17, 4),
    "boarding": (9, 20, 2), "printing": (4, 8, 1), "sock": (44, 3, 6), "packaging": (6, 25, 2),
    "sock-machine": (9, 14, 1), "cylinder": (1, 8, 0), "needle": (0, 9, 0), "control": (2, 8, 0),
    "casting": (3, 7, 1), "machine-repair": (4, 10, 2),
}  # fmt: skip
UNITS = {"materials": ("吨/月", 2, 40), "knitting": ("万双/月", 5, 120), "machinery": ("台/月", 2, 60)}


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> None:
    """Note all of it down over the last months."""
    rng = Random(f"supply-{seed}")  # noqa: S311
    actions.install_goods(by=by, at=until - timedelta(days=200))
    goods = {one.code: one for one in Good.objects.filter(tenant=by.tenant)}
    for code, shares in SHARES.items():
        _deal(goods[code], shares, companies, by=by, rng=rng, until=until)
    _introduce(goods, by=by, until=until)
    _rounds(companies, by=by, rng=rng, until=until)


def _deal(
    good: Good,
    shares: tuple[int, int, int],
    companies: list[Company],
    *,
    by: Actor,
    rng: Random,
    until: datetime,
) -> None:
    own = [one for one in companies if one.chain == good.chain]
    for role, count in zip(("makes", "buys", "spare"), shares, strict=True):
        pool = own if role != "buys" else companies
        for company in rng.sample(pool, min(count, len(pool))):
            at = until - timedelta(days=rng.randint(5, 180), minutes=rng.randint(0, 400))
            unit, least, most = UNITS[good.chain]
            known = role == "spare" or rng.random() < 0.6
            new = actions.NewDealing(
                company.pk, good.pk, role, Decimal(rng.randint(least, most)) if known else None,
                unit if known else "",
                until=(until + timedelta(days=rng.randint(20, 120))).date() if role == "spare" else None,
            )  # fmt: skip
            actions.tell_dealing(new=new, by=_speaker(company, by=by, rng=rng, at=at), at=at)


def _speaker(company: Company, *, by: Actor, rng: Random, at: datetime) -> Actor:
    """One in three says it on its own page."""
    if rng.random() > 0.33:
        return by
    link = links.issue(tenant=company.tenant, purpose="company", subject_id=company.pk, by=by.mark, at=at)
    return actors.of_company_link(link)


def _introduce(goods: dict[str, Good], *, by: Actor, until: datetime) -> None:
    """One at each point of its way, all of this week: their demands are not late yet."""
    at = until - timedelta(days=4)
    for number, code in enumerate(("cotton-yarn", "boarding", "packaging", "toe-closing", "sock-machine")):
        seeker = next(
            (one for one in queries.seekers(by=by, good=goods[code], on=at.date()) if one.candidates), None
        )
        if seeker is None:
            continue
        buyer, seller = seeker.dealing.company, seeker.candidates[0].company
        new = actions.NewIntroduction(
            goods[code].pk, buyer.pk, seller.pk, f"想找稳定供货的{goods[code].zh}企业，先试单，长期合作。"
        )
        made = actions.introduce(new=new, by=by, at=at + timedelta(hours=number))
        later = at + timedelta(days=1, hours=number)
        for company in (buyer, seller)[: min(number, 2)]:
            actions.answer(introduction_id=made.pk, yes=True, by=by, at=later, for_company=company.pk)
        if number == 3:
            words = "看样后先下了两吨的试单。"
            actions.tell_outcome(
                introduction_id=made.pk, dealt=True, words=words, by=by, at=later + timedelta(days=1)
            )


@dataclass(frozen=True)
class _Round:
    """A round as it is to be made: places as (name, note, how many, kept for newcomers)."""

    title: str
    kind: str
    places: tuple[tuple[str, str, int, int], ...]
    at: datetime
    wishing: int
    is_confirmed: bool


def _rounds(companies: list[Company], *, by: Actor, rng: Random, until: datetime) -> None:
    course = (("周二晚班", "每周二 18:30，职工学校", 8, 2), ("周四晚班", "每周四 18:30，职工学校", 8, 2))
    hours = (
        ("税务顾问坐诊", "下周四上午，每家 45 分钟", 4, 1), ("法律顾问坐诊", "下周五下午，每家 45 分钟", 4, 1),
        ("数字化改造顾问", "到厂半天", 2, 1),
    )  # fmt: skip
    for one in (
        _Round("外贸英语夜校（秋季班）", "course", course, until - timedelta(days=70), 24, True),
        _Round("下月顾问坐诊", "advice", hours, until - timedelta(days=6), 13, False),
    ):
        _round(one, rng.sample(companies, one.wishing), by=by, rng=rng)


def _round(one: _Round, companies: list[Company], *, by: Actor, rng: Random) -> None:
    new = rounds.NewRound(kind=one.kind, title=one.title, wishes_until=(one.at + timedelta(days=14)).date())
    found = rounds.open_round(new=new, by=by, at=one.at)
    made = [
        rounds.add_place(
            round_id=found.pk, new=rounds.NewPlace(name, capacity, kept, note), by=by, at=one.at
        ).pk
        for name, note, capacity, kept in one.places
    ]
    for company in companies:
        wanted = rng.sample(made, rng.randint(1, len(made)))
        wish = rounds.NewWish(company.pk, wanted, has_need=rng.random() < 0.3)
        rounds.wish(round_id=found.pk, new=wish, by=by, at=one.at + timedelta(days=rng.randint(1, 4)))
    if one.is_confirmed:
        rounds.propose(round_id=found.pk, by=by, at=one.at + timedelta(days=15))
        rounds.confirm(round_id=found.pk, by=by, at=one.at + timedelta(days=16))
