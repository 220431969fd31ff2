"""The list of policies as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.offers import documents, labels, reading
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries
from zaocha.sheets import tables

LIMIT = 5000


def policies(rows: QuerySet[Policy], *, on: date) -> bytes:
    """The policies of a list as .xlsx."""
    headers = [
        _("Id"), _("Title"), _("State"), _("Kind"), _("Place"), _("Authority"), _("Benefit"), _("Valid from"),
        _("until before"), _("No application needed"), _("Paper that it comes from"), _("Its number"), _("Its date"),
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=_rows(rows, on), sheet_name=_("Policies"))


def _rows(rows: QuerySet[Policy], on: date) -> Iterator[list[tables.Cell]]:
    for policy in rows[:LIMIT].iterator(chunk_size=200):
        shown = reading.read(policy.document or policy.draft or {}, on=on)
        version = next((one for one in shown.versions if one.state == "now"), None)
        version = version or (shown.versions[0] if shown.versions else None)
        yield [
            policy.code,
            documents.in_language({"zh": policy.title_zh, "en": policy.title_en}),
            str(labels.STANDINGS[queries.standing(policy, on=on)]),
            str(shown.kind),
            shown.place,
            shown.authority,
            version.benefit if version else "",
            policy.valid_from,
            policy.valid_to,
            _("yes") if policy.is_automatic else _("no"),
            shown.source["title"],
            shown.source["number"],
            shown.source["date"],
        ]
