"""Thirteen front-line workers of the demo town given their titles by a panel of thirteen; others on their way."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.titles.actions import dossiers, experts, panels, papers, sheets, workers
from zaocha.titles.models import Dossier, Panel, Worker

DYER = (
    "苏彩云",
    "调色工",
    "能凭眼力调配五百种颜色的纱线，一缸成色，返工少了一半；写成《看色调纱十八法》，带出七名徒弟。",
    "junior",
    22,
)
# Name, post, what they can do, schooling, years; all invented.
GRANTED = [
    DYER,
    ("卫巧针", "缝头工", "摸一摸就知道缝头机哪根针要换，自创“三看一听”换针法，全车间断针少了三成。", "junior", 17),
    ("乔大庆", "机修工", "把二十台老袜机改成自动落袜，图纸自己画，配件自己车。", "senior", 15),
    ("祝小满", "织造挡车工", "一人看四十台机，总结的巡回路线成了全厂的标准。", "junior", 19),
    ("孟定型", "定型工", "定型温度分段控制法，每双袜子省电一成。", "vocational", 12),
    ("戚有纹", "花型打样工", "三百多个花型自己编，客户的照片两小时变成样袜。", "senior", 11),
    ("邵纱良", "纺纱工", "细纱断头率全市最低，接头法写进了作业书。", "junior", 20),
    ("汤匠心", "电工", "给染缸装上自动计量，染料一年少用四吨。", "vocational", 14),
    ("凌千梭", "整经工", "整经张力校准法，次品率从百分之三降到不足一。", "junior", 18),
    ("文初晴", "染色打样员", "配色小样一次成功率九成以上，留下两千张色卡。", "college", 6),
    ("尹守衡", "质检员", "摸布识疵，漏检率连续五年为零；检验口诀各厂都在用。", "senior", 13),
    ("龚连机", "设备安装工", "新机上线四小时调通，带出十二个安装班长。", "vocational", 16),
    ("颜素锦", "包缠纱操作工", "包缠比例目测法，换品种不停机。", "junior", 15),
]  # fmt: skip
POOL = [
    ("白致远", "云溪纺织学院"), ("程静秋", "云溪纺织学院"), ("戴望舟", "省纺织研究所"), ("方以恒", "省纺织研究所"),
    ("耿明川", "市质量检测中心"), ("黎书同", "市质量检测中心"), ("骆清和", "云溪职业技术学院"), ("马尚工", "云溪职业技术学院"),
    ("闻一帆", "市总工会技师协会"), ("项北辰", "市总工会技师协会"), ("俞正章", "省印染工程中心"), ("臧云舒", "省印染工程中心"),
    ("翟木棉", "市工程师协会"), ("钟鸣远", "市工程师协会"), ("季染青", "邻市丝绸集团"), ("解千结", "邻市针织研究院"),
    ("燕知纬", "云溪纺织学院"),
]  # fmt: skip
EVIDENCE = ("employment", "schooling", "works", "methods", "award", "recommendation")


@dataclass(frozen=True)
class _Told:
    """The town as it is told: who writes it down, and where the workers are."""

    companies: list[Company]
    desk: Actor
    until: datetime
    rng: Random


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> None:
    """The panel of this autumn from the first telling to the confirmed certificates, and what is on its way."""
    rng = Random(f"titles-{seed}")  # noqa: S311
    mills = [one for one in companies if one.chain == "knitting" and one.is_local]
    told = _Told(rng.sample(mills, 16), by, until, rng)
    start = until - timedelta(days=75)
    cases = [
        _complete(told, told.companies[number], row, at=start + timedelta(days=number % 9, minutes=number))
        for number, row in enumerate(GRANTED)
    ]
    _pool(told, cases, at=start)
    panel = _decided(told, cases, at=until - timedelta(days=55))
    _granted(told, panel, cases)
    _on_their_way(told)


def _complete(told: _Told, company: Company, row: tuple[str, str, str, str, int], *, at: datetime) -> Dossier:
    name, post, words, schooling, years = row
    facts: dict[str, Any] = {
        "front_line": True, "schooling": schooling, "major_fits": False, "trade_years": str(years), "title": "none",
        "skill": "none", "works": str(told.rng.randint(2, 9)), "methods": "1", "recommenders": "2", "skill_test": True,
        "award": told.rng.choice(["county", "city", "province"]), "patents": told.rng.choice(["0", "0", "1", "2"]),
    }  # fmt: skip
    worker = _worker(told, company, name, post, facts, at=at)
    rule = "assistant-green-major" if schooling == "college" else "assistant-green-schooling"
    found = dossiers.open_dossier(worker_id=worker.pk, rule=rule, by=told.desk, at=at)
    dossiers.describe(dossier_id=found.pk, statement=f"{post}，{words}", by=told.desk, at=at)
    kinds = [*EVIDENCE, "skill_test", *(["patents"] if facts["patents"] != "0" else [])]
    for number, kind in enumerate(kinds):
        new = papers.NewPaper(kind, f"{kind}.png", picture(number))
        papers.add(dossier_id=found.pk, new=new, by=told.desk, at=at)
    return found


def _worker(
    told: _Told, company: Company, name: str, post: str, facts: dict[str, Any], *, at: datetime
) -> Worker:
    """Told by the company, agreed to by the worker."""
    new = workers.NewWorker(
        name=name, field="textile", facts=facts, company_id=company.pk, post=post, told_by="company"
    )
    made = workers.tell(new=new, by=_of_company(told, company, at=at), at=at)
    return workers.consent(worker_id=made.pk, by=_of_link(told, "title_worker", made.pk, at=at), at=at)


def _pool(told: _Told, cases: list[Dossier], *, at: datetime) -> None:
    """Seventeen experts: one works for a worker's company, one is a worker's teacher."""
    for number, (name, employer) in enumerate(POOL):
        new = experts.NewExpert(
            name, "senior", ("textile", "materials"), employer=employer, phone=f"138000100{number:02d}"
        )
        found = experts.enter(new=new, by=told.desk, at=at)
        if number == 1:
            tie = experts.NewTie("teacher", worker_id=cases[0].worker_id)
            experts.tie(expert_id=found.pk, new=tie, by=told.desk, at=at)
    own = experts.NewExpert("厉守拙", "engineer", ("textile",), company_id=told.companies[0].pk)
    experts.enter(new=own, by=told.desk, at=at)
    machinery = experts.NewExpert("岳铁衣", "senior", ("machinery",), employer="省机械研究院")
    experts.enter(new=machinery, by=told.desk, at=at)


def _decided(told: _Told, cases: list[Dossier], *, at: datetime) -> Panel:
    new = panels.NewPanel("一线职工职称绿色通道评审会（纺织）", "textile", "assistant", 13, 3)
    panel = panels.plan(new=new, by=told.desk, at=at)
    panels.put(panel_id=panel.pk, dossier_ids=[one.pk for one in cases], by=told.desk, at=at)
    panels.draw(panel_id=panel.pk, by=told.desk, at=at, seed="青禾2026")
    for seat in panel.seats.filter(state="seated").order_by("place"):
        by = _of_link(told, "title_sheet", seat.pk, at=at)
        for one in cases:
            sheets.save(seat_id=seat.pk, new=_marks(told.rng, one), by=by, at=at + timedelta(days=1))
        sheets.hand_in(seat_id=seat.pk, by=by, at=at + timedelta(days=1))
    return sheets.decide(panel_id=panel.pk, by=told.desk, at=at + timedelta(days=2))


def _marks(rng: Random, case: Dossier) -> sheets.Marks:
    given = {
        "skill": rng.randint(31, 40), "results": rng.randint(21, 29), "passing_on": rng.randint(9, 15),
        "conduct": rng.randint(12, 15),
    }  # fmt: skip
    return sheets.Marks(case.pk, True, given)


def _granted(told: _Told, panel: Panel, cases: list[Dossier]) -> None:
    """After the days of objections: certificates, each confirmed by the worker or the company."""
    assert panel.notice_until is not None
    at = told.until - timedelta(days=33)
    sheets.end(panel_id=panel.pk, by=told.desk, at=at)
    for number, one in enumerate(cases, 1):
        given = dossiers.Certificate(f"云职绿〔{at:%Y}〕{number:03d}号", at.date())
        dossiers.grant(dossier_id=one.pk, certificate=given, by=told.desk, at=at)
        later = at + timedelta(days=1 + number % 6)
        if number % 2:
            by = _of_link(told, "title_worker", one.worker_id, at=later)
            dossiers.confirm(dossier_id=one.pk, by=by, at=later, as_worker=one.worker_id)
        else:
            assert one.company is not None
            dossiers.confirm(dossier_id=one.pk, by=_of_company(told, one.company, at=later), at=later)


def _on_their_way(told: _Told) -> None:
    """One who lacks a recommender, one of whom more must be known, one gathering, one with the authority."""
    at = told.until - timedelta(days=9)
    near: dict[str, Any] = {
        "front_line": True, "schooling": "junior", "major_fits": False, "trade_years": "12", "title": "none",
        "skill": "none", "works": "3", "methods": "1", "award": "county", "patents": "0", "recommenders": "1",
    }  # fmt: skip
    _worker(told, told.companies[13], "阮青禾", "缝纫工", near, at=at)
    little = {name: near[name] for name in ("front_line", "schooling", "trade_years", "title")}
    _worker(told, told.companies[14], "舒望", "验布工", little, at=at)
    known = near | {"recommenders": "2"}
    open_ = _worker(told, told.companies[14], "柏织云", "挡车工", known, at=at)
    dossiers.open_dossier(worker_id=open_.pk, rule="assistant-green-schooling", by=told.desk, at=at)
    skilled = near | {"skill": "l2", "skill_years": "5", "schooling": "tech_senior"}
    skilled_at = told.until - timedelta(days=20)
    sure = _worker(told, told.companies[15], "盛机明", "机修技师", skilled, at=skilled_at)
    filed = dossiers.open_dossier(worker_id=sure.pk, rule="engineer-skill", by=told.desk, at=skilled_at)
    words = "修了二十年袜机，全厂三百台机的脾气都知道，编了一本故障手册，工友人手一册。"
    dossiers.describe(dossier_id=filed.pk, statement=words, by=told.desk, at=skilled_at)
    for number, kind in enumerate(("employment", "title", "skill")):
        papers.add(
            dossier_id=filed.pk,
            new=papers.NewPaper(kind, f"{kind}.png", picture(number)),
            by=told.desk,
            at=skilled_at,
        )
    dossiers.file(dossier_id=filed.pk, authority="云溪市人社局", by=told.desk, at=skilled_at)


def _of_company(told: _Told, company: Company, *, at: datetime) -> Actor:
    link = links.issue(
        tenant=company.tenant, purpose="company", subject_id=company.pk, by=told.desk.mark, at=at
    )
    return actors.of_company_link(link)


def _of_link(told: _Told, purpose: str, pk: int, *, at: datetime) -> Actor:
    link = links.issue(tenant=told.desk.tenant, purpose=purpose, subject_id=pk, by=told.desk.mark, at=at)
    return actors.of_link(link)


def picture(shade: int) -> bytes:
    """A small picture of stripes that stands for a scanned paper."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(
        b"\0" + bytes([255 if y % 12 or not 8 < x < 112 else 90 + 12 * shade for x in range(120)])
        for y in range(160)
    )
    head = struct.pack(">IIBBBBB", 120, 160, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
