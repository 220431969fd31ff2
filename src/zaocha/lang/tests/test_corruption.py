"""What is a report of corruption, what is a complaint, and what only its writer knows."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from zaocha.lang import corruption

REPORTS = [
    "城建办张科长收了我们五万块钱红包才给盖章",
    "我要实名举报李主任受贿",
    "某局长索贿二十万，有转账记录",
    "检查人员索要购物卡和名烟",
    "给审批科的王科长送了两条烟和红包才批下来",
    "工作人员不给好处费就不办，我们给科长塞了现金",
    "舉報鎮長貪污公款",
    "红 包 塞给了所长，所长收了 红 包 两万",
    "环保所执法人员收取茶水费",
    "The inspector took an envelope before he signed.",
    "I report that the director accepted bribes from a developer",
]
QUESTIONS = [
    "他们吃拿卡要，很不像话",
    "采购员吃回扣，请街道管管",
    "感觉里面有利益输送",
    "要举报你们主任",
    "有人以权谋私",
    "there is corruption in the tender",
]
TAKEN = [
    "推诿扯皮，跑了五趟没人管",
    "城管、环保、消防轮着来查，一个月来了七拨人",
    "工作人员态度差，材料收了三个月不给办",
    "窗口只收现金，不能刷卡",
    "给员工发开工红包，能不能税前扣除",
    "春节前消费券和红包活动怎么报名",
    "被邻居举报噪音，执法队来了三次",
    "签订廉洁承诺书，不得收受红包礼金",
    "清廉顾问讲课：领导干部受贿案例",
    "经核实，不存在收受红包的情况",
    "希望举办反商业贿赂培训",
    "领导给先进员工发红包",
    "投诉之后被检查得更多了",
    "公司会计要学习反舞弊合规",
    "烟酒店想申请门头改造补贴",
    "A course on anti-bribery compliance for our sales people",
    "补贴的钱什么时候到，领导说收了材料就办",
]


@pytest.mark.parametrize("text", REPORTS)
def test_a_report_is_known(text: str) -> None:
    assert corruption.look(text).kind == "report"


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_may_be_one_is_asked_about(text: str) -> None:
    assert corruption.look(text).kind == "may_be"


@pytest.mark.parametrize("text", TAKEN)
def test_a_complaint_is_none(text: str) -> None:
    assert corruption.look(text) == corruption.NOTHING


def test_the_sentence_is_named_among_many() -> None:
    found = corruption.look("门口路灯坏了。\n城建办的张科长收了红包！谢谢")
    assert found == corruption.Finding("report", "城建办的张科长收了红包")


def test_none_of_the_sentences_that_companies_say_is_one() -> None:
    """Stalling and repeated inspections among them: a false alarm would silence who complains."""
    path = resources.files("zaocha.lang").joinpath("data/seed_sentences.csv")
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    assert len(rows) > 600
    found = [row["text"] for row in rows if corruption.look(row["text"]).kind]
    assert not found
