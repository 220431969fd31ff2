"""What is said about files: complete in both languages, with every named place filled."""

import gettext
import string
from pathlib import Path

import pytest

from zaocha.sheets import messages, texts
from zaocha.sheets.messages import MESSAGES, TERMS, Message, Unreadable

CATALOGUE = Path(messages.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"


@pytest.fixture
def chinese() -> gettext.GNUTranslations:
    with CATALOGUE.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", MESSAGES)
def test_each_message_has_chinese_with_the_same_places(code: str, chinese: gettext.GNUTranslations) -> None:
    translated = chinese.gettext(MESSAGES[code])
    assert translated != MESSAGES[code]
    assert places(translated) == places(MESSAGES[code])


@pytest.mark.parametrize("term", TERMS)
def test_each_kind_of_file_has_a_chinese_name(term: str, chinese: gettext.GNUTranslations) -> None:
    assert chinese.gettext(term) != term


def test_a_refusal_reads_well_in_both_languages(chinese: gettext.GNUTranslations) -> None:
    with pytest.raises(Unreadable) as caught:
        texts.decode(b"%PDF-1.7", name="纪要.txt")
    assert caught.value.message.startswith("This looks like a PDF file, not like a text.")
    assert caught.value.text(chinese.gettext).startswith("这看起来是 PDF 文件，不是文字材料。")


def test_what_stands_in_a_file_is_never_taken_for_a_template() -> None:
    said = Message("error_value", {"error": "{0.__class__} {value}"})
    assert "{0.__class__} {value}" in said.text()


def test_every_code_that_is_raised_exists() -> None:
    assert Unreadable("empty").said.code in messages.MESSAGES
    with pytest.raises(KeyError):
        Unreadable("no such code")
