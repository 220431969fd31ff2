"""Policies that fit a half-typed line: by its words and category, and by what they say to the company that speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as companies
from zaocha.companies.facts import queries as fact_queries
from zaocha.companies.models import Company
from zaocha.help import topics
from zaocha.matching import judging, showing
from zaocha.matching.models import Verdict
from zaocha.offers import dictionary
from zaocha.offers import facts as offer_facts
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries

SHOWN, FETCHED = 4, 40
OF_KIND = 1  # what the usual kind for a category counts, in letters of a word that occurs in the title
ORDER = {"eligible": 0, "near": 1, "missing": 2, "window_closed": 3, "excluded": 4, "": 5}


@dataclass(frozen=True)
class FittingPolicy:
    """A policy with one line of reason. `verdict`: what it says to the company; empty when none is named."""

    id: int
    title: str
    verdict: str
    label: str
    tone: str
    reason: str


@dataclass(frozen=True)
class _Candidate:
    policy: Policy
    words: tuple[str, ...]


def fitting(
    *, by: Actor, text: str, category: str, company_id: int | None = None, on: date
) -> list[FittingPolicy]:
    """Up to four, the company's own entitlements first; `category` is empty when it is not sure.

    One statement; with a company up to six more, however many policies and companies there are.
    """
    if not by.may("policies.read"):
        return []
    found = _candidates(by, topics.words(text), topics.policy_kinds(category), on)
    if not found:
        return []
    company = None
    if company_id is not None and by.may("matches.read"):
        company = companies.visible(by).filter(pk=company_id).first()
    if company is None:
        return [_unjudged(one) for one in found[:SHOWN]]
    chosen = _likeliest(found, company)
    return _judged(by, company, chosen, on)


def _candidates(by: Actor, words: Sequence[str], kinds: Sequence[str], on: date) -> list[_Candidate]:
    """Policies in force whose titles hold words of the line or that are of the usual kinds, the best first."""
    named = {word: Q(title_zh__contains=word) | Q(title_en__icontains=word) for word in words}
    fits = Q(kind__in=kinds)
    letters: Any = _counted(fits, OF_KIND)
    for word, holds in named.items():
        fits |= holds
        letters = letters + _counted(holds, len(word))
    in_force = queries.narrowed(queries.visible(by), queries.Filters(standing="in_force"), on=on)
    rows = (
        in_force.filter(fits)
        .annotate(letters=letters)
        .order_by("-letters", "-pk")
        .only("code", "title_zh", "title_en", "kind", "tenant_id")
    )
    return [
        _Candidate(row, tuple(word for word in words if word in row.title_zh or word in row.title_en.lower()))
        for row in rows[:FETCHED]
    ]


def _counted(holds: Q, length: int) -> Case:
    return Case(When(holds, then=Value(length)), default=Value(0), output_field=IntegerField())


def _likeliest(found: Sequence[_Candidate], company: Company) -> list[_Candidate]:
    """Of the candidates those that the kept verdicts speak for; the order of words decides among equals."""
    rows = Verdict.objects.filter(company=company, policy__in=[one.policy.pk for one in found])
    codes = {
        policy: "near" if is_near else code
        for policy, code, is_near in rows.values_list("policy_id", "code", "is_near")
    }
    ordered = sorted(found, key=lambda one: (not one.words, ORDER.get(codes.get(one.policy.pk, ""), 5)))
    return ordered[:SHOWN]


def _judged(by: Actor, company: Company, chosen: Sequence[_Candidate], on: date) -> list[FittingPolicy]:
    """What the chosen ones say to the company today, those that the line speaks of first.

    One that only its kind brought here is left out when the company fails it.
    """
    words = {one.policy.pk: one.words for one in chosen}
    rows = _with_groups(list(words), tenant_id=by.tenant_id, on=on)
    had = judging.enjoyed(tenant_id=by.tenant_id, company_ids=[company.pk]).get(company.pk, frozenset())
    facts = fact_queries.known(tenant_id=by.tenant_id, company_id=company.pk, on=on, enjoyed=had)
    hidden = showing.hidden_from(by, company)
    answers = [one for one in judging.judge(rows, facts) if one.policy.pk in words]
    shown = showing.ordered(showing.show(one, hidden=hidden) for one in answers)
    kept = [one for one in shown if one.code != "not_eligible" or words[one.policy.pk]]
    return [_said(one) for one in sorted(kept, key=lambda one: not words[one.policy.pk])]


def _with_groups(pks: Sequence[int], *, tenant_id: int, on: date) -> list[Policy]:
    """The chosen policies and those that stand in one group with them: of a group only the highest is given."""
    in_force = queries.in_force(tenant_id=tenant_id, on=on)
    rows = list(in_force.filter(pk__in=pks))
    groups = {row.document.get("group") for row in rows} - {None, ""}
    return rows + list(
        in_force.filter(document__group__in=sorted(groups)).exclude(pk__in=pks) if groups else ()
    )


def _said(one: showing.Shown) -> FittingPolicy:
    reason = one.benefit if one.code == "eligible" and one.benefit else one.why
    hidden = _("The reason rests on facts that are not yours to see.") if one.has_hidden else ""
    return FittingPolicy(one.policy.pk, one.title, one.code, str(one.label), one.tone, reason or hidden)


def _unjudged(one: _Candidate) -> FittingPolicy:
    policy = one.policy
    title = dictionary.in_language({"zh": policy.title_zh, "en": policy.title_en})
    named = offer_facts.joined(one.words[:3])
    reason = _("speaks of: %(words)s") % {"words": named} if named else _("usual for such a demand")
    return FittingPolicy(policy.pk, title, "", "", "", reason)
