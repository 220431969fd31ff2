"""Short names of offices, as people say them."""

import pytest

from zaocha.help import units
from zaocha.lang import categories


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("人社局", "人力资源和社会保障局"),
        ("自资局", "云溪市自然资源和规划局"),
        ("经信局", "经济和信息化局"),
        ("金融办", "金融工作办公室"),
        ("应急局", "应急管理局"),
    ],
)
def test_a_short_name_is_known_in_the_long_one(short, name):
    assert units.is_short_for(short, name)


@pytest.mark.parametrize(
    ("short", "name"),
    [("人社局", "应急管理局"), ("税务局", "司法局"), ("", "税务局"), ("经信局", "经济和信息化厅")],
)
def test_others_are_not(short, name):
    assert not units.is_short_for(short, name)


def test_an_exact_name_goes_first_and_doubt_names_nobody():
    rows = [(1, "自然资源和规划局", ""), (2, "自资局", ""), (3, "城东社区", ""), (4, "城西社区", "")]
    assert units.named("自资局", rows) == 2
    assert units.named("自资局", rows[:1]) == 1
    assert units.named("社区", rows) is None


def test_no_usual_lead_is_taken_for_another():
    leads = sorted({found.lead.zh for found in categories.CATEGORIES})
    rows = [(number, lead, "") for number, lead in enumerate(leads)]
    for number, lead in enumerate(leads):
        assert units.named(lead, rows) == number
