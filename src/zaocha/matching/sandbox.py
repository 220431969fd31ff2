"""The sandbox of a policy: its numbers moved, held against all companies that the actor may see."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains
from zaocha.companies import queries as company_queries
from zaocha.companies.facts import queries as fact_queries
from zaocha.companies.models import Company
from zaocha.kernel.errors import Invalid
from zaocha.matching import judging, showing
from zaocha.offers import dictionary, documents
from zaocha.offers.editing import operators
from zaocha.offers.models import Policy
from zaocha.rules import facts, findings, levers, sandbox, units
from zaocha.rules.policies import standing

MOST_COMPANIES, MOST_SECONDS = 20_000, 8.0
FEWEST = 5  # below it a sum would tell what one company gets
NAMED = 60
DIMENSIONS: dict[str, Any] = {
    "company_size": _("Size"),
    "chain": _("Chain"),
    "community": _("Community or village"),
}
KINDS: dict[str, tuple[Any, str]] = {
    "gains": (_("newly eligible"), "green"),
    "loses": (_("no longer eligible"), "red"),
    "more": (_("gets more"), "teal"),
    "less": (_("gets less"), "amber"),
}


@dataclass(frozen=True)
class Lever:
    """A number of the policy that can be moved: as it stands, and as it was typed."""

    path: str
    label: str
    value: str
    typed: str
    words: str

    @property
    def name(self) -> str:
        """As it is sent."""
        return f"set:{self.path}"

    @property
    def id(self) -> str:
        """For its label."""
        return "l-" + "".join(one if one.isalnum() else "-" for one in self.path)

    @property
    def is_moved(self) -> bool:
        """Whether it is to be another number."""
        return bool(self.typed) and self.typed != self.value


@dataclass(frozen=True)
class Row:
    """One group: how many are eligible and what they get, before and after; None where it would tell one company's."""

    label: str
    before: int
    after: int
    cost_before: Decimal | None
    cost_after: Decimal | None

    @property
    def difference(self) -> str:
        """What it costs more or less, in words."""
        if self.cost_before is None or self.cost_after is None:
            return "–"
        return signed(self.cost_after - self.cost_before)

    @property
    def words(self) -> tuple[str, str]:
        """Both costs in words."""
        return amount(self.cost_before), amount(self.cost_after)


@dataclass
class Result:
    """A comparison as its reader may see it."""

    found: sandbox.Comparison
    tables: list[tuple[str, Any, list[Row]]] = field(default_factory=list)
    changes: list[tuple[Company, Any, str, str, str]] = field(default_factory=list)
    is_part: bool = False
    all_companies: int = 0
    open_: bool = True

    @property
    def whole(self) -> Row:
        """All groups together."""
        return row(now("all"), self.found.before, self.found.after, open_=self.open_)

    @property
    def counts(self) -> list[tuple[str, Any, str, int]]:
        """How many gain, lose, get more, get less."""
        return [(kind, *KINDS[kind], count) for kind, count in self.found.counts.items()]

    def as_json(self) -> dict[str, Any]:
        """What a proposal keeps, and the API gives: sums only, no names."""
        tables = {
            dimension: [
                {"group": one.label, "eligible_before": one.before, "eligible_after": one.after,
                 "cost_before": plain(one.cost_before), "cost_after": plain(one.cost_after)}
                for one in rows
            ]
            for dimension, _label, rows in self.tables
        }  # fmt: skip
        whole = self.whole
        return {
            "companies": self.found.companies,
            "eligible_before": whole.before,
            "eligible_after": whole.after,
            "cost_before": plain(whole.cost_before),
            "cost_after": plain(whole.cost_after),
            **{str(kind): count for kind, count in self.found.counts.items()},
            "groups": tables,
        }


def levers_of(document: documents.Document, *, on: date, typed: Mapping[str, str]) -> list[Lever]:
    """The numbers of the version that speaks on a day."""
    version = standing.speaking(documents.policy(document), on)
    found = levers.levers(document, version=version, dictionary=facts.dictionary())
    return [
        Lever(one.path, dictionary.in_language(one.label), one.value, typed.get(one.path, ""), _said(one))
        for one in found
    ]


