"""A worker with a complete dossier, a pool of experts, and a panel with marks: what the tests build on."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

from zaocha.accounts import actors, links
from zaocha.titles.actions import dossiers, experts, panels, papers, sheets, workers

FACTS: dict[str, Any] = {
    "front_line": True, "schooling": "junior", "major_fits": False, "trade_years": "16", "title": "none", "skill": "none",
    "works": "6", "methods": "1", "patents": "0", "award": "city", "skill_test": False, "recommenders": "2",
}  # fmt: skip
WORDS = "能凭眼力调配五百种颜色的纱线，误差极小，还带出了七名徒弟，返工少了一半。"
GREEN = "assistant-green-schooling"


def png(shade: int = 0) -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")  # fmt: skip


def told(
    world: Any, *, name: str = "苏彩云", company: Any = None, facts: dict[str, Any] | None = None
) -> Any:
    """A worker who has agreed by own link."""
    found = company or world.company
    new = workers.NewWorker(
        name=name, field="textile", company_id=found.pk, post="调色工", facts=facts or FACTS
    )
    made = workers.tell(new=new, by=world.desk, at=world.at)
    workers.consent(worker_id=made.pk, by=by_link(world, "title_worker", made.pk), at=world.at)
    made.refresh_from_db()
    return made


def complete(world: Any, *, rule: str = GREEN, **more: Any) -> Any:
    """A dossier with everything that the rule asks for."""
    worker = told(world, **more)
    found = dossiers.open_dossier(worker_id=worker.pk, rule=rule, by=world.desk, at=world.at)
    dossiers.describe(dossier_id=found.pk, statement=WORDS, by=world.desk, at=world.at)
    for number, kind in enumerate(("employment", "schooling", "works", "methods", "award", "recommendation")):
        new = papers.NewPaper(kind, f"{kind}.png", png(number))
        papers.add(dossier_id=found.pk, new=new, by=world.desk, at=world.at)
    found.refresh_from_db()
    return found


def pool(world: Any, count: int, **more: Any) -> list[Any]:
    """Experts from a school outside the register."""
    made = []
    for number in range(count):
        new = experts.NewExpert(
            name=f"专家{number}", level="senior", fields=("textile",), employer="云溪纺织学院", **more
        )
        made.append(experts.enter(new=new, by=world.desk, at=world.at))
    return made


def drawn(world: Any, *cases: Any, size: int = 5, substitutes: int = 1, seed: str = "2026") -> Any:
    """A panel over these dossiers with its experts drawn."""
    new = panels.NewPanel("纺织评审", "textile", cases[0].level, size, substitutes)
    found = panels.plan(new=new, by=world.desk, at=world.at)
    panels.put(panel_id=found.pk, dossier_ids=[one.pk for one in cases], by=world.desk, at=world.at)
    return panels.draw(panel_id=found.pk, by=world.desk, at=world.at, seed=seed)


def marks(case: Any, *, yes: bool = True, skill: int = 35, words: str = "") -> sheets.Marks:
    """Marks that pass."""
    return sheets.Marks(case.pk, yes, {"skill": skill, "results": 25, "passing_on": 12, "conduct": 14}, words)


def hand_in(world: Any, seat: Any, *given: sheets.Marks, at: Any = None) -> None:
    """An expert marks by own link and hands in."""
    by = by_link(world, "title_sheet", seat.pk)
    for one in given:
        sheets.save(seat_id=seat.pk, new=one, by=by, at=at or world.at)
    sheets.hand_in(seat_id=seat.pk, by=by, at=at or world.at)


def token(world: Any, purpose: str, pk: int) -> str:
    """The token of a link."""
    from zaocha.kernel import clock

    link = links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=clock.now())
    return links.token(link)


def said(answer: Any) -> str:
    """The words of an answer; of JSON without its escapes."""
    if answer["Content-Type"].startswith("application/json"):
        return json.dumps(answer.json(), ensure_ascii=False)
    return str(answer.content.decode())


def by_link(world: Any, purpose: str, pk: int) -> Any:
    """The actor behind a link."""
    link = links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=world.at)
    return actors.of_link(link, name="本人")


def by_company(world: Any, company: Any) -> Any:
    """The actor behind a company's link."""
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=world.at
    )
    return actors.of_company_link(link)
