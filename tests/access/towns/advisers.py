"""An adviser with an account, an expert by link, and requests: an open one, and one for a demand whose author is hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

SECRET_NOTES = "匿三思说的都记在这里"


def fill(town: Any) -> None:
    """The open request is with the adviser of the town; the hidden one with the expert."""
    from zaocha.accounts import actors, links
    from zaocha.advisers import actions
    from zaocha.companies.models import Company
    from zaocha.kernel import clock

    world, at = town.world, town.world.at
    term = {"starts_on": date(2020, 1, 1), "ends_on": date(2099, 1, 1), "hours": 40}
    own = actions.NewAdviser(kind="industry", name="顾问乙", login="gu", **term)
    expert = actions.NewAdviser(kind="legal", name="外聘律师", **term)
    made = [actions.appoint(new=new, by=world.desk, at=at) for new in (own, expert)]

    def link(purpose: str, pk: int) -> Any:
        return links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=clock.now())

    company = actors.of_company_link(link("company", world.company.pk))
    for kind in ("industry", "legal"):
        asked = actions.NewAdvice(company_id=world.company.pk, kind=kind, words="想换三十台袜机")
        actions.ask(new=asked, by=company, at=clock.now())
    # What is put to the adviser of the town is the row of the pages; the expert has one of his own.
    rows = {one.kind: one.pk for one in _every(world)}
    secret = Company.objects.get(pk=town.rows["secret_company"])
    hidden = actions.NewAdvice(
        company_id=secret.pk, kind="finance", words="秘鸣针织的匿三思想问贷款", demand_id=town.rows["hidden"]
    )
    found = actions.ask(new=hidden, by=world.desk, at=at)
    town.rows |= {
        "adviser": made[0].pk, "adviser_link": links.token(link("adviser", made[1].pk)), "advice": rows["industry"], "expert_advice": rows["legal"],
        "hidden_advice": found.pk,
    }  # fmt: skip


def _every(world: Any) -> Any:
    from zaocha.advisers.models import Advice

    return Advice.objects.filter(tenant=world.tenant)


BODIES: dict[str, dict[str, Any]] = {
    "api:adviser-new": {"kind": "legal", "name": "甲", "starts_on": "2026-01-01", "ends_on": "2027-01-01"},
    "api:advice-new": {"company_id": 1, "kind": "legal", "words": "合同"},
    "api:advice-put": {},
    "api:advice-hand-on": {"words": "出差"},
    "api:advice-drop": {"words": "不需要了"},
    "api:advice-visit": {"on_day": "2026-03-02", "hours": 2, "notes": "谈了"},
}
