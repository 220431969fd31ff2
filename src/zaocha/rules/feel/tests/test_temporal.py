"""Dates, times and durations agree with Python's where Python has them, and go on where it ends."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.rules.feel import temporal_texts as texts
from zaocha.rules.feel.temporal import Day, Moment, NotATime, Seconds, day_of_number


@given(st.dates(), st.integers(-100_000, 100_000))
def test_days_count_as_pythons_do(day: date, days: int) -> None:
    mine = Day(day.year, day.month, day.day)
    assert mine.weekday == day.isoweekday()
    assert texts.text_of(mine) == day.isoformat()
    try:
        other = day + timedelta(days=days)
    except OverflowError:
        return
    assert texts.text_of(mine.plus_days(days)) == other.isoformat()


@given(st.integers(-300_000_000_000, 300_000_000_000))
def test_every_day_has_one_number(number: int) -> None:
    day = day_of_number(number)
    assert day.number == number
    assert texts.day(texts.text_of(day)) == day or day.year == 0


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-(10**9), 10**9))
def test_moments_add_seconds_as_pythons_do(at: datetime, seconds: int) -> None:
    mine = texts.moment(at.isoformat().replace("+00:00", "Z"))
    try:
        other = at + timedelta(seconds=seconds)
    except OverflowError:
        return
    found = mine.plus_seconds(Decimal(seconds))
    assert isinstance(found, Moment)
    assert found.instant == mine.instant + seconds
    assert texts.moment(other.isoformat()).instant == found.instant


@given(st.integers(-(10**12), 10**12), st.integers(0, 999))
def test_durations_are_read_as_they_are_written(whole: int, thousandths: int) -> None:
    seconds = Decimal(whole) + Decimal(thousandths).scaleb(-3)
    assert texts.duration(texts.text_of(Seconds(seconds))) == Seconds(seconds)


@pytest.mark.parametrize(
    "text",
    ["2025-02-29", "2025-13-01", "2025-1-1", "25:00:00", "10:60:00", "10:00:61", "24:00:01", "10:00:00+19:00",
     "10:00:00@No/Where", "10:00:00@../../etc/passwd", "P", "PT", "P1", "P1YT1H", "-", "1000000000-01-01", "",
     "2025-01-01T", "２０２５-01-01", "2025-01-01Z"],
)  # fmt: skip
def test_what_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        texts.any_of(text)
