"""A round as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zaocha.allocations.queries import Detail
from zaocha.allocations.templatetags.rounds import why
from zaocha.sheets import tables


def xlsx(found: Detail) -> bytes:
    """One line a wish, companies in the order of their names."""
    headers = [
        _("Company"),
        _("Place to give"),
        _("Choice"),
        _("Weight"),
        _("Why so"),
        _("Given"),
        _("Ruling"),
        _("Reason"),
    ]
    return tables.write_table(headers=headers, rows=_rows(found), sheet_name=_("Round"))


def _rows(found: Detail) -> Iterator[list[tables.Cell]]:
    for party in found.parties:
        for told in party.wishes:
            yield [
                party.company.name, told.wish.place.name, told.wish.choice, told.weight,
                "; ".join(why(one) for one in told.reasons), _("yes") if told.granted else _("no"),
                told.ruling.get_kind_display() if told.ruling else "", told.ruling.reason if told.ruling else "",
            ]  # fmt: skip
    for ruling in found.outside:
        yield [
            ruling.company.name, ruling.place.name, None, None, "",
            _("yes") if ruling.kind == "must" else _("no"), ruling.get_kind_display(), ruling.reason,
        ]  # fmt: skip
