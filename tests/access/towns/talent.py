"""Rows of vacancies, candidates and training."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from zaocha.accounts import links
from zaocha.kernel import clock


def fill(town: Any) -> None:
    """A vacancy of the contact officer's company, a candidate, a programme with a course."""
    from zaocha.talent import actions

    world, now = town.world, clock.now()
    by, day = world.desk, now.date()
    new = actions.NewVacancy(world.company.pk, "花型设计师", day + timedelta(days=30))
    vacancy = actions.enter_vacancy(new=new, by=by, at=now)
    person = actions.NewCandidate(
        "岑知微", "13700002222", day + timedelta(days=90), agreed=True, post="designer"
    )
    candidate = actions.enter_candidate(new=person, by=by, at=now)
    actions.start(vacancy_id=vacancy.pk, candidate_id=candidate.pk, by=by, at=now)
    made = actions.NewProgramme("设计研修", "design", world.land_bureau.pk)
    programme = actions.enter_programme(new=made, by=by, at=now)
    course = actions.NewCohort("第1期", day + timedelta(days=9), day + timedelta(days=20), 20)
    actions.add_cohort(programme_id=programme.pk, new=course, by=by, at=now)
    town.rows |= {"vacancy": vacancy.pk, "candidate": candidate.pk, "programme": programme.pk}
    for purpose, pk in (
        ("talent", world.tenant.pk),
        ("candidate", candidate.pk),
        ("programme", programme.pk),
    ):
        link = links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=now)
        town.rows[f"{purpose}_link"] = links.token(link)
