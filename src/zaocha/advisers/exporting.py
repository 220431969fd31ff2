"""The corps and the requests as tables; notes, words and ratings are not among them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from zaocha.advisers import codes
from zaocha.advisers.models import Advice
from zaocha.advisers.queries import Loaded
from zaocha.sheets import tables


def corps(found: Iterable[Loaded], *, contacts: bool) -> bytes:
    """One line an adviser; telephone numbers only for who may ring."""
    headers = [
        _("Name"), _("Kind"), _("Works for"), _("Fields"), _("Chains (none: all)"), _("Languages"), _("Hours a month"),
        _("Hours used this month"), _("Term from"), _("until (first day after it)"), *([_("Telephone")] if contacts else []),
    ]  # fmt: skip
    rows: list[list[tables.Cell]] = []
    for one in found:
        man = one.adviser
        lists = [
            "、".join(codes.label(code) for code in given)
            for given in (man.fields, man.chains, man.languages)
        ]
        row: list[tables.Cell] = [
            man.name, str(man.get_kind_display()), man.employer, *lists, man.hours, one.used, man.starts_on, man.ends_on,
        ]  # fmt: skip
        rows.append([*row, man.phone] if contacts else row)
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Advisers"))


def requests(found: Iterable[Advice]) -> bytes:
    """One line a request: who asked for which adviser, and where it stands."""
    headers = [
        _("No."),
        _("Company"),
        _("Kind"),
        _("About what"),
        _("State"),
        _("Adviser"),
        _("Asked"),
        _("Ended"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            one.pk, one.company.name, str(one.get_kind_display()), codes.label(one.field) if one.field else "",
            str(one.get_state_display()), one.adviser.name if one.adviser else "", one.asked_at.date(),
            one.ended_at.date() if one.ended_at else None,
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Requests"))
