"""Signing up without an account; the waiting list moves up by itself; names are forgotten; heads are counted, nobody is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors, links
from zaocha.agreements import tasks
from zaocha.agreements.actions import activities, signups
from zaocha.agreements.models import Activity, Signup
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event, Job

NOW = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)


def new(**more):
    starts = NOW + timedelta(days=5)
    given = {
        "title": "青年夜校：短视频拍摄", "organiser": "溪口社区", "place": "邻里中心", "starts_at": starts,
        "ends_at": starts + timedelta(hours=2), "until": starts, "seats": 3, "asks_name": "may", "asks_phone": "may",
    }  # fmt: skip
    return activities.NewActivity(**{**given, **more})


@pytest.fixture
def course(world):
    return activities.plan(new=new(), by=world.desk, at=NOW)


def link_of(world, purpose, pk):
    return links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="system", at=NOW)


@pytest.fixture
def anybody(world, course):
    return actors.of_link(link_of(world, "activity", course.pk))


def join(course, by, persons=1, **more):
    return signups.sign_up(activity=course, new=signups.NewSignup(persons=persons, **more), by=by, at=NOW)


def test_the_waiting_list_moves_up_by_itself_in_its_order(world, course, anybody):
    first, second = join(course, anybody, 2), join(course, anybody)
    three, four = join(course, anybody, 2), join(course, anybody)
    assert [one.state for one in (first, second, three, four)] == ["in", "in", "waiting", "waiting"]
    signups.withdraw(signup_id=second.pk, by=world.desk, at=NOW)
    for one in (three, four):
        one.refresh_from_db()
    assert (three.state, four.state) == ("waiting", "in")  # the first that fits
    signups.withdraw(signup_id=first.pk, by=world.desk, at=NOW)
    three.refresh_from_db()
    assert three.state == "in" and three.moved_at == NOW
    assert Event.objects.filter(kind="activity_moved_up").count() == 2


def test_nobody_gets_in_before_those_who_wait(world, course, anybody):
    join(course, anybody, 2)
    assert join(course, anybody, 2).state == "waiting"
    assert join(course, anybody, 1).state == "waiting"


def test_more_places_move_the_list_up_and_taken_ones_stay(world, course, anybody):
    join(course, anybody, 3)
    late = join(course, anybody, 2)
    with pytest.raises(Invalid):
        activities.change(activity_id=course.pk, new=new(seats=2), by=world.desk, at=NOW)
    activities.change(activity_id=course.pk, new=new(seats=5), by=world.desk, at=NOW)
    late.refresh_from_db()
    assert late.state == "in"


def test_by_the_code_without_an_account_to_ones_own_page(world, course):
    browser = world.client("")
    code = f"/y/{links.token(link_of(world, 'activity', course.pk))}/"
    assert "3 in all, 3 free" in browser.get(code).content.decode()
    sent = {"persons": "2", "name": "小余", "phone": "139 0000 1111", "client_key": "k1"}
    one, two = browser.post(code, sent), browser.post(code, sent)
    assert one.status_code == 302 and one["Location"] == two["Location"]
    assert Signup.objects.count() == 1
    own = one["Location"]
    assert "You have a place: 2 persons" in browser.get(own).content.decode()
    waits = browser.post(code, {"persons": "2", "client_key": "k2"})["Location"]
    assert "number 1" in browser.get(waits).content.decode()
    browser.get(own)  # opening it gives nothing back
    browser.post(own)
    assert "moved up" in browser.get(waits).content.decode()
    gone = Signup.objects.order_by("pk").first()
    assert (gone.state, gone.name, gone.phone) == ("withdrawn", "", "")
    assert b"BEGIN:VEVENT" in browser.get(f"{code}activity.ics").content


def test_a_form_keeps_what_was_typed_and_asks_no_more_than_the_organiser_chose(world):
    course = activities.plan(new=new(asks_name="must", asks_phone="not"), by=world.desk, at=NOW)
    browser, code = world.client(""), f"/y/{links.token(link_of(world, 'activity', course.pk))}/"
    assert 'name="phone"' not in browser.get(code).content.decode()
    answer = browser.post(code, {"persons": "3", "name": "", "phone": "13900001111"})
    assert answer.status_code == 422 and 'value="3"' in answer.content.decode()
    browser.post(code, {"persons": "1", "name": "小余", "phone": "13900001111"})
    assert Signup.objects.get().phone == ""


def test_names_are_seen_by_the_desk_alone_and_forgotten_in_time(world, course, anybody):
    join(course, anybody, 1, name="小余", phone="13900001111")
    assert "小余" in world.client("shen").get(f"/activities/{course.pk}/").content.decode()
    for who in ("jiang", "he"):
        page = world.client(who).get(f"/activities/{course.pk}/").content.decode()
        assert "小余" not in page and "13900001111" not in page
    assert all(
        "小余" not in str(one.ids) and not one.digests for one in Event.objects.filter(kind="activity_joined")
    )
    due = course.ends_at + timedelta(days=course.keep_days)
    assert Job.objects.filter(name="agreements.forget_persons", run_after=due).exists()
    tasks.forget_persons(activity_id=course.pk, at=due - timedelta(hours=1))
    assert Signup.objects.get().name == "小余"
    tasks.forget_persons(activity_id=course.pk, at=due)
    assert Signup.objects.get().name == "" and Activity.objects.get().forgotten_at == due


def test_whoever_moved_up_is_told_by_the_desk(world, course, anybody):
    first = join(course, anybody, 3)
    join(course, anybody, 1, phone="13900002222")
    signups.withdraw(signup_id=first.pk, by=world.desk, at=NOW)
    row = Signup.objects.get(state="in")
    page = world.client("shen").get(f"/activities/{course.pk}/").content.decode()
    assert "Mark as told" in page
    world.client("shen").post(f"/activities/signups/{row.pk}/", {"verb": "told"})
    row.refresh_from_db()
    assert row.told_at is not None
    with pytest.raises(NotAllowed):
        signups.note_told(signup_id=row.pk, by=world.contact_officer, at=NOW)


def test_a_company_signs_its_people_up_once(world, course):
    token = links.token(link_of(world, "company", world.company.pk))
    browser, address = world.client(""), f"/c/{token}/activities/"
    assert browser.post(address, {"verb": "join", "number": course.pk, "persons": "9"}).status_code == 422
    for _twice in range(2):
        browser.post(address, {"verb": "join", "number": course.pk, "persons": "2"})
    mine = Signup.objects.get()
    assert (mine.company_id, mine.persons) == (world.company.pk, 2)
    them = actors.of_company_link(link_of(world, "company", world.other_company.pk))
    with pytest.raises(NotFound):
        signups.withdraw(signup_id=mine.pk, by=them, at=NOW)
    browser.post(address, {"verb": "leave", "number": mine.pk})
    mine.refresh_from_db()
    assert mine.state == "withdrawn"


def test_after_it_only_a_number_is_kept(world, course, anybody):
    join(course, anybody)
    with pytest.raises(Conflict):
        activities.count(activity_id=course.pk, attended=2, by=world.desk, at=NOW)
    activities.count(activity_id=course.pk, attended=2, by=world.desk, at=course.ends_at)
    with pytest.raises(Conflict):
        join_late = signups.NewSignup()
        signups.sign_up(activity=course, new=join_late, by=anybody, at=course.ends_at)
    names = {field.name for field in Signup._meta.get_fields()}
    assert not names & {"attended", "came", "present", "checked"}


def test_cancelled_with_its_reason_on_every_page(world, course, anybody):
    mine = join(course, anybody)
    with pytest.raises(Invalid):
        activities.cancel(activity_id=course.pk, reason=" ", by=world.desk, at=NOW)
    assert (
        world.client("shen")
        .post(f"/activities/{course.pk}/", {"verb": "cancel", "reason": "讲师生病"})
        .status_code
        == 302
    )
    for purpose, pk, place in (("activity", course.pk, "y/"), ("signup", mine.pk, "y/my/")):
        page = world.client("").get(f"/{place}{links.token(link_of(world, purpose, pk))}/").content.decode()
        assert "讲师生病" in page
    with pytest.raises(Conflict):
        join(course, anybody)
    assert b"CANCELLED" in world.client("shen").get(f"/activities/{course.pk}/activity.ics").content


def test_pages_take_the_same_statements_for_one_and_for_forty(world, course, anybody):
    browser, counts = world.client("shen"), []
    token = links.token(link_of(world, "company", world.company.pk))
    for number in (1, 40):
        for n in range(number):
            Signup.objects.create(activity=course, state="waiting", made_at=NOW)
            activities.plan(new=new(title=f"第{n}场"), by=world.desk, at=NOW)
        for at in ("/activities/?when=all", f"/activities/{course.pk}/", f"/c/{token}/activities/"):
            browser.get(at)
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(at).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]
