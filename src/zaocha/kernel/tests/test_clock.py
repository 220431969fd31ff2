"""The clock gives aware Chinese time."""

from datetime import UTC, datetime, timedelta

from zaocha.kernel import clock


def test_now_is_the_present_in_chinese_time() -> None:
    assert abs(clock.now() - datetime.now(tz=UTC)) < timedelta(seconds=5)
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_today_is_the_chinese_day() -> None:
    before = clock.now().date()
    assert before <= clock.today() <= clock.now().date()
