"""Companies without a legal form in their name are known by where they stand."""

import pytest

from zaocha.lang import minutes


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("企业代表发言：\n- 晴川制药 汪总：冷库不够用，能不能帮忙找一处", "晴川制药"),
        ("- Lumen Optics 何总：进口镜片清关太慢，希望协调", "Lumen Optics"),
        ("单位：望江锻打加工点      填报人：陆平\n主要困难：\n夜里停电，希望错峰", "望江锻打加工点"),
        ("②青禾布艺申请在门口增设公交站，方便职工上下班。", "青禾布艺"),
        ("3、听雨照相馆 —— 石磊（店主）\n问：门前能不能划两个临时车位", "听雨照相馆"),
        ("邹总：我们云帆箱包的仓库漏雨，能不能请房东修一修", "云帆箱包"),
    ],
)
def test_a_company_is_known_by_its_place(text: str, company: str) -> None:
    found = minutes.read_minutes(text=text, on=None).demands
    assert [one.company for one in found] == [company]


@pytest.mark.parametrize(
    "text",
    ["是否需要跟进：是", "以上建议，请予研究办理。", "远航快运希望广大快递员遵守交通规则。"],
)
def test_formal_words_are_no_demand(text: str) -> None:
    assert minutes.read_minutes(text=text, on=None).demands == ()
