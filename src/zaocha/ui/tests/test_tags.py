"""The tags: what they print is escaped, tied to its label, and says more than a colour."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from zaocha.ui import paging
from zaocha.ui.forms import StyledForm
from zaocha.ui.templatetags import ui

EVIL = '"><script>alert(1)</script>'


def render(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% icon evil label=evil %}",
        "{% status_pill evil evil evil %}",
        "{% tone_dot evil evil %}",
        "{% clock_bar words=evil percent=3 tone=evil note=evil %}",
        "{% figure_tile evil evil note=evil href=evil unit=evil icon=evil %}",
        "{% empty_state evil evil evil evil evil %}",
        "{% copy_button text=evil label=evil %}",
        "{% copy_button target=evil %}",
        "{% qr evil evil %}",
        "{% qr_code evil 100 evil %}",
        "{% include 'ui/timeline.html' with entries=entries %}",
        "{% chart evil 'bar' data evil %}",
    ],
)
def test_nothing_that_was_typed_becomes_markup(source: str) -> None:
    data = {"labels": [EVIL], "series": [{"name": EVIL, "values": [EVIL]}], "unit": EVIL}
    entries = [{"title": EVIL, "body": EVIL, "by": EVIL, "tone": EVIL, "icon": EVIL}]
    html = render(source, evil=EVIL, data=data, entries=entries)
    assert "<script>alert" not in html
    assert EVIL not in html


def test_a_pill_keeps_to_the_known_tones() -> None:
    assert "zc-tone-blue" in render('{% status_pill "assigned" "Assigned" "blue" %}')
    assert "zc-tone-grey" in render('{% status_pill "assigned" "Assigned" "pink" %}')


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (3, "3 working days left", "剩 3 个工作日"),
        (1, "1 working day left", "剩 1 个工作日"),
        (0, "due today", "今日到期"),
        (-2, "2 working days late", "超期 2 个工作日"),
    ],
)
def test_time_left_is_said_in_words_in_both_languages(days: int, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            html = render("{% clock_bar days=days percent=140 tone='red' %}", days=days)
        assert html.count(words) == 2  # to the eye, and as the name of the bar
        assert 'value="100"' in html


def test_a_clock_without_a_share_has_no_bar() -> None:
    assert "<progress" not in render("{% clock_bar words='no date yet' %}")


def test_a_figure_opens_to_its_rows_only_when_there_is_an_address() -> None:
    assert (
        render("{% figure_tile 'Late' 2 href='/demands/?late' %}")
        .lstrip()
        .startswith('<a href="/demands/?late"')
    )
    assert "<a" not in render("{% figure_tile 'Late' 2 %}")
    assert ">0<" in render("{% figure_tile 'Late' 0 %}")


def test_a_chart_has_its_figures_as_a_table_and_its_data_as_json() -> None:
    data = {"labels": ["A", "B"], "series": [{"name": "Raised", "values": [3, None]}]}
    html = render("{% chart 'c' 'bar' data 'By category' %}", data=data)
    assert '<script id="c-data" type="application/json">' in html
    assert 'role="img" aria-label="By category"' in html
    assert re.search(r'<th scope="row">A</th><td class="num">3</td>', html)


def test_a_qr_code_is_a_picture_with_words() -> None:
    with translation.override("en"):
        html = render("{% qr_code 'https://tea.example/c/1' 120 %}")
    assert html.startswith('<img class="zc-qr" src="data:image/svg+xml')
    assert 'alt="QR code for https://tea.example/c/1"' in html


class SlipForm(StyledForm):
    text = forms.CharField(help_text="In one sentence.", widget=forms.Textarea)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    due_on = forms.DateField(required=False)
    agreed = forms.BooleanField(required=False)
    own = forms.CharField(error_messages={"required": "My own words."}, required=True)


def test_a_wrong_field_keeps_what_was_typed_and_names_its_error() -> None:
    form = SlipForm({"text": "", "due_on": "2026-02-30", "way": "b"})
    with translation.override("en"):
        html = render("{% form_errors form %}{% for f in form %}{% field f %}{% endfor %}", form=form)
    assert 'value="2026-02-30"' in html
    assert "There is no such date. Write it like 2026-03-05." in html
    assert "My own words." in html
    assert re.search(r'<textarea[^>]*aria-describedby="id_text_helptext id_text_error"', html)
    assert 'id="id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert '<a href="#id_text">' in html
    assert re.search(r'<input[^>]*value="b"[^>]*checked', html)


def test_every_control_has_its_class_and_every_label_its_control() -> None:
    html = render("{% for f in form %}{% field f %}{% endfor %}", form=SlipForm())
    assert html.count("form-control") == 3
    assert html.count("form-check-input") == 3
    for target in re.findall(r'<label[^>]*for="([^"]+)"', html):
        assert f'id="{target}"' in html


def test_pages_keep_the_filter_and_forget_the_old_page() -> None:
    request = RequestFactory().get("/demands/?state=late&page=2&after=x")
    html = render("{% pagination page %}", page=Paginator(range(130), 50).page(2), request=request)
    assert 'href="?state=late&amp;page=3" rel="next"' in html
    assert 'aria-current="page"' in html
    html = render("{% pagination page %}", page=paging.KeysetPage([], after="Zm8="), request=request)
    assert 'href="?state=late&amp;after=Zm8%3D" rel="next"' in html
    assert 'rel="prev"' not in html


def test_a_capped_count_says_so() -> None:
    with translation.override("en"):
        html = render("{% pagination page %}", page=paging.KeysetPage([], total=1000, capped=True))
    assert "more than 1,000 rows" in html


def test_every_tag_and_every_behaviour_is_documented() -> None:
    page = (Path(__file__).parents[4] / "docs/ui.md").read_text(encoding="utf8")
    for name in [*ui.register.tags, *ui.register.filters]:
        assert re.search(rf"{{% {name}\b|\|{name}\b", page), name
    scripts = Path(__file__).parents[1] / "static/ui"
    code = "".join((scripts / name).read_text(encoding="utf8") for name in ("zaocha.js", "keep.js"))
    for attribute in set(
        re.findall(r"\[(data-(?:copy|confirm|keep|print|dialog|submit|autosubmit)[a-z-]*)", code)
    ):
        assert attribute in page, attribute
