"""What goes out after a meeting: each company's lines, and the ready message with its page."""

from __future__ import annotations

from collections import defaultdict

from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.meetings import access
from zaocha.meetings.models import Line, Meeting
from zaocha.meetings.queries import table


def by_company(*, by: Actor, meeting: Meeting) -> list[tuple[Company, list[Line]]]:
    """The companies that said something, in the order in which they spoke, with their lines."""
    found: dict[int, list[Line]] = defaultdict(list)
    companies: dict[int, Company] = {}
    for line in table.kept(by=by, meeting=meeting):
        if line.company is not None and line.outcome != Line.Outcome.NOTED:
            companies[line.company.pk] = line.company
            found[line.company.pk].append(line)
    return [(companies[pk], lines) for pk, lines in found.items()]


def public_lines(*, by: Actor, meeting: Meeting) -> list[Line]:
    """What may stand in minutes that are handed round: nothing sensitive, whoever asks."""
    rows = table.kept(by=by, meeting=meeting).select_related("demand")
    return [
        line
        for line in rows
        if not line.category.startswith(access.SENSITIVE) and not (line.demand and line.demand.restricted)
    ]
