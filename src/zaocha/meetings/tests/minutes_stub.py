"""A reader of minutes that the tests can foresee: one demand per line that begins with a name and a colon."""

from __future__ import annotations

import re
from typing import Any

from zaocha.meetings import minutes_reading

TEXT = """云溪街道四月早茶会纪要
晴川针织贺总：想找10亩左右的建设用地，租的5000平方米厂房不够用了。
  驻村指导员答应：一有土地出让信息就告知。
禾木袜业：路灯坏了三盏，晚上下班不安全。
  陆主任答应：周五前修好。
新芽制造：员工食堂的饭能不能便宜点。
"""

FIRST = {"text": "想找10亩左右的建设用地", "company": "晴川针织", "raised_by": "贺总", "category": "01"}
KNOWN = {
    "晴川针织贺总": {
        "company": "晴川针织", "raised_by": "贺总", "category": "01", "outcome": "promised",
        "quantities": [{"value": 10, "unit": "mu", "text": "10亩"}, {"value": 5000, "unit": "m2", "text": "5000平方米"}],
        "promise": {"by_whom": "驻村指导员", "what": "一有土地出让信息就告知", "due_on": None,
                    "trigger": "一有土地出让信息", "text": "一有土地出让信息就告知"},
    },
    "禾木袜业": {
        "company": "禾木袜业", "raised_by": None, "category": "16", "outcome": "promised", "quantities": [],
        "promise": {"by_whom": "陆主任", "what": "修好路灯", "due_on": "2026-02-27", "trigger": None, "text": "周五前修好"},
    },
    "新芽制造": {
        "company": "新芽制造", "raised_by": None, "category": "15", "outcome": "promised", "quantities": [],
        "promise": {"by_whom": None, "what": "研究一下", "due_on": None, "trigger": None, "text": "研究一下"},
    },
}  # fmt: skip


def read(*, text: str, on: Any, by: Any) -> minutes_reading.Reading:
    """The shape of the real reading, by the simplest of rules."""
    found = []
    names = {one["company"] for one in KNOWN.values()}
    companies = minutes_reading._companies(names, by=by)
    units = minutes_reading.Units(by)
    for match in re.finditer(r"^([^\s：]{2,12})：([^\n]+)", text, re.M):
        known: dict[str, Any] = {
            "company": match[1], "raised_by": None, "category": None, "outcome": "open", "quantities": [],
            "promise": None, **KNOWN.get(match[1], {}),
        }  # fmt: skip
        one = {
            "text": match[2].split("，")[0], "quote": {"start": match.start(2), "end": match.end(2)},
            "answer": None, **known,
        }  # fmt: skip
        found.append(minutes_reading._draft(one, companies, units))
    title = text.strip().splitlines()[0] if text.strip() else None
    day = "2026-02-25" if "四月" in text else None
    return minutes_reading.Reading({"title": title, "date": day, "place": None, "host": None}, found)
