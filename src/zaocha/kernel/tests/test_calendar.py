"""Working days and office hours as the notices have them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.kernel.calendar import CalendarNotValid, WorkingCalendar
from zaocha.kernel.clock import SHANGHAI

CALENDAR = WorkingCalendar.default()
WHOLE_DAY = timedelta(hours=7)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


VECTORS = {
    "2026-02-13": {1: "2026-02-14", 3: "2026-02-25", 5: "2026-02-27", 10: "2026-03-05", 15: "2026-03-12"},
    "2026-02-14": {1: "2026-02-24", 3: "2026-02-26", 5: "2026-02-28", 10: "2026-03-06", 15: "2026-03-13"},
    "2026-09-18": {1: "2026-09-20", 3: "2026-09-22", 5: "2026-09-24", 10: "2026-10-09", 15: "2026-10-15"},
    "2026-09-30": {1: "2026-10-08", 3: "2026-10-10", 5: "2026-10-13", 10: "2026-10-20", 15: "2026-10-27"},
    "2025-01-27": {1: "2025-02-05", 3: "2025-02-07", 5: "2025-02-10", 10: "2025-02-17", 15: "2025-02-24"},
    "2025-09-30": {1: "2025-10-09", 3: "2025-10-11", 5: "2025-10-14", 10: "2025-10-21", 15: "2025-10-28"},
}


@pytest.mark.parametrize(
    ("start", "n", "expected"), [(start, n, end) for start, row in VECTORS.items() for n, end in row.items()]
)
def test_nth_working_day_across_holidays(start: str, n: int, expected: str) -> None:
    assert CALENDAR.add_workdays(day(start), n) == day(expected)
    assert CALENDAR.workdays_between(day(start), day(expected)) == n
    due = CALENDAR.due_at(at(f"{start} 10:00"), workdays=n)
    assert (due.at, due.on, due.provisional) == (at(f"{expected} 17:30"), day(expected), False)


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, workdays: int) -> None:
    assert CALENDAR.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == workdays


@pytest.mark.parametrize(
    ("happened", "day_0"),
    [
        ("2026-10-03 10:00", "2026-10-08"),  # a rest day
        ("2026-10-09 07:00", "2026-10-09"),  # before opening
        ("2026-10-09 12:30", "2026-10-09"),  # the lunch break
        ("2026-10-09 17:30", "2026-10-09"),  # the moment of closing
        ("2026-10-09 17:31", "2026-10-10"),  # after closing; the Saturday works
        ("2026-10-10 23:59", "2026-10-12"),
        ("2026-09-30 18:00", "2026-10-08"),
    ],
)
def test_day_0_is_the_day_of_the_next_opening(happened: str, day_0: str) -> None:
    assert CALENDAR.counted_from(at(happened)) == day(day_0)


def test_what_is_raised_in_the_national_holiday() -> None:
    saturday = at("2026-10-03 10:00")
    assert CALENDAR.due_at(saturday, workdays=0).on == day("2026-10-08")
    assert CALENDAR.due_at(saturday, workdays=1).on == day("2026-10-09")
    assert CALENDAR.due_at(saturday, workdays=3).on == day("2026-10-12")
    assert CALENDAR.next_workday_end(saturday) == at("2026-10-09 17:30")


def test_other_time_zones_are_read_in_chinese_time() -> None:
    assert CALENDAR.counted_from(datetime(2026, 10, 8, 23, 0, tzinfo=UTC)) == day("2026-10-09")


def test_a_deadline_in_an_unpublished_year_is_provisional() -> None:
    assert not CALENDAR.due_at(at("2026-12-30 09:00"), workdays=1).provisional
    due = CALENDAR.due_at(at("2026-12-30 09:00"), workdays=2)
    assert (due.on, due.provisional) == (day("2027-01-01"), True)
    assert CALENDAR.due_after_hours(at("2026-12-31 16:30"), 2).provisional
    assert CALENDAR.is_known(day("2026-12-31")) and not CALENDAR.is_known(day("2027-01-01"))
    assert not CALENDAR.is_known(day("2023-12-31"))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-23 11:00", 4, "2026-11-23 17:00"),  # lunch left out
        ("2026-11-23 12:30", 1, "2026-11-23 15:00"),
        ("2026-11-23 08:30", 3.5, "2026-11-23 12:00"),  # the earliest moment, not 14:00
        ("2026-11-23 16:30", 4, "2026-11-24 11:30"),
        ("2026-10-03 10:00", 4, "2026-10-08 14:30"),
        ("2026-11-27 17:30", 7, "2026-11-30 17:30"),
    ],
)
def test_office_hours_deadlines(start: str, hours: float, end: str) -> None:
    assert CALENDAR.due_after_hours(at(start), hours).at == at(end)


@pytest.mark.parametrize("hours", [0, -1, float("nan")])
def test_a_deadline_of_no_hours_is_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="office hours"):
        CALENDAR.due_after_hours(at("2026-11-23 09:00"), hours)


def test_a_deadline_in_the_past_is_refused() -> None:
    with pytest.raises(ValueError, match="past"):
        CALENDAR.due_at(at("2026-11-23 09:00"), workdays=-1)


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.counted_from(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001


def test_days_beyond_the_calendar_of_this_world_are_refused() -> None:
    with pytest.raises(OverflowError):
        CALENDAR.add_workdays(date.max, 1)
    with pytest.raises(OverflowError):
        CALENDAR.add_workdays(date.min, -1)


def test_working_time_of_a_week_with_lunch_weekend_and_pauses() -> None:
    monday, next_monday = at("2026-11-23 08:30"), at("2026-11-30 08:30")
    assert CALENDAR.working_time_between(monday, next_monday) == 5 * WHOLE_DAY
    pauses = [
        (at("2026-11-24 14:00"), at("2026-11-25 12:00")),
        (at("2026-11-24 16:00"), at("2026-11-25 10:00")),  # lies within the first
        (at("2026-11-27 16:30"), at("2026-12-24 08:30")),  # reaches over the end
        (at("2026-11-23 11:00"), at("2026-11-23 11:00")),  # empty
    ]
    assert CALENDAR.working_time_between(monday, next_monday, pauses) == 4 * WHOLE_DAY - timedelta(hours=1)
    assert CALENDAR.working_time_between(next_monday, monday) == timedelta(0)


def test_counting_backwards() -> None:
    assert CALENDAR.add_workdays(day("2026-10-08"), -1) == day("2026-09-30")
    assert CALENDAR.add_workdays(day("2026-10-04"), -1) == day("2026-09-30")
    assert CALENDAR.workdays_between(day("2026-10-12"), day("2026-10-03")) == -4


def test_one_odd_session_through_the_night_hours() -> None:
    odd = WorkingCalendar(
        frozenset(), frozenset(), date(2026, 12, 31), sessions=((time(0), time(0, 0, 0, 1)),)
    )
    due = odd.due_after_hours(at("2026-11-23 09:00"), 1 / 3_600_000_000 * 3)
    assert due.at == at("2026-11-26 00:00") + timedelta.resolution


@pytest.mark.parametrize(
    ("sessions", "code"),
    [
        ((), "sessions_missing"),
        (((time(9), time(9)),), "session_reversed"),
        (((time(17), time(9)),), "session_reversed"),
        (((time(14), time(17)), (time(8), time(12))), "sessions_overlap"),
        (((time(8), time(12)), (time(11), time(17))), "sessions_overlap"),
        (((time(8, tzinfo=UTC), time(12)),), "session_tz"),
    ],
)
def test_odd_office_hours_are_refused(sessions: Any, code: str) -> None:
    with pytest.raises(CalendarNotValid) as refused:
        WorkingCalendar(frozenset(), frozenset(), date(2026, 12, 31), sessions=sessions)
    assert refused.value.code == code


YEAR_2027 = {
    "year": 2027,
    "rest": [{"from": "2027-01-01", "to": "2027-01-03"}, {"from": "2027-02-05", "to": "2027-02-11"}],
    "work": ["2027-02-14"],
}


def test_the_next_notice_ends_the_guess() -> None:
    guessed = CALENDAR.due_at(at("2026-12-31 09:00"), workdays=1)
    known = CALENDAR.with_year(YEAR_2027).due_at(at("2026-12-31 09:00"), workdays=1)
    assert (guessed.on, guessed.provisional) == (day("2027-01-01"), True)
    assert (known.on, known.provisional) == (day("2027-01-04"), False)


def test_a_corrected_notice_replaces_its_year() -> None:
    loaded = CALENDAR.with_year(YEAR_2027)
    corrected = loaded.with_year({"year": 2027, "rest": [], "work": []})
    assert corrected.is_workday(day("2027-02-05")) and not corrected.is_workday(day("2027-02-14"))
    assert corrected.is_workday(day("2026-02-14")), "other years stay"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"year": 2029}, "year_gap"),
        ({"year": "2027"}, "year_missing"),
        ({"year": 99999}, "year_missing"),
        ({"work": ["2027-02-15"]}, "make_up_on_weekday"),
        ({"work": ["2027-02-06"]}, "rest_and_make_up"),
        ({"work": ["2027-02-14", "2027-02-14"]}, "day_twice"),
        ({"work": ["2027-02-30"]}, "day_unreadable"),
        ({"work": ["2028-02-26"]}, "other_year"),
        ({"work": None}, "list_missing"),
        ({"rest": "2027-01-01"}, "list_missing"),
        ({"rest": ["2027-01-01"]}, "rest_unreadable"),
        ({"rest": [{"from": "2027-01-03", "to": "2027-01-01"}]}, "rest_span"),
        ({"rest": [{"from": "2027-01-01", "to": "2027-12-31"}]}, "rest_span"),
        ({"rest": [{"from": "2027-01-01"}]}, "day_unreadable"),
        ({"rest": [{"from": "2027-01-01", "to": "2027-01-02"}] * 2}, "day_twice"),
    ],
)
def test_a_wrong_notice_is_refused_with_its_place(change: dict[str, Any], code: str) -> None:
    with pytest.raises(CalendarNotValid) as refused:
        CALENDAR.with_year(
            {**YEAR_2027, **change} if "year" not in change else {"rest": [], "work": [], **change}
        )
    assert refused.value.code == code
    assert refused.value.place in str(refused.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "years_missing"),
        ({"years": []}, "years_missing"),
        ({"years": [YEAR_2027, YEAR_2027]}, "year_twice"),
        ({"years": [YEAR_2027], "tz": "Asia/Nowhere"}, "tz_unknown"),
        ({"years": [YEAR_2027], "sessions": [["8", "x"]]}, "sessions_unreadable"),
        ({"years": [YEAR_2027], "sessions": 3}, "sessions_unreadable"),
    ],
)
def test_wrong_calendar_data_is_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(CalendarNotValid) as refused:
        WorkingCalendar.from_data(data)
    assert refused.value.code == code


days = st.dates(date(2024, 6, 1), date(2028, 6, 1))
moments = st.datetimes(datetime(2024, 6, 1), datetime(2028, 6, 1), timezones=st.just(SHANGHAI))  # noqa: DTZ001
counts = st.integers(0, 400)
pause_lists = st.lists(st.tuples(moments, moments), max_size=5)


@given(days, st.integers(0, 60))
def test_counting_agrees_with_stepping_day_by_day(start: date, n: int) -> None:
    stepped, left = start, n
    while left:
        stepped += timedelta(days=1)
        left -= CALENDAR.is_workday(stepped)
    assert CALENDAR.add_workdays(start, n) == stepped


@given(days, counts, counts)
def test_days_add_up(start: date, a: int, b: int) -> None:
    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, a), b) == CALENDAR.add_workdays(start, a + b)


@given(days, st.integers(1, 400))
def test_adding_lands_on_a_working_day_and_is_undone_by_counting(start: date, n: int) -> None:
    for signed in (n, -n):
        assert CALENDAR.is_workday(CALENDAR.add_workdays(start, signed))
    assert CALENDAR.workdays_between(start, CALENDAR.add_workdays(start, n)) == n


@given(moments, moments, counts, counts)
def test_deadlines_are_monotone(a: datetime, b: datetime, n: int, m: int) -> None:
    a, b = sorted((a, b))
    n, m = sorted((n, m))
    assert CALENDAR.due_at(a, workdays=n).at <= CALENDAR.due_at(b, workdays=m).at


@given(moments, moments, moments, pause_lists)
def test_working_time_adds_up_over_any_split(a: datetime, b: datetime, c: datetime, pauses: Any) -> None:
    a, b, c = sorted((a, b, c))
    between = CALENDAR.working_time_between
    assert between(a, b, pauses) + between(b, c, pauses) == between(a, c, pauses)


@given(moments, moments, pause_lists, st.tuples(moments, moments))
def test_a_pause_never_lengthens(a: datetime, b: datetime, pauses: Any, another: Any) -> None:
    paused = CALENDAR.working_time_between(a, b, [*pauses, another])
    assert timedelta(0) <= paused <= CALENDAR.working_time_between(a, b, pauses)


@given(moments, st.integers(1, 2000))
def test_an_hours_deadline_holds_exactly_its_hours(start: datetime, quarters: int) -> None:
    due = CALENDAR.due_after_hours(start, quarters / 4).at
    assert CALENDAR.working_time_between(start, due) == timedelta(minutes=15 * quarters)
    earlier = CALENDAR.working_time_between(start, due - timedelta.resolution)
    assert earlier < timedelta(minutes=15 * quarters)
