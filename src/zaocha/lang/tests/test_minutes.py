"""Minutes of every style become draft demands beside their words."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.lang import minutes, normalise
from zaocha.lang.minutes import Demand, KnownCompany, MinutesReading

SAMPLES = Path(__file__).parents[4] / "samples"
ON = date(2026, 4, 1)


def read(text: str, *, on: date | None = ON) -> MinutesReading:
    return minutes.read_minutes(text=text, on=on)


def sample(name: str) -> MinutesReading:
    return read((SAMPLES / name).read_text("utf-8"))


def about(reading: MinutesReading, words: str) -> Demand:
    found = [one for one in reading.demands if words in one.text]
    assert len(found) == 1, [one.text for one in reading.demands]
    return found[0]


def test_formal_minutes_give_who_asked_what_and_what_was_promised() -> None:
    reading = sample("minutes_formal.txt")
    assert len(reading.demands) == 4
    assert reading.meeting.held_on == date(2026, 4, 1)
    assert reading.meeting.place == "青禾街道青禾社区二楼会客厅"
    land = about(reading, "8-10亩")
    assert (land.company, land.raised_by) == ("云溪市恒丰针织有限公司", "总经理周明")
    assert land.promise is not None
    assert land.promise.trigger == "一有土地挂牌信息"
    assert land.promise.due_on == date(2026, 4, 15)
    title = about(reading, "助理工程师")
    assert title.outcome == "on_the_spot" and title.promise is None


def test_a_news_article_in_traditional_characters_with_debris() -> None:
    reading = sample("minutes_news.txt")
    texts = [one.text for one in reading.demands]
    assert any("篮球场" in text for text in texts)
    assert any("清水路什么时候能修好" in text for text in texts)
    assert any("饭菜能不能便宜" in text for text in texts)
    land = about(reading, "12亩")
    assert land.company == "云溪市恒丰针织有限公司" and land.raised_by == "总经理周明"
    assert {(one.as_json()["value"], one.unit) for one in land.quantities} == {(4200, "m2"), (12, "mu")}
    assert land.promise is not None and land.promise.trigger == "只要有地块挂牌"
    assert land.promise.by_whom is not None and "陈立" in land.promise.by_whom
    machines = about(reading, "老袜机")
    assert machines.company == "金鹭袜业"


def test_quotes_are_the_very_words_of_the_source() -> None:
    for name in ("minutes_formal.txt", "minutes_notes.txt", "minutes_news.txt"):
        reading = sample(name)
        for one in reading.demands:
            words = normalise.normalise(reading.words_of(one)).text
            assert words[:4] in reading.source_text or normalise.plain(words)[:4]
            assert one.text[-4:] in words


def test_politeness_praise_reports_and_speeches_are_no_demands() -> None:
    reading = read(
        "张总：谢谢各位领导，街道服务很周到，我们去年产值六千万，增长了一成。\n"
        "李总：我没什么困难，就是感谢。希望早茶会越办越好。\n"
        "王书记：希望各位企业家坚定信心，请大家多提宝贵意见。街道将持续优化营商环境。\n"
    )
    assert reading.demands == ()


def test_two_demands_in_one_sentence_are_two() -> None:
    reading = read("恒丰针织张总：厂门口路灯不亮要修一修，另外想请人社所帮忙招20名挡车工。")
    assert [one.category for one in reading.demands] == ["12", "02"]


def test_the_deadline_of_an_answer_belongs_to_its_demand() -> None:
    reading = read(
        "金鹭袜业林总：一是招工难，缺30个人；二是变压器容量不够，要增到800千伏安。\n"
        "陈主任：招工的事5月底前办一场招聘会，变压器我们一周内给答复。\n"
    )
    people, power = reading.demands
    assert people.promise is not None and people.promise.due_on == date(2026, 5, 31)
    assert power.promise is not None and power.promise.due_on == date(2026, 4, 8)


def test_without_a_reference_day_no_due_day_is_invented() -> None:
    reading = read("张总：路灯坏了，能不能修？\n陈主任：下周三前修好。", on=None)
    promise = reading.demands[0].promise
    assert promise is not None and promise.due_on is None and "下周三前" in promise.text


def test_names_are_mapped_to_the_register() -> None:
    register = [KnownCompany("云溪市恒丰针织有限公司"), KnownCompany("云溪市金鹭袜业有限公司")]
    reading = minutes.read_minutes(text="恒丰针织张总：能不能修路？", on=ON, companies=register)
    assert reading.demands[0].company == "云溪市恒丰针织有限公司"


def test_json_has_the_agreed_shape_and_survives_a_round_trip() -> None:
    found = json.loads(json.dumps(minutes.as_json(sample("minutes_formal.txt"))))
    assert set(found) == {"meeting", "demands", "source_text"}
    assert set(found["meeting"]) == {"title", "date", "place", "host"}
    keys = {"text", "quote", "company", "raised_by", "category", "quantities", "outcome", "answer", "promise"}
    assert all(set(one) == keys for one in found["demands"])


def test_a_byte_order_mark_is_dropped_and_places_count_without_it() -> None:
    reading = read("\ufeff张总：路灯坏了，能不能修？")
    assert reading.source_text.startswith("张总")
    assert reading.words_of(reading.demands[0]) == "路灯坏了，能不能修？"


@settings(deadline=None)
@given(
    st.text(alphabet="张总：恒丰针织希望能不能修路灯10亩前。，；\n\t“”①1.、→（）李主任答复周三", max_size=80)
)
def test_any_text_is_read_and_every_quote_lies_within_it(raw: str) -> None:
    reading = read(raw)
    for one in reading.demands:
        assert 0 <= one.quote.start < one.quote.end <= len(reading.source_text)


@pytest.mark.parametrize("raw", ["", " \n\t ", "abc", "。。。", "\x00\x01"])
def test_nothing_is_found_in_nothing(raw: str) -> None:
    assert read(raw).demands == ()


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(normalise.TextTooLong):
        read("路" * (minutes.LIMIT + 1))
