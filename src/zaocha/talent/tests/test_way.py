"""From a vacancy to a hire that counts; what is hidden until two yeses; courses and seats."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest

from zaocha.accounts import actors, links
from zaocha.kernel import tasks
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.results.models import Result
from zaocha.talent import actions
from zaocha.talent.models import Application, Candidate, Seat


def link(world, purpose, pk):
    return links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="t", at=world.at)


def by_company(world, company=None):
    return actors.of_company_link(link(world, "company", (company or world.company).pk))


def vacancy(world, **more):
    new = actions.NewVacancy(world.company.pk, "花型设计师", world.at.date() + timedelta(days=3650), **more)
    return actions.enter_vacancy(new=new, by=by_company(world), at=world.at)


def candidate(world, **more):
    given = {
        "post": "designer",
        "schooling": "bachelor",
        "agreed": True,
        "expires_on": world.at.date() + timedelta(days=90),
    } | more
    new = actions.NewCandidate(name="岑知微", phone="13700002222", **given)
    public = actors.of_link(link(world, "talent", world.tenant.pk))
    return actions.enter_candidate(new=new, by=public, at=world.at, source="link")


def own(world, person):
    return actors.of_link(link(world, "candidate", person.pk))


def figure(kind):
    return sum(
        one.amount for one in Result.objects.filter(kind=kind, confirmed_at__isnull=False, countered_at=None)
    )


def company_page(world, company=None):
    token = links.token(link(world, "company", (company or world.company).pk))
    return world.client("").get(f"/c/{token}/talent/").content.decode()


def test_a_designer_is_wanted_found_and_hired_and_the_figure_moves(world):
    wanted, person = vacancy(world), candidate(world)
    made = actions.start(vacancy_id=wanted.pk, candidate_id=person.pk, by=own(world, person), at=world.at)
    page = company_page(world)
    assert "岑**" in page and "岑知微" not in page and "13700002222" not in page
    actions.answer(application_id=made.pk, side="company", yes=True, by=by_company(world), at=world.at)
    assert "岑知微" in company_page(world)
    new = actions.NewHire(world.company.pk, "花型设计师", "bachelor", world.at.date(), made.pk)
    for _twice in range(2):
        with contextlib.suppress(Conflict):
            actions.note_hire(new=new, by=by_company(world), at=world.at)
    assert (figure("hire"), figure("graduate_hired")) == (1, 1)


def test_a_company_that_asks_does_not_learn_whom(world):
    wanted, person = vacancy(world), candidate(world)
    assert actions.invite_fitting(vacancy_id=wanted.pk, by=by_company(world), at=world.at) == 1
    page = company_page(world)
    assert "岑" not in page
    made = Application.objects.get()
    with pytest.raises(NotFound):
        actions.answer(application_id=made.pk, side="candidate", yes=True, by=by_company(world), at=world.at)
    with pytest.raises(NotFound):
        actions.answer(application_id=made.pk, side="company", yes=True, by=own(world, person), at=world.at)
    actions.answer(application_id=made.pk, side="candidate", yes=True, by=own(world, person), at=world.at)
    assert "岑知微" in company_page(world)
    assert "岑" not in company_page(world, world.other_company)


def test_only_the_company_confirms_a_hire(world):
    new = actions.NewHire(world.company.pk, "挡车工", "senior", world.at.date())
    made = actions.note_hire(new=new, by=world.desk, at=world.at)
    assert figure("hire") == 0
    with pytest.raises(NotAllowed):
        actions.confirm_hire(hire_id=made.pk, by=world.desk, at=world.at)
    with pytest.raises(NotFound):
        actions.confirm_hire(hire_id=made.pk, by=by_company(world, world.other_company), at=world.at)
    for _twice in range(2):
        actions.confirm_hire(hire_id=made.pk, by=by_company(world), at=world.at)
    assert (figure("hire"), figure("graduate_hired")) == (1, 0)


def test_words_against_the_law_are_refused_with_it(world):
    with pytest.raises(Invalid) as refused:
        vacancy(world, note="仅限男性，35岁以下")
    assert "27" in str(refused.value)
    with pytest.raises(Invalid):
        vacancy(world, note="仅限男性", lawful="我说的")


def test_without_consent_or_with_an_identity_number_nothing_is_kept(world):
    with pytest.raises(Invalid):
        candidate(world, agreed=False)
    with pytest.raises(Invalid):
        candidate(world, school="330681199901011234")
    with pytest.raises(NotAllowed):
        new = actions.NewCandidate("甲", "1", world.at.date() + timedelta(days=9), True)
        actions.enter_candidate(new=new, by=by_company(world), at=world.at, source="link")
    first, second = candidate(world, client_key="k1"), candidate(world, client_key="k1")
    assert first == second


def test_a_candidate_is_erased_when_the_day_is_over_and_leaves_no_trace(world):
    person = candidate(world)
    own_link = link(world, "candidate", person.pk)
    tasks.run_all(at=world.at + timedelta(days=30))
    assert Candidate.objects.get().erased_at is None
    tasks.run_all(at=world.at + timedelta(days=92))
    person.refresh_from_db()
    assert (person.name, person.phone, person.schooling) == ("", "", "bachelor")
    assert world.client("").get(f"/jobs/own/{links.token(own_link)}/").status_code == 410
    assert not [one for one in Event.objects.all() if "岑" in str(one.ids)]


def test_names_are_masked_for_who_may_not_know_them(world):
    person = candidate(world)
    for page in ("/candidates/", f"/candidates/{person.pk}/"):
        assert "岑知微" in world.client("shen").get(page).content.decode()
        assert "岑知微" not in world.client("jiang").get(page).content.decode()
    csv = world.client("jiang").get("/candidates/?form=csv")
    assert csv["Content-Type"].startswith("text/html")
    assert "岑知微" in world.client("shen").get("/candidates/?form=csv").content.decode()


def test_a_contact_officer_sees_own_companies_alone(world):
    vacancy(world)
    new = actions.NewVacancy(world.other_company.pk, "机修工", world.at.date() + timedelta(days=3650))
    other = actions.enter_vacancy(new=new, by=world.desk, at=world.at)
    page = world.client("jiang").get("/vacancies/").content.decode()
    assert "花型设计师" in page and "机修工" not in page
    assert world.client("jiang").get(f"/vacancies/{other.pk}/").status_code == 404
    assert world.client("stranger").get(f"/vacancies/{other.pk}/").status_code == 404


def course(world, days=-40):
    made = actions.enter_programme(
        new=actions.NewProgramme("设计研修", "design", world.land_bureau.pk), by=world.desk, at=world.at
    )
    day = world.at.date() + timedelta(days=days)
    new = actions.NewCohort("第1期", day, day + timedelta(days=20), 30)
    return actions.add_cohort(programme_id=made.pk, new=new, by=world.desk, at=world.at)


def test_the_school_alone_says_how_many_completed_and_once(world):
    cohort = course(world)
    school = actors.of_link(link(world, "programme", cohort.programme_id))
    said = {"cohort_id": cohort.pk, "enrolled": 28, "completed": 26, "at": world.at}
    for other in (world.desk, by_company(world)):
        with pytest.raises(NotAllowed):
            actions.report(by=other, **said)
    with pytest.raises(Invalid):
        actions.report(by=school, **(said | {"completed": 29}))
    actions.report(by=school, **said)
    with pytest.raises(Conflict):
        actions.report(by=school, **said)
    assert figure("student_trained") == 26


def test_seats_are_never_given_twice_and_scarce_ones_go_to_a_round(world):
    cohort = course(world, days=20)
    first = actions.ask_seats(
        cohort_id=cohort.pk,
        company_id=world.company.pk,
        number=20,
        words="",
        by=by_company(world),
        at=world.at,
    )
    by_other = by_company(world, world.other_company)
    second = actions.ask_seats(
        cohort_id=cohort.pk, company_id=world.other_company.pk, number=20, words="", by=by_other, at=world.at
    )
    actions.decide_seats(seat_id=first.pk, given=True, by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        actions.decide_seats(seat_id=second.pk, given=True, by=world.desk, at=world.at)
    actions.open_round(cohort_id=cohort.pk, by=world.desk, at=world.at)
    cohort.refresh_from_db()
    assert [one.company for one in cohort.round.wishes.all()] == [world.other_company]
    assert Seat.objects.get(pk=second.pk).state == "asked"


@pytest.mark.parametrize("count", [1, 40])
def test_lists_take_a_fixed_number_of_statements(world, count, django_assert_max_num_queries):
    for _each in range(count):
        vacancy(world)
    client = world.client("shen")
    client.get("/vacancies/")
    with django_assert_max_num_queries(8):
        client.get("/vacancies/")
