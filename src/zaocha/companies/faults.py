"""What can be wrong with the data of a company, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Invalid

MESSAGES: Mapping[str, Any] = {
    "name_missing": _("The name is missing."),
    "name_short": _("“%(found)s” is too short for the name of a company. Enter the registered name."),
    "name_odd": _("The name contains “%(found)s”, which no company name has. Correct it."),
    "too_long": _("This has %(length)s characters; at most %(limit)s are kept. Shorten it."),
    "employees_number": _("“%(found)s” is not a whole number of people. Enter digits only, such as 120."),
    "employees_range": _("%(found)s people is not believable. Enter a number from 0 to 1,000,000."),
    "industry_unknown": _("“%(found)s” is not an industry code of GB/T 4754-2017. Look it up, such as 1830."),
    "industry_section": _("The code “%(found)s” has the wrong letter in front. Enter the digits only."),
    "chain_unknown": _("There is no chain “%(found)s”. Known are: %(known)s."),
    "yes_no": _("“%(found)s” is neither yes nor no. Enter 是 or 否."),
    "officer_unknown": _("Nobody here is called “%(found)s”. Enter the name of somebody with an account."),
    "officer_twice": _("Several people are called “%(found)s”. Leave it empty and choose on the page."),
    "phone_odd": _("“%(found)s” is not a telephone number. Enter it with digits only."),
    "code_lost_digits": _(
        "The credit code became the number %(found)s when the table was made: its last digits are lost. "
        "Format the column as text and enter the code anew."
    ),
    "code_organisation_code": _(
        "This is an organisation code of 9 characters. Enter the unified social credit code of 18."
    ),
    "code_old_registration_number": _(
        "This is an old registration number of 15 digits. Enter the unified social credit code of 18."
    ),
    "code_length": _(
        "The credit code has %(found)s characters; it must have 18. Compare it with the licence."
    ),
    "code_letter_not_used": _(
        "Character %(at)s of the credit code is “%(found)s”. The letters I, O, S, V and Z are never used "
        "there; perhaps it is a 1, 0, 5 or 2. Compare it with the licence."
    ),
    "code_character_not_used": _(
        "Character %(at)s of the credit code is “%(found)s”, which is never used there."
    ),
    "code_department_unknown": _(
        "The credit code begins with “%(found)s”; no registering body has this sign."
    ),
    "code_category_unknown": _(
        "Character 2 of the credit code is “%(found)s”; no kind of body has this sign."
    ),
    "code_area_not_digits": _(
        "Character %(at)s of the credit code is “%(found)s”; the area there has digits only."
    ),
    "code_inner_check": _(
        "Character 17 of the credit code does not fit those before it: one of characters 9 to 17 is mistyped."
    ),
    "code_check": _(
        "The last character of the credit code does not fit the others: probably one is mistyped."
    ),
    "code_missing": _("There is no character in the credit code."),
    "code_unconfirmed": _(
        "The last character of the credit code does not fit the others. Some early codes are like that: "
        "compare it with the licence and confirm it."
    ),
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one field; `code` is a key of MESSAGES."""

    field: str
    code: str
    params: Mapping[str, Any] = made_of(default_factory=dict)

    def text(self) -> str:
        """The sentence in the reader's language."""
        return str(MESSAGES[self.code]) % dict(self.params)


class Faulty(Invalid):
    """The data of a company are not usable; `faults` names every fault, the message the first."""

    code = "company_faulty"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults[0].text(), field=faults[0].field, code=faults[0].code)

    def as_dict(self) -> dict[str, Any]:
        """With all faults, for the API."""
        listed = [{"field": one.field, "code": one.code, "message": one.text()} for one in self.faults]
        return {**super().as_dict(), "faults": listed}
