"""What is due when, how long it took, and in which colour."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.demands import deadlines
from zaocha.demands.deadlines import Holding, PresetsNotValid, Rules, TimeLeft
from zaocha.kernel.calendar import WorkingCalendar
from zaocha.kernel.clock import SHANGHAI

CALENDAR = WorkingCalendar.default()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("preset", "due"),
    [
        ("A", "2026-02-14 17:30"),
        ("B", "2026-02-27 17:30"),
        ("C", "2026-03-05 17:30"),
        ("D", "2026-03-19 17:30"),
    ],
)
def test_presets_across_spring_festival(preset: str, due: str) -> None:
    assert deadlines.total_due(preset, at("2026-02-13 10:00"), CALENDAR).at == at(due)


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ("dispatch", "2026-11-24 17:30"),
        ("sign", "2026-11-23 17:00"),
        ("first_contact", "2026-11-24 17:30"),
        ("return_request", "2026-11-24 17:30"),
        ("arbitration", "2026-11-23 17:30"),
        ("callback", "2026-11-26 17:30"),
        ("confirm_statement", "2026-11-24 17:30"),
    ],
)
def test_steps_on_an_ordinary_monday(step: str, due: str) -> None:
    assert deadlines.step_due(step, at("2026-11-23 11:00"), CALENDAR).at == at(due)


def test_an_unknown_preset_is_named() -> None:
    with pytest.raises(KeyError, match="'X'; there are A, B, C, D"):
        deadlines.total_due("X", at("2026-11-23 11:00"), CALENDAR)


def test_handing_on_never_moves_the_total_deadline_nor_stops_the_total_clock() -> None:
    raised = at("2026-11-02 09:00")
    total = deadlines.total_due("B", raised, CALENDAR)
    first = deadlines.unit_due("B", at("2026-11-02 09:30"), CALENDAR, total=total)
    second = deadlines.unit_due("B", at("2026-11-06 09:30"), CALENDAR, total=total)
    assert total.at == first.at == second.at == at("2026-11-09 17:30")
    now = at("2026-11-06 17:30")
    holdings = [
        Holding("roads", at("2026-11-02 09:30"), at("2026-11-06 09:30")),
        Holding("land", at("2026-11-06 09:30")),
    ]
    assert deadlines.total_time(raised, now, CALENDAR) == timedelta(hours=34.5)
    assert deadlines.holding_times(holdings, now, CALENDAR) == {
        "roads": timedelta(hours=28),
        "land": timedelta(hours=6),
    }


def test_a_unit_that_gets_it_late_has_one_working_day_of_its_own() -> None:
    total = deadlines.total_due("A", at("2026-11-02 09:00"), CALENDAR)
    due = deadlines.unit_due("A", at("2026-11-05 09:00"), CALENDAR, total=total)
    assert due.at == at("2026-11-06 17:30") > total.at


def test_a_unit_that_comes_back_keeps_its_earlier_hours() -> None:
    holdings = [
        Holding("roads", at("2026-11-02 08:30"), at("2026-11-02 10:30")),
        Holding("land", at("2026-11-02 10:30"), at("2026-11-02 11:30")),
        Holding("roads", at("2026-11-02 11:30"), at("2026-11-02 15:00")),
    ]
    pauses = [(at("2026-11-02 14:30"), at("2026-11-03 09:00"))]
    times = deadlines.holding_times(holdings, at("2026-11-04 09:00"), CALENDAR, pauses=pauses)
    assert times == {"roads": timedelta(hours=3), "land": timedelta(hours=1)}


def test_waiting_for_the_company_moves_the_deadline_by_the_office_time_waited() -> None:
    due = deadlines.total_due("B", at("2026-11-02 09:00"), CALENDAR)
    waits = [
        (at("2026-11-03 10:00"), at("2026-11-04 10:00")),
        (at("2026-11-07 10:00"), at("2026-11-08 10:00")),
    ]
    assert deadlines.moved_by_pauses(due, waits, CALENDAR).at == at("2026-11-10 17:30")
    assert deadlines.moved_by_pauses(due, [], CALENDAR) == due


def test_a_question_asked_after_the_deadline_does_not_undo_lateness() -> None:
    due = deadlines.total_due("A", at("2026-11-02 09:00"), CALENDAR)
    waits = [(at("2026-11-04 10:00"), at("2026-11-06 10:00"))]
    assert deadlines.moved_by_pauses(due, waits, CALENDAR) == due


def test_closing_without_word_takes_two_attempts_and_five_working_days() -> None:
    first, second, third = at("2026-09-28 10:00"), at("2026-09-29 10:00"), at("2026-09-30 10:00")
    assert deadlines.no_word_from([first], CALENDAR) is None
    assert not deadlines.may_close_no_word([first], at("2026-12-01 10:00"), CALENDAR)
    due = deadlines.no_word_from([third, second, first], CALENDAR)
    assert due is not None and due.at == at("2026-10-12 17:30")
    assert not deadlines.may_close_no_word([first, second], due.at, CALENDAR)
    assert deadlines.may_close_no_word([first, second], due.at + timedelta(minutes=1), CALENDAR)


@pytest.mark.parametrize(
    ("now", "colour"),
    [
        ("2026-11-03 09:00", "green"),
        ("2026-11-06 16:00", "green"),
        ("2026-11-06 16:12", "amber"),  # a fifth of 41.5 office hours left
        ("2026-11-08 12:00", "amber"),
        ("2026-11-09 17:30", "amber"),  # the last moment
        ("2026-11-09 17:31", "red"),
    ],
)
def test_colours_of_an_ordinary_demand(now: str, colour: str) -> None:
    raised = at("2026-11-02 09:00")
    due = deadlines.total_due("B", raised, CALENDAR)
    assert deadlines.colour(at(now), due.at, raised, CALENDAR) == colour


def test_a_long_term_turns_amber_in_its_last_fifth_and_a_short_one_too() -> None:
    raised = at("2026-11-02 08:30")
    long = deadlines.total_due("D", raised, CALENDAR).at
    assert deadlines.colour(at("2026-11-24 16:00"), long, raised, CALENDAR) == "green"
    assert deadlines.colour(at("2026-11-24 16:06"), long, raised, CALENDAR) == "amber"
    short = deadlines.step_due("sign", raised, CALENDAR).at
    assert deadlines.colour(at("2026-11-02 11:00"), short, raised, CALENDAR) == "green"
    assert deadlines.colour(at("2026-11-02 11:45"), short, raised, CALENDAR) == "amber"


def test_the_last_working_day_is_amber_where_it_is_more_than_a_fifth() -> None:
    raised = at("2026-11-02 08:30")
    due = deadlines.total_due("A", raised, CALENDAR).at
    assert deadlines.colour(at("2026-11-02 17:29"), due, raised, CALENDAR) == "green"
    assert deadlines.colour(at("2026-11-02 17:30"), due, raised, CALENDAR) == "amber"


def test_without_a_deadline_there_is_no_colour() -> None:
    assert deadlines.colour(at("2026-11-02 08:30"), None, at("2026-11-01 08:30"), CALENDAR) == "grey"


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-10-09 09:00", TimeLeft(workdays=2, working_minutes=20 * 60 + 30, late=False)),
        ("2026-10-11 09:00", TimeLeft(workdays=1, working_minutes=7 * 60, late=False)),
        ("2026-10-12 15:30", TimeLeft(workdays=0, working_minutes=120, late=False)),
        ("2026-10-12 17:30", TimeLeft(workdays=0, working_minutes=0, late=False)),
        ("2026-10-12 20:00", TimeLeft(workdays=0, working_minutes=0, late=True)),
        ("2026-10-13 09:00", TimeLeft(workdays=1, working_minutes=30, late=True)),
    ],
)
def test_words_about_the_time_left_skip_rest_days(now: str, left: TimeLeft) -> None:
    assert deadlines.time_left(at(now), at("2026-10-12 17:30"), CALENDAR) == left


GOOD: dict[str, Any] = {
    "presets": [{"code": "A", "workdays": 2}],
    "steps": [{"code": "sign", "hours": 2}],
    "no_word": {"attempts": 3, "workdays": 10},
    "holding": {"least_workdays": 0},
    "colours": {"amber_last_share": 0.5},
}


def test_a_tenant_may_have_its_own_terms() -> None:
    rules = Rules.from_data(GOOD)
    assert deadlines.total_due("A", at("2026-11-02 09:00"), CALENDAR, rules=rules).on == date(2026, 11, 4)
    assert deadlines.step_due("sign", at("2026-11-02 09:00"), CALENDAR, rules=rules).at == at(
        "2026-11-02 11:00"
    )
    assert deadlines.no_word_from([at("2026-11-02 09:00")] * 2, CALENDAR, rules=rules) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"presets": []}, "presets"),
        ({"presets": [{"workdays": 1}]}, "presets"),
        ({"presets": [{"code": "A"}]}, "presets A"),
        ({"presets": [{"code": "A", "workdays": 1, "hours": 1}]}, "presets A"),
        ({"presets": [{"code": "A", "workdays": -1}]}, "presets A workdays"),
        ({"presets": [{"code": "A", "workdays": 1.5}]}, "presets A workdays"),
        ({"presets": [{"code": "A", "workdays": 1}] * 2}, "presets A"),
        ({"steps": [{"code": "sign", "hours": 0}]}, "steps sign"),
        ({"no_word": {"attempts": 0, "workdays": 5}}, "no_word attempts"),
        ({"colours": {"amber_last_share": 1}}, "colours amber_last_share"),
    ],
)
def test_wrong_terms_are_refused_with_their_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(PresetsNotValid) as refused:
        Rules.from_data({**GOOD, **change})
    assert refused.value.place == place


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1), timezones=st.just(SHANGHAI))  # noqa: DTZ001
presets = st.sampled_from("ABCD")
ORDER = {"green": 0, "amber": 1, "red": 2}


@given(moments, presets, moments, moments)
def test_a_colour_only_ever_gets_warmer(raised: datetime, preset: str, a: datetime, b: datetime) -> None:
    due = deadlines.total_due(preset, raised, CALENDAR).at
    a, b = sorted((a, b))
    colours = [deadlines.colour(now, due, raised, CALENDAR) for now in (a, b)]
    assert ORDER[colours[0]] <= ORDER[colours[1]]


@given(moments, presets, st.lists(st.tuples(moments, moments), max_size=4))
def test_pauses_only_move_a_deadline_on(raised: datetime, preset: str, pauses: Any) -> None:
    due = deadlines.total_due(preset, raised, CALENDAR)
    assert deadlines.moved_by_pauses(due, pauses, CALENDAR).at >= due.at


@given(moments, st.lists(moments, min_size=1, max_size=5), moments)
def test_the_units_hours_never_exceed_the_total(raised: datetime, hand_overs: Any, until: datetime) -> None:
    turns = sorted(moment for moment in hand_overs if moment > raised)
    ends: list[datetime | None] = [*turns[1:], None]
    holdings = [
        Holding(str(turn % 2), start, end) for turn, (start, end) in enumerate(zip(turns, ends, strict=False))
    ]
    held = deadlines.holding_times(holdings, until, CALENDAR)
    assert sum(held.values(), timedelta(0)) <= deadlines.total_time(raised, until, CALENDAR)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 30)),  # noqa: DTZ001
    after=st.timedeltas(timedelta(minutes=1), timedelta(days=40)),
    look=st.timedeltas(timedelta(0), timedelta(days=45)),
)
def test_amber_begins_exactly_where_the_colour_turns(
    start: datetime, after: timedelta, look: timedelta
) -> None:
    start = start.replace(tzinfo=CALENDAR.tz)
    due, now = start + after, start + look
    colour = deadlines.colour(now, due, start, CALENDAR)
    if now <= due:
        assert (colour == "amber") == (now >= deadlines.amber_from(due, start, CALENDAR))
