"""Lists of titles as tables: names as the reader may see them; no marks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.sheets import tables as sheets
from zaocha.titles import access, tables
from zaocha.titles.models import Dossier

LIMIT = 5000


def headers() -> list[str]:
    """The headings."""
    return [
        _("No."), _("Worker"), _("Company"), _("Title asked for"), _("Field of work"), _("By which way"), _("State"),
        _("Filed on"), _("With"), _("Next look"), _("Title granted on"), _("Certificate number"), _("Confirmed"),
    ]  # fmt: skip


def rows(found: QuerySet[Dossier], *, by: Actor) -> Iterator[list[sheets.Cell]]:
    """A line a dossier; the certificate's number only for who may know the person."""
    for one in found[:LIMIT].iterator(chunk_size=500):
        yield [
            one.pk, access.named(one.worker, by=by), one.company.name if one.company else "", one.level_label,
            tables.field(one.field), one.way_label, str(one.get_state_display()), one.filed_on, one.authority, one.next_on,
            one.granted_on, one.certificate if access.sees_names(by) else "", _("yes") if one.confirmed_at else "",
        ]  # fmt: skip
