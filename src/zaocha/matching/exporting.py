"""Verdicts and lists as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains
from zaocha.kernel.clock import SHANGHAI
from zaocha.matching import sandbox, showing
from zaocha.matching.models import Confirmation, Verdict
from zaocha.offers import dictionary
from zaocha.rules.policies.verdicts import NOTICE
from zaocha.sheets import tables

LIMIT = 50_000


def verdicts(rows: QuerySet[Verdict], *, by: Actor, is_secret: bool = False) -> bytes:
    """The companies of a policy under one verdict; each row says that the authority decides."""
    headers = [_("Company"), _("Credit code"), _("Chain"), _("Community"), _("Verdict"), _("Amount (CNY)"),
               _("Compared on"), _("Note")]  # fmt: skip
    return tables.write_table(headers=headers, rows=_verdicts(rows, by, is_secret), sheet_name=_("Verdicts"))


def confirmations(rows: QuerySet[Confirmation], *, by: Actor) -> bytes:
    """The list of a policy without application."""
    headers = [_("Company"), _("Credit code"), _("State"), _("Amount (CNY)"), _("Paid (CNY)"), _("Listed on"),
               _("Answered on"), _("Answered by"), _("Note")]  # fmt: skip
    return tables.write_table(
        headers=headers, rows=_confirmations(rows, by), sheet_name=_("Without application")
    )


def _verdicts(rows: QuerySet[Verdict], by: Actor, is_secret: bool) -> Iterator[list[tables.Cell]]:
    labels = {one.code: one.label for one in chains.of(by.tenant)}
    notice = NOTICE.text(dictionary.language())
    for row in rows[:LIMIT].iterator(chunk_size=500):
        company = row.company
        verdict = _("just missed") if row.is_near else row.get_code_display()
        if is_secret and row.code == Verdict.Code.MISSING:
            verdict = str(showing.SECRET)
        yield [
            company.name, company.credit_code, labels.get(company.chain, company.chain), company.community, str(verdict),
            row.amount if showing.may_see_amount(by, company) else None, row.decided_on, notice,
        ]  # fmt: skip


def _confirmations(rows: QuerySet[Confirmation], by: Actor) -> Iterator[list[tables.Cell]]:
    for row in rows[:LIMIT].iterator(chunk_size=500):
        open_ = showing.may_see_amount(by, row.company)
        answered = row.answered_at.astimezone(SHANGHAI).date() if row.answered_at else None
        yield [
            row.company.name, row.company.credit_code, str(row.get_state_display()), row.amount if open_ else None, row.paid_amount if open_ else None,
            row.listed_at.astimezone(SHANGHAI).date(), answered, row.answered_by, row.note,
        ]  # fmt: skip


def trial(moved: Sequence[sandbox.Lever], result: sandbox.Result) -> bytes:
    """A trial of the sandbox as a workbook: numbers, sums by group, who changes."""
    column = tables.Column
    numbers = tables.Sheet(
        name=_("Numbers"),
        columns=[column(header=_("Number")), column(header=_("now")), column(header=_("after the change"))],
        rows=[[one.label, one.value, one.typed or one.value] for one in moved],
    )
    headers = [_("Group"), _("Eligible now"), _("Eligible after"), _("Cost now (CNY)"), _("Cost after (CNY)")]
    sheets = [
        tables.Sheet(
            name=str(label),
            columns=[column(header=header) for header in headers],
            rows=[
                [one.label, one.before, one.after, one.cost_before, one.cost_after]
                for one in [*rows, result.whole]
            ],
        )
        for _dimension, label, rows in result.tables
    ]
    names = tables.Sheet(
        name=_("Who changes"),
        columns=[
            column(header=header) for header in [_("Company"), _("Change"), _("now"), _("after the change")]
        ],
        rows=[
            [company.name, str(label), before, after]
            for company, label, _tone, before, after in result.changes
        ],
    )
    return tables.write_workbook(sheets=[numbers, *sheets, names])
