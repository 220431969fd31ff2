"""The list of goods as a table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zaocha.dealings.queries import Link
from zaocha.dealings.templatetags.dealings import discreet, flag_label
from zaocha.sheets import tables


def xlsx(found: list[Link]) -> bytes:
    """One line a good; supplies only from five on."""
    headers = [
        _("Good"), _("Chain"), _("Place in the chain"), _("Makers"), _("Buyers"), _("With capacity to spare"), _("Supplies"),
        _("Noteworthy"), _("What goes into it"),
    ]  # fmt: skip
    rows: list[list[tables.Cell]] = [
        [
            str(one.good), one.good.chain, one.good.get_tier_display(), one.makers, one.buyers, one.spare,
            discreet(one.supplies), flag_label(one.flag) if one.flag else "", "、".join(one.inputs),
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=rows, sheet_name=_("Goods"))
