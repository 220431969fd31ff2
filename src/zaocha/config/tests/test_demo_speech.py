"""What is answered in the demo town takes up what was said."""

from __future__ import annotations

from zaocha.config.demo import names, speech
from zaocha.demands import reasons
from zaocha.lang.classify import seed_sentences

SAID = [pair for pair in seed_sentences() if pair[0] in names.LEADS]


def test_nearly_every_sentence_has_an_answer_of_its_own_and_the_others_are_taken_up() -> None:
    general = [words for code, words in SAID if words.rstrip("。？！?") in speech.answer(code, words)]
    assert len(general) < len(SAID) / 12
    assert speech.answer("12", "门口的路灯全坏了？").startswith("夜间照明")
    assert speech.answer("0303", "想换智能袜机，要三百万") == speech.answer("03", "智能袜机")


def test_no_line_is_there_that_no_sentence_meets() -> None:
    for name in ("answers.txt", "cannot.txt"):
        met = {tuple(row) for code, words in SAID if (row := speech._fitting(name, code, words))}
        assert not {tuple(row) for _code, _held, row in speech._lines(name)} - met


def test_what_cannot_be_done_has_its_ground_and_what_the_company_says_to_it() -> None:
    told = [found for code, words in SAID if (found := speech.cannot(code, words))]
    assert 40 < len(told) < len(SAID) / 5
    assert {ground for ground, _answer in told} <= set(speech.DISSENT)
    assert all(reasons.coded("ground", ground)[0] == ground for ground in speech.DISSENT)
