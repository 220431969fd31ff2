"""Rows of titles: a worker with papers, a panel that marks, one that is open to objections."""

from __future__ import annotations

from typing import Any

from zaocha.titles.tests import cases

BODIES: dict[str, dict[str, Any]] = {
    "api:title-worker-new": {"name": "苏彩云", "field": "textile", "facts": {"front_line": True}},
    "api:title-new": {"worker_id": 1, "rule": cases.GREEN},
    "api:title-step": {"verb": "file", "words": "云溪市人社局"},
    "api:title-expert-new": {"name": "专家", "level": "senior", "fields_of_work": ["textile"]},
    "api:title-panel-new": {"title": "评审", "field": "textile", "level": "assistant"},
    "api:title-panel-step": {"verb": "decide"},
}


def fill(town: Any) -> None:
    """Through the actions, by the desk."""
    from zaocha.titles.actions import sheets

    world = town.world
    marked = cases.complete(world)
    other = cases.complete(world, name="卫巧针")
    cases.pool(world, 6)
    panel = cases.drawn(world, marked)
    shown = cases.drawn(world, other, substitutes=0)
    for seat in shown.seats.filter(state="seated"):
        cases.hand_in(world, seat, cases.marks(other))
    sheets.decide(panel_id=shown.pk, by=world.desk, at=world.at)
    seat = panel.seats.filter(state="seated").order_by("place").first()
    expert = seat.expert_id
    town.rows |= {
        "title": marked.pk, "title_worker": marked.worker_id, "title_paper": marked.papers.first().pk,
        "title_expert": expert, "title_panel": panel.pk,
        "title_worker_link": cases.token(world, "title_worker", marked.worker_id),
        "title_form_link": cases.token(world, "title_form", world.tenant.pk),
        "title_sheet_link": cases.token(world, "title_sheet", seat.pk),
        "title_notice_link": cases.token(world, "title_notice", shown.pk),
    }  # fmt: skip
