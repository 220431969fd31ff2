"""The ledger as a kind of import: every change is shown before it is taken, every conflict asked about."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.demands import ledger
from zaocha.demands.importing.checking import check
from zaocha.demands.importing.taking import take
from zaocha.imports import kinds
from zaocha.imports.kinds import Field, Kind, Question

_FURTHER: dict[str, tuple[str, ...]] = {
    "number": ("诉求编号",),
    "words": ("诉求", "原话", "问题", "问题内容"),
    "company": ("企业名称", "单位名称"),
    "raised_by": ("反映人", "谁说的"),
    "category": ("诉求类别", "问题类别"),
    "unit": ("主办单位", "责任单位"),
    "answer_draft": ("拟答复",),
    "next_on": ("下次反馈",),
}
"""Headings that people write besides those of the exported ledger."""


def _field(name: str, label: Any, *, shown: bool = True) -> Field:
    own = (ledger.headings("zh")[name], ledger.headings("en")[name])
    return Field(name, label, (*own, *_FURTHER.get(name, ())), shown=shown)


FIELDS = (
    _field("key", _("Key"), shown=False),
    _field("base", _("As it went out"), shown=False),
    _field("number", _("Number")),
    _field("words", _("The demand in words")),
    _field("company", _("Company")),
    _field("raised_by", _("Who said it")),
    _field("category", _("Category")),
    _field("unit", _("Lead unit")),
    _field("state", _("State")),
    _field("answer_draft", _("Draft of an answer")),
    _field("next_on", _("Next date")),
    _field("note", _("Note")),
)

MESSAGES = {
    "words_missing": _("A new row needs the words of the demand."),
    "too_long": _("At most %(n)s characters are possible here."),
    "no_such_demand": _("There is no demand with this number. Leave key and number empty for a new one."),
    "base_spoilt": _(
        "The hidden columns of this row were changed, so that it cannot be seen what was changed elsewhere since."
    ),
    "unknown_company": _("No company is called “%(text)s”. Register it first, or leave the cell empty."),
    "several_companies": _("Several companies fit “%(text)s”. Write the full name."),
    "unknown_category": _("There is no category “%(text)s”. Choose one of the list, such as 12."),
    "unknown_unit": _("There is no unit “%(text)s”. Choose one of the list."),
    "unit_emptied": _("A unit cannot be taken away here: assign it to another, or take it back on its page."),
    "unit_not_now": _(
        "In the state “%(state)s” the demand cannot be handed on. Take the step on its page first."
    ),
    "not_a_date": _("“%(text)s” is not a date. Write it like 2026-03-05."),
    "rest_day": _("%(day)s is a rest day; the next working day is %(next)s."),
    "past_day": _("%(day)s is not a day to come."),
    "state_change": _(
        "The state is changed by a step on the demand's page, not in the ledger: write “%(state)s” again."
    ),
    "words_kept": _("The words as said are never changed; what you wrote there is not taken. Use the note."),
    "company_kept": _("The company is changed on the demand's page; what you wrote there is not taken."),
}

_WHICH = {
    "mine": _("what the table says"),
    "theirs": _("what is in the pool now"),
    "skip": _("leave the row out"),
}

QUESTIONS = {
    "may_be_report": Question(
        _("This may be a report of corruption; those are not kept here and go to 12388. What is it?"),
        {"take": _("it is none: take the row"), "skip": _("leave the row out")},
    ),
    "conflict_category": Question(
        _("The category was changed here and in the table. Which one holds?"), _WHICH
    ),
    "conflict_unit": Question(_("The unit was changed here and in the table. Which one holds?"), _WHICH),
    "conflict_answer_draft": Question(
        _("The draft was changed here and in the table. Which one holds?"), _WHICH
    ),
    "conflict_next_on": Question(
        _("The next date was changed here and in the table. Which one holds?"), _WHICH
    ),
}

KIND = Kind(
    name="ledger",
    title=_("Ledger"),
    right="demands.dispatch",
    fields=FIELDS,
    check=check,
    take=take,
    messages=MESSAGES,
    questions=QUESTIONS,
    done_url="demands",
)


def register() -> None:
    """Make the ledger known to the imports."""
    kinds.register(KIND)
