"""Vacancies, candidates, hires and training of the demo town: 126 graduates and 304 students, to the head."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from zaocha.accounts import actions as account_actions
from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.talent import actions, fitting

GRADUATES, OTHERS = 126, 58
# School, programme, field, students completed by course: 304 together.
TRAINED = [
    ("云溪纺织学院", "袜品与针织设计研修", "design", (38, 34, 26)),
    ("云溪职业技术学院", "电商与外贸营销", "marketing", (42, 37, 25)),
    ("云溪技师学院", "智能织造与设备运维", "smart", (36, 36, 30)),
]  # fmt: skip
WANTED = [
    ("袜品花型设计师", "bachelor", ("花型设计", "PS"), ("艺术设计", "服装设计"), 7000, 11000),
    ("外贸业务员", "college", ("英语",), ("国际贸易", "商务英语"), 6000, 10000),
    ("智能制造工程师", "bachelor", ("PLC", "电气"), ("自动化", "机电"), 8500, 13000),
    ("电商运营", "college", ("店铺运营",), ("电子商务",), 6000, 9500),
    ("织机维修工", "senior", ("调机",), (), 7000, 10500),
    ("袜机挡车工", "none", (), (), 5500, 8000),
    ("染色打样员", "college", ("配色",), ("轻化工程",), 6000, 8500),
    ("质量检验员", "senior", (), (), 5000, 7000),
]  # fmt: skip
SURNAMES, GIVEN = (
    "岑卞柏窦邬蔺滕桑嵇巫",
    ("知微", "予安", "思齐", "景行", "清越", "云帆", "书航", "若水", "一诺", "明远"),
)


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> None:
    """Told over the last eighteen months."""
    rng = Random(f"talent-{seed}")  # noqa: S311
    local = [one for one in companies if one.is_local]
    for number in range(40):
        title, schooling, skills, majors, least, most = WANTED[number % len(WANTED)]
        at = until - timedelta(days=rng.randint(2, 60))
        new = actions.NewVacancy(
            local[number * 3 % len(local)].pk, title, (until + timedelta(days=rng.randint(20, 120))).date(),
            rng.randint(1, 4), skills=skills, schooling=schooling, majors=majors, wage_from=least, wage_to=most,
            dormitory=number % 2 == 0, place="云溪市", musts=("schooling",),
        )  # fmt: skip
        actions.enter_vacancy(new=new, by=by, at=at)
    _candidates(by, rng=rng, until=until)
    _hires(local, by=by, rng=rng, until=until)
    _training(local, by=by, until=until)


def _candidates(by: Actor, *, rng: Random, until: datetime) -> None:
    schools = ("云溪纺织学院", "云溪职业技术学院", "")
    for number in range(60):
        title, schooling, skills, majors, least, _most = WANTED[number % len(WANTED)]
        new = actions.NewCandidate(
            name=rng.choice(SURNAMES) + rng.choice(GIVEN), phone=f"1370000{number:04d}", agreed=True,
            expires_on=(until + timedelta(days=rng.randint(60, 300))).date(),
            post=fitting.post_of(title), skills=skills,
            schooling="senior" if schooling == "none" else rng.choice([schooling, schooling, "college"]),
            major=majors[0] if majors else "", school=rng.choice(schools), years=rng.randint(0, 6),
            wage_from=least + rng.choice([0, 500, 1500]), place="云溪市", dormitory=number % 4 == 0,
        )  # fmt: skip
        actions.enter_candidate(new=new, by=by, at=until - timedelta(days=rng.randint(1, 50)))


def _hires(companies: list[Company], *, by: Actor, rng: Random, until: datetime) -> None:
    degrees = (
        ["bachelor"] * 104 + ["master"] * 20 + ["doctor"] * 2 + ["college"] * 30 + ["senior"] * (OTHERS - 30)
    )
    acting: dict[int, Actor] = {}
    for number, degree in enumerate(degrees):
        company = companies[rng.randint(0, 59)]
        at = until - timedelta(days=rng.randint(3, 500))
        if company.pk not in acting:
            link = links.issue(tenant=by.tenant, purpose="company", subject_id=company.pk, by=by.mark, at=at)
            acting[company.pk] = actors.of_company_link(link)
        title = WANTED[number % 4 if number < GRADUATES else 4 + number % 4][0]
        new = actions.NewHire(company.pk, title, degree, (at - timedelta(days=2)).date())
        actions.note_hire(new=new, by=acting[company.pk], at=at)
    for number in range(3):  # noted by the desk, not confirmed yet
        new = actions.NewHire(
            companies[number].pk, "袜机挡车工", "senior", (until - timedelta(days=9)).date()
        )
        actions.note_hire(new=new, by=by, at=until - timedelta(days=2))


def _training(companies: list[Company], *, by: Actor, until: datetime) -> None:
    start, machine = until - timedelta(days=480), actors.system(by.tenant)
    for school, title, field, counts in TRAINED:
        unit = account_actions.create_unit(name=school, kind="outside", by=machine, at=start)
        made = actions.enter_programme(new=actions.NewProgramme(title, field, unit.pk), by=by, at=start)
        link = links.issue(tenant=by.tenant, purpose="programme", subject_id=made.pk, by=by.mark, at=until)
        for number, count in enumerate(counts):
            day = (start + timedelta(days=20 + 150 * number)).date()
            cohort = _course(made.pk, f"第{number + 1}期", day, by=by, at=start)
            said = until - timedelta(days=60 - number)
            actions.report(
                cohort_id=cohort, enrolled=count + 2, completed=count, by=actors.of_link(link), at=said
            )
        coming = _course(made.pk, "第4期", (until + timedelta(days=25)).date(), by=by, at=until)
        for company in companies[5:8]:
            actions.ask_seats(
                cohort_id=coming, company_id=company.pk, number=12, words="新进员工想学。", by=by, at=until
            )
    directed = actions.NewProgramme(
        "纺织机电定向班",
        "smart",
        unit.pk,
        company_id=companies[2].pk,
        agreement="青禾定培〔2026〕2号",
        agreed=20,
    )
    actions.enter_programme(new=directed, by=by, at=start)


def _course(programme: int, name: str, day: date, *, by: Actor, at: datetime) -> int:
    new = actions.NewCohort(name, day, day + timedelta(days=40), 45)
    return actions.add_cohort(programme_id=programme, new=new, by=by, at=at).pk
