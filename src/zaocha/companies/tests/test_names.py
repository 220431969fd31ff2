"""Names as people say, type and search them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaocha.companies import names


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("云溪市晴川针织有限公司", "晴川针织"),
        ("浙江省云溪市青禾街道禾木袜业厂", "禾木袜业厂"),
        ("浙江晴川针织（云溪）有限公司", "晴川针织"),
        ("云溪市 晴川 针织(集团)有限公司", "晴川针织"),
        ("上海青禾集团股份有限公司", "青禾"),
        ("城市之光袜业有限公司", "城市之光袜业"),
        ("云溪市新区纺织有限公司", "新区纺织"),
        ("云溪市青禾街道小林缝纫经营部", "小林缝纫"),
        ("有限公司", "有限公司"),
        ("ABC Socks Co., Ltd", "ABC Socks Co., Ltd"),
    ],
)
def test_short_name_is_what_people_say(name: str, short: str) -> None:
    assert names.short(name) == short


def test_a_name_is_stored_without_debris_of_spreadsheets() -> None:
    assert names.tidy(" 云溪市\u200b晴川 针织（云溪）有限公司\u3000\n") == "云溪市晴川针织（云溪）有限公司"
    assert names.tidy("ＡＢＣ  Socks(China)") == "ABC Socks(China)"


@given(st.text(max_size=200))
def test_any_text_gives_a_name_that_fits_its_columns(text: str) -> None:
    assert names.tidy(names.tidy(text)) == names.tidy(text)
    short = names.short(text)
    assert len(short) <= 40
    assert len(names.sorting(short)) <= 60
    assert len(names.lookup(name=names.tidy(text), short_name=short, credit_code="9" * 18)) <= 400
