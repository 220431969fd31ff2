"""What is said in the demo town: themes, answers, statements. The demands themselves are lang's seed sentences."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

THEMES = [
    ("用地与厂房专场", "01", ""), ("招工与人才专场", "02", ""), ("融资与设备更新专场", "03", ""),
    ("道路与停车专场", "12", ""), ("员工生活配套专场", "13", ""), ("惠企政策兑现专场", "05", ""),
    ("织造链专场", "08", "knitting"), ("原料链专场", "07", "materials"), ("机械链专场", "08", "machinery"),
    ("用能与环保专场", "04", ""), ("法律与账款专场", "09", ""), ("安全生产专场", "11", ""),
]  # fmt: skip

PROMISED = ["{day}前给企业书面答复", "{day}前上门核实并答复", "{day}前拿出办理方案并告知企业"]
# Category, what the sentence holds, "as soon as …", what is promised.
TRIGGERS = [
    ("01", "出让|拍卖|拿块地|挂牌|新征土地|要地", "一有土地拍卖信息", "一有土地拍卖信息，当天告知企业"),
    ("01", "租|仓库|仓储|闲置|小微园", "一有合适的闲置厂房", "一有合适的闲置厂房，马上联系企业看房"),
    ("05", "申报|政策|补贴|奖励", "新一批申报通知一下来", "新一批申报通知一下来就告知企业"),
    ("12", "完工|拓宽|通车|断头路|桥", "施工图批复后", "施工图批复后告知企业完工时间"),
    ("02", "招|缺口|用工荒", "下一场招聘会一确定", "下一场招聘会一确定就通知企业"),
]
QUESTIONS = [
    "请补充具体位置和现场照片的联系人（可不提供照片）。",
    "请确认所需面积和期限。",
    "请告知涉及的合同编号。",
]
# What companies say to "cannot", by its ground.
DISSENT = {
    "law": "企业表示理解，但希望继续反映。",
    "conditions": "企业不认可，保留意见。",
    "bidding": "企业表示愿意等待挂牌。",
}
WORDS = ["办得很快，谢谢。", "问题解决了。", "有人管就好。", "", "", "后续还请多关心。"]
PARTLY = ("conditions", "能办的部分已办结；其余部分目前条件尚不具备，原因和下一步已书面说明。")
NOT_SOLVED = ["答复了但没落实。", "只解决了一半。", "和当初说的不一样。"]


def answer(category: str, words: str) -> str:
    """The answer to a sentence: that of the first line of `data/answers.txt` that fits, else one that takes it up."""
    fitting = _fitting("answers.txt", category, words)
    if fitting is not None:
        return fitting[-1]
    return f"关于“{words.rstrip('。？！?')}”，经办人已到企业了解情况，办法和联系人已书面告知。"


def cannot(category: str, words: str) -> tuple[str, str] | None:
    """Ground and answer where a sentence asks for what cannot be done; None where it can."""
    fitting = _fitting("cannot.txt", category, words)
    return None if fitting is None else (fitting[-2], fitting[-1])


def _fitting(name: str, category: str, words: str) -> list[str] | None:
    return next(
        (row for code, held, row in _lines(name) if code == category[:2] and held.search(words)), None
    )


@cache
def _lines(name: str) -> tuple[tuple[str, re.Pattern[str], list[str]], ...]:
    raw = resources.files("zaocha.config.demo").joinpath(f"data/{name}").read_text("utf-8")
    rows = [line.split("|") for line in raw.splitlines() if line and not line.startswith("#")]
    after = 1 if name == "answers.txt" else 2  # what stands behind the patterns
    return tuple((row[0], re.compile("|".join(row[1:-after])), row) for row in rows)
