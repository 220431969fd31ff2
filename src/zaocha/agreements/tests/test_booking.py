"""Booking a shared facility: one wins, the others are told what is free; rules hold; nothing is booked twice."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.world import SHANGHAI

from zaocha.accounts import actors, links
from zaocha.agreements import queries
from zaocha.agreements.actions import booking, facilities
from zaocha.agreements.models import Booking, Facility, Slot
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.results.models import Result

AT = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # a Monday


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: AT.date())


@pytest.fixture
def hall(world):
    new = facilities.NewFacility(
        name="邻里中心礼堂", opens=time(9), closes=time(21), place="清水路8号", contact="王姐 8700 0002"
    )
    return facilities.enter_facility(new=new, by=world.desk, at=AT)


def token(world, company):
    link = links.issue(
        tenant=world.tenant, purpose="company", subject_id=company.pk, by="system", at=clock.now()
    )
    return links.token(link)


def of(world, company):
    return actors.of_company_link(links.resolve(token=token(world, company), at=AT))


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, 0, tzinfo=SHANGHAI)


def book(hall, by, starts, **more):
    new = booking.NewBooking(hall.pk, starts, more.pop("purpose", "年会彩排"), **more)
    return booking.book(new=new, by=by, at=AT)


def test_the_second_is_told_what_is_free_nearby(world, hall):
    book(hall, of(world, world.company), at(4, 18), count=2)
    with pytest.raises(booking.Taken) as refused:
        book(hall, of(world, world.other_company), at(4, 19))
    assert (
        refused.value.nearest == [at(4, 16), at(4, 17), at(4, 20), at(5, 9)]
        or at(4, 17) in refused.value.nearest
    )
    assert "03-04 17:00" in str(refused.value)
    assert Booking.objects.count() == 1


def test_the_database_itself_lets_no_slot_be_held_twice(world, hall):
    made = book(hall, world.desk, at(4, 18), who="老年合唱队")
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.create(facility=hall, starts_at=at(4, 18), lane=0, booking=made)


def test_a_writer_that_waited_for_nobody_is_still_refused(world, hall, monkeypatch):
    book(hall, world.desk, at(4, 18), who="老年合唱队")
    monkeypatch.setattr(booking.slots, "free_lane", lambda *a, **k: 0)  # it saw the slot free a moment ago
    with pytest.raises(booking.Taken):
        book(hall, of(world, world.company), at(4, 18))
    assert Booking.objects.count() == 1


def test_two_courts_take_two_bookings_and_no_third(world, hall):
    Facility.objects.filter(pk=hall.pk).update(at_once=2)
    for who in ("甲", "乙"):
        book(hall, world.desk, at(4, 18), who=who)
    with pytest.raises(booking.Taken):
        book(hall, world.desk, at(4, 18), who="丙")


@pytest.mark.parametrize(
    ("starts", "more", "field"),
    [
        (at(4, 8), {}, "starts_at"), (at(4, 20), {"count": 2}, "starts_at"), (at(2, 8), {}, "starts_at"),
        (datetime(2026, 3, 4, 18, 30, tzinfo=SHANGHAI), {}, "starts_at"), (at(4, 18), {"count": 4}, "count"),
        (datetime(2026, 5, 4, 18, 0, tzinfo=SHANGHAI), {}, "starts_at"), (at(4, 18), {"purpose": " "}, "purpose"),
    ],
)  # fmt: skip
def test_rules_of_the_house_hold(world, hall, starts, more, field):
    with pytest.raises(Invalid) as refused:
        book(hall, of(world, world.company), starts, **more)
    assert refused.value.field == field
    assert not Slot.objects.exists()


def test_one_company_does_not_take_the_whole_week(world, hall):
    us = of(world, world.company)
    for hour in (9, 11):
        book(hall, us, at(4, hour))
    with pytest.raises(Invalid):
        book(hall, us, at(5, 9))
    book(hall, us, at(9, 9))  # the week after
    book(hall, world.desk, at(5, 9), company_id=world.company.pk)  # the desk may, on behalf


def test_who_may_book_is_a_rule(world, hall):
    Facility.objects.filter(pk=hall.pk).update(who="community", community="清水社区")
    with pytest.raises(Invalid):
        book(hall, of(world, world.company), at(4, 18))
    world.company.community = "清水社区"
    world.company.save()
    assert book(hall, of(world, world.company), at(4, 18)).pk


def test_cancelled_is_free_again_and_what_has_begun_stays(world, hall):
    us, them = of(world, world.company), of(world, world.other_company)
    made = book(hall, us, at(4, 18))
    with pytest.raises(NotFound):
        booking.cancel(booking_id=made.pk, reason="", by=them, at=AT)
    booking.cancel(booking_id=made.pk, reason="", by=us, at=AT)
    again = book(hall, them, at(4, 18))
    with pytest.raises(Conflict):
        booking.cancel(booking_id=again.pk, reason="", by=them, at=at(4, 18))
    with pytest.raises(Invalid):
        booking.cancel(booking_id=again.pk, reason=" ", by=world.desk, at=AT)


def test_closing_days_cancel_with_the_reason_and_take_no_more(world, hall):
    us = of(world, world.company)
    made = book(hall, us, at(4, 18))
    days = {"from_on": date(2026, 3, 4), "to_on": date(2026, 3, 5)}
    hit = facilities.close_days(facility_id=hall.pk, reason="电路检修", by=world.desk, at=AT, **days)
    assert [one.pk for one in hit] == [made.pk]
    with pytest.raises(Invalid):
        book(hall, us, at(5, 18))
    page = world.client("").get(f"/c/{token(world, world.company)}/facilities/").content.decode()
    assert "电路检修" in page


def test_the_same_form_sent_twice_books_once(world, hall):
    us = of(world, world.company)
    one, two = (book(hall, us, at(4, 18), client_key="k1") for _n in range(2))
    assert one.pk == two.pk
    assert Booking.objects.count() == 1


def test_only_the_company_says_whether_it_was_used(world, hall):
    us = of(world, world.company)
    made = book(hall, us, at(4, 18))
    with pytest.raises(Conflict):
        booking.say_used(booking_id=made.pk, used=True, by=us, at=AT)
    with pytest.raises(NotAllowed):
        booking.say_used(booking_id=made.pk, used=True, by=world.desk, at=at(5, 9))
    for _twice in range(2):
        assert booking.say_used(booking_id=made.pk, used=True, by=us, at=at(5, 9)).used
    result = Result.objects.get()
    assert (result.kind, result.company_id, result.amount) == ("facility_used", world.company.pk, 1)


def test_a_company_books_on_its_page_and_does_not_see_who_else_has(world, hall):
    browser, theirs = world.client(""), token(world, world.other_company)
    book(hall, of(world, world.company), at(4, 18))
    address = f"/c/{theirs}/facilities/{hall.pk}/"
    page = browser.get(f"{address}?at=2026-03-04T18:00").content.decode()
    assert "晴川" not in page and "already booked" in page
    sent = {"starts_at": "2026-03-04T18:00", "count": "1", "purpose": "员工联欢", "client_key": "a"}
    answer = browser.post(address, sent)
    words = answer.content.decode()
    assert answer.status_code == 422 and "员工联欢" in words and "at=2026-03-04T17:00" in words
    assert browser.post(address, sent | {"starts_at": "2026-03-04T17:00"}).status_code == 302
    mine = Booking.objects.get(company=world.other_company)
    file = browser.get(f"/c/{theirs}/bookings/{mine.pk}/booking.ics").content.decode()
    assert "BEGIN:VEVENT" in file and "员工联欢" in file.replace("\r\n ", "")
    others = Booking.objects.get(company=world.company)
    assert browser.get(f"/c/{theirs}/bookings/{others.pk}/booking.ics").status_code == 404


def test_the_desk_books_on_behalf_and_what_was_typed_stays(world, hall):
    browser = world.client("shen")
    sent = {"starts_at": "2026-03-04T18:00", "count": "2", "company": "没有这家", "purpose": "招聘会"}
    answer = browser.post(f"/facilities/{hall.pk}/book/", sent)
    assert answer.status_code == 422
    assert "没有这家" in answer.content.decode() and "招聘会" in answer.content.decode()
    assert browser.post(f"/facilities/{hall.pk}/book/", sent | {"company": "晴川针织"}).status_code == 302
    assert Slot.objects.count() == 2
    assert "晴川针织" in browser.get(f"/facilities/{hall.pk}/?week=2026-03-02").content.decode()


def test_officers_see_the_names_of_their_companies_alone(world, hall):
    book(hall, of(world, world.company), at(4, 18))
    other = book(hall, of(world, world.other_company), at(5, 18))
    browser = world.client("jiang")
    page = browser.get(f"/facilities/{hall.pk}/?week=2026-03-02").content.decode()
    assert "晴川针织" in page and "禾木袜业" not in page
    assert browser.get(f"/facilities/bookings/{other.pk}/").status_code == 403


def test_pages_take_the_same_statements_for_one_booking_and_for_forty(world, hall):
    browser, counts = world.client("shen"), []
    Facility.objects.filter(pk=hall.pk).update(at_once=4)
    for number in (1, 40):
        for n in range(number):
            book(hall, world.desk, at(4 + n // 12 % 3, 9 + n % 12), who=f"第{n}组")
        for address in ("/facilities/", "/facilities/bookings/", f"/facilities/{hall.pk}/?week=2026-03-02"):
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(address).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]


def test_the_nearest_times_lie_on_open_days(world, hall):
    Facility.objects.filter(pk=hall.pk).update(days="3")
    hall.refresh_from_db()
    near = queries.nearest(hall, around=at(5, 9), count=3, at=AT)
    assert near and {one.weekday() for one in near} == {3}
    assert all(one + timedelta(hours=3) <= one.replace(hour=21) for one in near)