def changes_of(moved: list[Lever]) -> dict[str, str]:
    """Path → new number, of what was moved; "200 万" is read. Raises Invalid at what is no number."""
    changes = {}
    for one in moved:
        if not one.is_moved:
            continue
        number = operators.number(one.typed)
        if number is None:
            raise Invalid(
                now("“%(typed)s” is no number.") % {"typed": one.typed}, remedy=one.label, field=one.path
            )
        is_share = one.typed.strip().endswith(("%", "％"))
        changes[one.path] = (
            one.typed.replace("％", "%").replace(" ", "") if is_share else operators.plain(number)
        )
    return {path: value for path, value in changes.items() if value != _of(moved, path).value}


def moved_document(document: documents.Document, changes: Mapping[str, str]) -> documents.Document:
    """The policy with other numbers. Raises Invalid for a place where no number stands, or a policy that has faults."""
    try:
        changed = sandbox.changed(document, changes, dictionary=facts.dictionary())
        documents.policy(changed)
    except levers.NoLever as wrong:
        raise Invalid(str(wrong), field="changes") from None
    except findings.Unreadable as wrong:
        raise Invalid(wrong.text(dictionary.language()), field="changes") from None
    return changed


def run(
    policy: Policy, *, base: documents.Document, changes: Mapping[str, str], by: Actor, on: date
) -> Result:
    """Compare `base` with its changed form over the companies that the actor may see: four statements."""
    visible = company_queries.visible(by)
    total = visible.count()
    companies = {one.pk: one for one in visible.order_by("pk")[:MOST_COMPANIES]}
    before, after = documents.policy(base), documents.policy(moved_document(base, changes))
    subjects = _subjects(companies, by=by, on=on)
    found = sandbox.compare(before, after, subjects, dictionary=facts.dictionary())
    open_ = by.may("facts.read_company")
    result = Result(found, all_companies=total, is_part=found.companies < total, open_=open_)
    for dimension, label in DIMENSIONS.items():
        held = found.groups.get(dimension, {})
        rows = [row(_group(dimension, name, by), *pair, open_=open_) for name, pair in held.items()]
        result.tables.append((dimension, label, sorted(rows, key=lambda one: (-one.after, one.label))))
    for change in found.changes:
        company = companies[int(change.key)]
        if len(result.changes) < NAMED and showing.may_see_amount(by, company):
            label, tone = KINDS[change.kind]
            result.changes.append((company, label, tone, amount(change.before), amount(change.after)))
    return result


def row(label: str, before: sandbox.Side, after: sandbox.Side, *, open_: bool) -> Row:
    """A group for a reader; sums over fewer than FEWEST are for those who may see single facts."""
    told = open_ or max(before.eligible, after.eligible) >= FEWEST
    return Row(
        label, before.eligible, after.eligible, before.cost if told else None, after.cost if told else None
    )


def amount(value: Decimal | None) -> str:
    """Money in words; a dash for none."""
    return "–" if value is None else dictionary.amount(value)


def signed(value: Decimal) -> str:
    """Money with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{dictionary.amount(abs(value))}"


def plain(value: Decimal | None) -> str | None:
    """A decimal string."""
    return None if value is None else operators.plain(value)


def _subjects(companies: Mapping[int, Company], *, by: Actor, on: date) -> Iterator[sandbox.Subject]:
    had = judging.enjoyed(tenant_id=by.tenant_id, company_ids=None)
    known = fact_queries.known_of_all(tenant_id=by.tenant_id, on=on, enjoyed=had)
    until = time.monotonic() + MOST_SECONDS
    for company_id, told in known:
        company = companies.get(company_id)
        if company is None:
            continue
        yield sandbox.Subject(str(company_id), told, {"chain": company.chain, "community": company.community})
        if time.monotonic() > until:
            return


def _group(dimension: str, name: str, by: Actor) -> str:
    if not name:
        return now("not known")
    if dimension == "chain":
        return chains.label(by.tenant, name)
    return dictionary.code_label("company_size", name) if dimension == "company_size" else name


def _said(one: levers.Lever) -> str:
    """A large number in words, so that nobody counts noughts."""
    number = operators.number(one.value)
    if number is None or number < 10_000 or one.unit not in (None, "CNY") or one.value.endswith("%"):
        return dictionary.in_language(facts_unit(one.unit)) if one.unit else ""
    return dictionary.amount(number)


def facts_unit(unit: str | None) -> Any:
    """The words for a unit."""
    return units.label(unit)


def _of(moved: list[Lever], path: str) -> Lever:
    return next(one for one in moved if one.path == path)
