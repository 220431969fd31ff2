"""Numbers, quantities, days and triggers as people write them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zaocha.lang import dates, numerals, quantities, triggers

ON = date(2026, 4, 1)


def in_characters(n: int) -> str:
    """A whole number below 10,000 written out, as in school."""
    if n < 10:
        return "零一二三四五六七八九"[n]
    if n < 20:
        return "十" + ("" if n == 10 else in_characters(n - 10))
    for scale, name in ((1000, "千"), (100, "百"), (10, "十")):
        if n >= scale:
            head, rest = divmod(n, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            tail = in_characters(rest) if rest else ""
            if 10 <= rest < 20:
                tail = "一" + tail
            return "零一二三四五六七八九"[head] + name + gap + tail
    raise AssertionError(n)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=9999))
def test_numbers_written_out_are_read_back(n: int) -> None:
    assert numerals.parse(in_characters(n)) == (Decimal(n), None)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=9_999_999), st.sampled_from(["", "万", "亿"]))
def test_figures_with_scales(n: int, scale: str) -> None:
    times = {"": 1, "万": 10_000, "亿": 100_000_000}[scale]
    assert numerals.parse(f"{n}{scale}") == (Decimal(n * times), None)
    assert numerals.parse(f"{n:,}{scale}") == (Decimal(n * times), None)


@settings(deadline=None)
@example("0-0%")
@given(st.text(alphabet="零一二两三四五六七八九十百千万亿半多几点0123456789.,-到亩元个人%", max_size=12))
def test_no_text_of_numbers_breaks_the_reader(raw: str) -> None:
    for one in quantities.find(raw):
        assert raw[one.start : one.end] == one.text
        assert one.high is None or one.high > one.value


QUANTITIES = {
    "5000平方米": (5000, None, "m2"),
    "十来亩": (10, None, "mu"),
    "8-10亩": (8, 10, "mu"),
    "一亩三分地": (1.3, None, "mu"),
    "两亩半": (2.5, None, "mu"),
    "三五百人": (300, 500, "person"),
    "30多名": (30, None, "person"),
    "缺二十来个挡车工": (20, None, "person"),
    "七八千块钱": (7000, 8000, "CNY"),
    "2150万元": (21_500_000, None, "CNY"),
    "1.2亿元": (120_000_000, None, "CNY"),
    "5万到8万元": (50_000, 80_000, "CNY"),
    "5-8万元": (50_000, 80_000, "CNY"),
    "贷款三百来万": (3_000_000, None, "CNY"),
    "12块5": (12.5, None, "CNY"),
    "80万美金": (800_000, None, "USD"),
    "800千伏安": (800, None, "kVA"),
    "八百千伏安": (800, None, "kVA"),
    "10千伏": (10, None, "kV"),
    "1000kVA": (1000, None, "kVA"),
    "3公里": (3000, None, "m"),
    "12米": (12, None, "m"),
    "百分之三十": (0.3, None, "ratio"),
    "30%-40%": (0.3, 0.4, "ratio"),
    "三成": (0.3, None, "ratio"),
    "1.5个百分点": (1.5, None, "point"),
    "两台": (2, None, "unit"),
    "50个停车位": (50, None, "unit"),
    "30户": (30, None, "household"),
    "200份": (200, None, "portion"),
    "拖了两年": (2, None, "year"),
    "一年半": (1.5, None, "year"),
    "10天": (10, None, "day"),
    "三个工作日": (3, None, "day"),
}


@pytest.mark.parametrize(("raw", "expected"), QUANTITIES.items())
def test_a_quantity_has_value_and_unit(raw: str, expected: tuple[float, float | None, str]) -> None:
    found = [one.as_json() for one in quantities.find(raw)]
    assert [(one["value"], one.get("max"), one["unit"]) for one in found] == [expected]


@pytest.mark.parametrize(
    "raw", ["2026年4月1日", "第3年", "一家企业", "两个问题", "三个月", "一条建议", "一分钟", "第二天"]
)
def test_what_is_no_quantity(raw: str) -> None:
    assert quantities.find(raw) == []


DEADLINES = {
    "6月底前": "2026-06-30",
    "三个工作日之内": "2026-04-07",
    "国庆节后": "2026-10-08",
    "国庆节后一周内": "2026-10-14",
    "一周内": "2026-04-08",
    "下周三前": "2026-04-08",
    "周五前": "2026-04-03",
    "月底": "2026-04-30",
    "本月20日": "2026-04-20",
    "下月10号前": "2026-05-10",
    "明年一季度": "2027-03-31",
    "3月5日": "2026-03-05",
    "1月5日": "2027-01-05",
    "3月5日前": "2027-03-05",
    "2026年4月1日": "2026-04-01",
    "2026-05-20前": "2026-05-20",
    "年底前": "2026-12-31",
    "两三天内": "2026-04-04",
    "半个月内": "2026-04-16",
    "五一前": "2026-04-30",
    "春节前": "2027-02-05",
    "端午节后": "2026-06-22",
    "5月中旬": "2026-05-20",
    "6月前": "2026-05-31",
    "一周左右给答复": "2026-04-08",
}


@pytest.mark.parametrize(("raw", "day"), DEADLINES.items())
def test_a_time_limit_leads_to_a_day(raw: str, day: str) -> None:
    assert dates.day_of(raw, on=ON) == date.fromisoformat(day)


@pytest.mark.parametrize("raw", [raw for raw in DEADLINES if not raw.startswith("2026")])
def test_without_a_reference_day_the_words_are_kept_and_no_day_is_invented(raw: str) -> None:
    found = dates.find(raw, on=None)
    assert found and found[0].due_on is None


def test_a_day_that_does_not_exist_is_none() -> None:
    assert [one.due_on for one in dates.find("2月30日前", on=ON)] == [None]


@settings(deadline=None)
@given(
    st.dates(min_value=date(2025, 1, 2), max_value=date(2026, 12, 1)), st.integers(min_value=1, max_value=40)
)
def test_days_ahead_are_counted_from_the_reference_day(on: date, n: int) -> None:
    assert dates.day_of(f"{n}天内", on=on) == on + timedelta(days=n)


@settings(deadline=None)
@given(
    st.dates(min_value=date(2025, 1, 2), max_value=date(2026, 12, 1)), st.integers(1, 12), st.integers(1, 28)
)
def test_a_day_without_a_year_is_the_next_one(on: date, month: int, day: int) -> None:
    found = dates.day_of(f"{month}月{day}日前", on=on)
    assert found is not None and found >= on and (found.month, found.day) == (month, day)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("一有土地拍卖信息，就会告知你", "一有土地拍卖信息"),
        ("待上级批复后再答复", "待上级批复后"),
        ("一旦有闲置厂房我们第一时间通知您", "一旦有闲置厂房"),
        ("材料齐了以后三个工作日内办结", "材料齐了以后"),
        ("只要有地块挂牌，我第一时间打电话", "只要有地块挂牌"),
    ],
)
def test_triggers_are_found(raw: str, words: str) -> None:
    assert triggers.find(raw)[0].text == words


@pytest.mark.parametrize("raw", ["会后我们研究", "今后我们会多走访", "等国庆节后开工"])
def test_what_is_no_trigger(raw: str) -> None:
    assert triggers.find(raw) == []
