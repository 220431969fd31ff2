"""Lists as tables: policies, offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.kernel.clock import SHANGHAI
from zaocha.offers import documents, facts, labels, reading
from zaocha.offers.models import Offer, Policy
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


def offers(found: Sequence[Offer], *, kind: str, at: datetime) -> bytes:
    """Offers as .xlsx: with every fact of a kind, or what all kinds have when none is named."""
    names = [fact.name for fact in facts.testable(kind)] if kind else ["area_m2", "place"]
    headers = [
        _("Kind"), _("What it is called"), _("State"), *(facts.dictionary()[name].label_with_unit for name in names), _("Contact"),
        _("Last word"), _("Source"),
    ]  # fmt: skip
    cells = [
        [
            facts.kind_of(one.kind).label, one.title, str(one.get_state_display()), *_cells(one, names),
            f"{one.owner or one.owner_name} {one.owner_phone}".strip(), one.heard_at.astimezone(SHANGHAI),
            one.source,
        ]
        for one in found
    ]  # fmt: skip
    return tables.write_table(headers=headers, rows=cells, sheet_name=_("Offers"), made_at=at)


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


def _cells(one: Offer, names: list[str]) -> list[Any]:
    known, dictionary = facts.with_derived(one.facts), facts.dictionary()
    found: list[Any] = []
    for name in names:
        fact, text = dictionary[name], known.get(name)
        if text is None:
            found.append(_("not public") if name in one.not_public else "")
        elif fact.is_number or fact.type == "date":
            found.append(facts.typed(fact, text))
        else:
            found.append(facts.shown(fact, text))
    return found
