"""The examiner's arithmetic on a reading made by hand, and the gold against its own texts."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", Path(__file__).parents[1] / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


score = _load()
DOCUMENTS = [each for folder in score.SETS.values() for each in score.documents(folder / "minutes")]
TEXT = "甲厂老李：想要10亩地。镇长：月底前答复。乙厂小王：路灯坏了。谢谢大家。"


def _gold(**changes: Any) -> dict[str, Any]:
    land = {
        "quote": "想要10亩地",
        "company": "甲厂有限公司",
        "raised_by": ["老李", None],
        "category": ["01"],
        "quantities": [{"value": 10, "unit": "mu"}],
        "outcome": "promised",
        "promise": {"by_whom": "镇长", "due_on": "2026-06-30", "trigger": None},
    }
    lamp = {
        "quote": "路灯坏了",
        "company": "乙厂",
        "raised_by": "小王",
        "category": ["12"],
        "quantities": [],
        "outcome": "open",
        "promise": None,
    }
    meeting = {"title": None, "date": "2026-06-11", "place": None, "host": "镇长"}
    return {"on": "2026-06-11", "politeness": True, "meeting": meeting, "demands": [land, lamp], **changes}


def _found(words: str, **changes: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {
        "quote": {"start": start, "end": start + len(words)},
        "company": "甲厂",
        "raised_by": "老李",
        "category": "01",
        "quantities": [{"value": 10, "unit": "mu", "text": "10亩"}],
        "outcome": "promised",
        "promise": {"by_whom": "镇长", "due_on": "2026-06-29", "trigger": None},
        **changes,
    }


def _rows(*found: dict[str, Any]) -> dict[str, Any]:
    tally = score.Tally()
    meeting = {"title": "会", "date": "2026-06-11", "place": None, "host": None}
    score.score_minutes(tally, _gold(), {"source_text": TEXT, "meeting": meeting, "demands": list(found)})
    rows: dict[str, Any] = tally.rows()
    return rows


def test_a_hand_made_reading_gets_the_marks_it_deserves() -> None:
    rows = _rows(_found("老李：想要10亩地"), _found("谢谢大家"))
    assert rows["demands recall"] == [1, 2, 0.5]
    assert rows["demands precision"] == [1, 2, 0.5]
    assert rows["false alarms on politeness"] == [1, 2, 0.5]
    assert rows["who: both"] == [1, 1, 1.0]
    assert rows["quantities recall"] == [1, 1, 1.0]
    assert rows["deadlines"] == [0, 1, 0.0]
    assert rows["outcome"] == [1, 1, 1.0]
    assert (rows["meeting date"][0], rows["meeting host"][0], rows["meeting title"][0]) == (1, 0, 0)


def test_a_demand_found_twice_counts_once_and_a_short_touch_not_at_all() -> None:
    assert _rows(_found("想要10亩地"), _found("10亩地"))["demands precision"] == [1, 2, 0.5]
    assert _rows(_found("地。镇长：月底前答复"))["demands recall"][0] == 0


def test_a_quantity_needs_its_upper_bound_and_its_unit() -> None:
    want = {"value": 7000, "max": 8000, "unit": "m2"}
    assert score.same_quantity(want, {"value": 7000.0, "max": 8000, "unit": "m2"})
    assert not score.same_quantity(want, {"value": 7000, "max": None, "unit": "m2"})
    assert not score.same_quantity(want, {"value": 7000, "max": 8000, "unit": "mu"})


def test_a_second_acceptable_category_is_right() -> None:
    tally = score.Tally()
    rows = [
        {"text": "人才房", "category": "02", "second": "13"},
        {"text": "路", "category": "12", "second": ""},
    ]
    score.score_categories(tally, rows, lambda _text: [("13", 0.6), ("02", 0.3), ("01", 0.1)])
    assert tally.rows() == {"category top-1": [1, 2, 0.5], "category top-3": [1, 2, 0.5]}


@pytest.mark.parametrize(
    ("text", "gold"), [(t, g) for _, t, g in DOCUMENTS], ids=[n for n, _, _ in DOCUMENTS]
)
def test_every_gold_quote_and_name_stands_in_its_text(text: str, gold: dict[str, Any]) -> None:
    for demand in gold["demands"]:
        assert text.count(demand["quote"]) == 1, demand["quote"]
        named = [demand["company"], demand["raised_by"], (demand["promise"] or {}).get("by_whom")]
        assert all(any(name is None or name in text for name in score.accepted(each)) for each in named)
        assert (demand["promise"] is None) == ("promised" not in score.accepted(demand["outcome"]))


def test_misses_name_the_paper_in_dev_and_are_refused_for_the_examination(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = score.Tally()
    tally.place = {"document": "01", "quote": None}
    meeting = {"title": None, "date": "2026-06-11", "place": None, "host": "镇长"}
    reading = {"source_text": TEXT, "meeting": meeting, "demands": [_found("想要10亩地")]}
    score.score_minutes(tally, _gold(), reading)
    assert tally.misses == [
        {"document": "01", "quote": "路灯坏了", "field": "demands recall", "expected": "found", "got": None},
        {
            "document": "01",
            "quote": "想要10亩地",
            "field": "deadlines",
            "expected": ["2026-06-30"],
            "got": "2026-06-29",
        },
    ]
    monkeypatch.setattr("sys.argv", ["score.py", "--misses"])
    with pytest.raises(SystemExit, match="2"):
        score.main()
    assert "--set dev" in capsys.readouterr().err


def test_the_categories_are_complete_and_without_a_sentence_twice() -> None:
    with (score.HELDOUT / "categories.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [f"{number:02}" for number in range(1, 17)]
    assert len({row["text"] for row in rows}) == 240
    assert all(sum(row["category"] == code for row in rows) == 15 for code in codes)
    assert all(row["second"] in ("", *codes) and row["second"] != row["category"] for row in rows)
