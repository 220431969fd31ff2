"""What can be wrong with a value, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Invalid

MESSAGES: Mapping[str, Any] = {
    "empty": _("Nothing is entered."),
    "number": _("“%(found)s” is not a number. Enter it like 86 or 8.6."),
    "whole": _("“%(found)s” is not a whole number."),
    "negative": _("“%(found)s” is below nought, which cannot be here."),
    "too_large": _("“%(found)s” is not believable. Check the unit beside the field."),
    "unit": _("“%(found)s” is not a unit of this fact. Units are: %(known)s."),
    "date": _("“%(found)s” is no day. Enter it like 2026-03-05."),
    "fact_yes_no": _("“%(found)s” is neither yes nor no. Enter 是 or 否."),
    "code": _("“%(found)s” is not among the choices: %(known)s."),
    "industry": _("“%(found)s” is not an industry code of GB/T 4754-2017. Look it up, such as 1830."),
    "area": _("“%(found)s” is not an area code. Enter 2, 4, 6, 9 or 12 digits, such as 330681."),
    "fact_too_long": _("This has %(length)s characters; at most %(limit)s are kept. Shorten it."),
    "fact_unknown": _("There is no fact “%(found)s”."),
    "fact_worked_out": _("“%(fact)s” is worked out from other facts. Correct those."),
    "fact_of_register": _("“%(fact)s” stands in the register. Ask the desk to correct it there."),
    "period_year": _("“%(found)s” is no year. Enter it like 2025."),
    "period_month": _("“%(found)s” is no month. Enter it like 2026-05."),
    "period_missing": _("Say which period this is of: %(fact)s."),
    "period_none": _("“%(fact)s” has no period. Leave it empty."),
    "period_future": _("“%(found)s” lies in the future."),
    "unit_missing": _(
        "“%(found)s” has no unit. Write it into the heading, such as “%(fact)s（%(unit)s）”, or behind the number."
    ),
    "company_missing": _("Neither name nor credit code of the company stands in this row."),
    "company_unknown": _("“%(found)s” is not in the register. Enter the company first, or correct the name."),
    "company_several": _("Several companies are called “%(found)s”. Add the credit code."),
    "period_early": _("“%(found)s” lies too far back."),
    "as_of_future": _("The day “%(found)s” lies in the future."),
}


@dataclass(frozen=True)
class FactFault:
    """One thing wrong with the value of one fact; `code` is a key of MESSAGES."""

    name: str
    code: str
    params: Mapping[str, Any] = made_of(default_factory=dict)
    words: str = ""  # said by the rules already, in place of the message

    def text(self) -> str:
        """The sentence in the reader's language."""
        return self.words or str(MESSAGES[self.code]) % dict(self.params)


class Unreadable(Exception):
    """What was typed has no meaning for this fact."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def at(self, name: str) -> FactFault:
        """The same with the fact's name."""
        return FactFault(name, self.code, self.params)


class FactsFaulty(Invalid):
    """Values that cannot be kept; `faults` names every one, the message the first."""

    code = "facts_faulty"

    def __init__(self, faults: Sequence[FactFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults[0].text(), field=faults[0].name, code=faults[0].code)

    def as_dict(self) -> dict[str, Any]:
        """With all faults, for the API."""
        listed = [{"fact": one.name, "code": one.code, "message": one.text()} for one in self.faults]
        return {**super().as_dict(), "faults": listed}
