"""What policies answer to companies: the rows of both brought to the rules, which decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaocha.companies.facts import queries as fact_queries
from zaocha.matching.models import Enjoyed
from zaocha.offers import documents
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries
from zaocha.rules import conditions, findings, nearness, walking
from zaocha.rules import facts as rule_facts
from zaocha.rules.facts import FactSet
from zaocha.rules.policies import documents as rule_documents
from zaocha.rules.policies import stacking, standing, verdicts


@dataclass(frozen=True)
class Judged:
    """A policy and its answer; None with `fault` when its text can no longer be read: that is said, not skipped."""

    policy: Policy
    verdict: verdicts.Verdict | None
    fault: findings.Unreadable | None = None

    @property
    def code(self) -> str:
        """The verdict; `unreadable` without one."""
        return self.verdict.code if self.verdict else "unreadable"

    @property
    def amount(self) -> Decimal | None:
        """The settled benefit in yuan."""
        return stacking.amount(self.verdict) if self.verdict else None


def of_company(*, tenant_id: int, company_id: int, on: date) -> list[Judged]:
    """All published policies against one company: three statements."""
    policies = list(policy_queries.in_force(tenant_id=tenant_id, on=on))
    if not policies:
        return []
    had = enjoyed(tenant_id=tenant_id, company_ids=[company_id]).get(company_id, frozenset())
    facts = fact_queries.known(tenant_id=tenant_id, company_id=company_id, on=on, enjoyed=had)
    return judge(policies, facts)


def one(policy: Policy, *, tenant_id: int, company_id: int, on: date) -> Judged:
    """One policy against one company, as it stands beside the others of its group."""
    rows = list(policy_queries.in_force(tenant_id=tenant_id, on=on).filter(pk=policy.pk)) or [policy]
    had = enjoyed(tenant_id=tenant_id, company_ids=[company_id]).get(company_id, frozenset())
    facts = fact_queries.known(tenant_id=tenant_id, company_id=company_id, on=on, enjoyed=had)
    group = policy.document.get("group")
    if group:
        others = policy_queries.in_force(tenant_id=tenant_id, on=on).exclude(pk=policy.pk)
        rows += [other for other in others if other.document.get("group") == group]
    return judge(rows, facts)[0]


def of_all(
    policies: Sequence[Policy], *, tenant_id: int, on: date, company_ids: Sequence[int] | None = None
) -> Iterator[tuple[int, list[Judged]]]:
    """The same of all companies of a tenant, or of some, in the order of their ids; rows stream."""
    had = enjoyed(tenant_id=tenant_id, company_ids=company_ids)
    known = fact_queries.known_of_all(tenant_id=tenant_id, on=on, company_ids=company_ids, enjoyed=had)
    for company_id, facts in known:
        yield company_id, judge(policies, facts)


def judge(policies: Iterable[Policy], facts: FactSet) -> list[Judged]:
    """The answers of policies to one company's facts; of a group only the highest is given."""
    readable: list[tuple[Policy, rule_documents.Policy]] = []
    found: dict[int, Judged] = {}
    rows = list(policies)
    for policy in rows:
        try:
            readable.append((policy, rules_of(policy)))
        except findings.Unreadable as unreadable:
            found[policy.pk] = Judged(policy, None, unreadable)
    answers = verdicts.evaluate_all(
        [rules for _row, rules in readable], facts=facts, dictionary=rule_facts.dictionary()
    )
    for (policy, _rules), verdict in zip(readable, stacking.resolved(answers), strict=True):
        found[policy.pk] = Judged(policy, verdict)
    return [found[policy.pk] for policy in rows]


def rules_of(policy: Policy) -> rule_documents.Policy:
    """The published policy as the rules have it. Raises `Unreadable`."""
    rules = documents.policy(policy.document)
    return replace(rules, repealed_on=policy.repealed_on) if policy.repealed_on else rules


def is_secret(policy: Policy, *, on: date) -> bool:
    """Whether the policy says nothing in public of what it asks for, so that every answer is `missing`."""
    try:
        rules = rules_of(policy) if policy.document else None
    except findings.Unreadable:
        rules = None
    return rules is not None and isinstance(
        rules.asks(rules.versions[standing.speaking(rules, on)]), conditions.NotPublic
    )


def rules_in_force(tenant_id: int, on: date) -> list[rule_documents.Policy]:
    """The published policies of a tenant as the rules have them; those that cannot be read are left to the lint."""
    found = []
    for policy in policy_queries.in_force(tenant_id=tenant_id, on=on):
        try:
            found.append(rules_of(policy))
        except findings.Unreadable:
            continue
    return found


def enjoyed(*, tenant_id: int, company_ids: Sequence[int] | None) -> dict[int, frozenset[str]]:
    """Company → the ids of policies whose benefit it has had: one statement."""
    rows = Enjoyed.objects.filter(tenant_id=tenant_id, ended_at=None)
    if company_ids is not None:
        rows = rows.filter(company_id__in=company_ids)
    found: dict[int, set[str]] = defaultdict(set)
    for company_id, code in rows.values_list("company_id", "policy_code"):
        found[company_id].add(code)
    return {company_id: frozenset(codes) for company_id, codes in found.items()}


def enjoyed_by(tenant_id: int, company_id: int) -> frozenset[str]:
    """The same of one company."""
    return enjoyed(tenant_id=tenant_id, company_ids=[company_id]).get(company_id, frozenset())


def near(verdict: verdicts.Verdict) -> walking.Outcome | None:
    """The one clause that stands in the way, when it is a near miss; else None."""
    return nearness.near_miss(verdict.walked) if verdict.code == "not_eligible" else None
