"""Reads of the policies: which ones an actor sees, the list, one with its editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.offers.models import Policy, PolicyEdition

State = Policy.State
# How a policy stands on a day, for lists: code → tone of its pill.
STANDINGS = {
    "draft": "purple",
    "coming": "blue",
    "in_force": "green",
    "ended": "grey",
    "repealed": "grey",
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty means all. `standing` is one of STANDINGS."""

    text: str = ""
    standing: str = ""
    kind: str = ""
    place: str = ""
    automatic: bool = False


def visible(by: Actor) -> QuerySet[Policy]:
    """The policies that an actor may see: drafts are seen by those who write or publish them."""
    rows = Policy.objects.filter(tenant_id=by.tenant_id)
    if by.may("policies.write") or by.may("policies.publish"):
        return rows
    if by.may("policies.read") or by.company_id is not None:
        return rows.exclude(state=State.DRAFT)
    return rows.none()


def one(by: Actor, pk: int) -> Policy:
    """A visible policy; 404 otherwise."""
    found = visible(by).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def codes(*, tenant_id: int) -> frozenset[str]:
    """The ids of all policies of a town, drafts too: one statement."""
    return frozenset(Policy.objects.filter(tenant_id=tenant_id).values_list("code", flat=True))


def in_force(*, tenant_id: int, on: date) -> QuerySet[Policy]:
    """Published policies of which a version may speak on a day or later: whatever a company is compared with."""
    rows = Policy.objects.filter(tenant_id=tenant_id, state=State.PUBLISHED)
    return rows.filter(Q(repealed_on=None) | Q(repealed_on__gt=on)).order_by("pk")


def narrowed(rows: QuerySet[Policy], filters: Filters, *, on: date) -> QuerySet[Policy]:
    """The policies that fit the filters, those in force and the newest first."""
    for word in filters.text.lower().split()[:6]:
        rows = rows.filter(lookup__contains=word)
    if filters.standing in STANDINGS:
        rows = rows.filter(_standing(filters.standing, on))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.place:
        rows = rows.filter(place=filters.place)
    if filters.automatic:
        rows = rows.filter(is_automatic=True)
    return rows.order_by("state", F("valid_from").desc(nulls_last=True), "pk")


def standing(policy: Policy, *, on: date) -> str:
    """How a policy stands on a day: one of STANDINGS."""
    if policy.state == State.DRAFT:
        return "draft"
    if policy.repealed_on is not None and policy.repealed_on <= on:
        return "repealed"
    if policy.valid_from and policy.valid_from > on:
        return "coming"
    return "ended" if policy.valid_to and policy.valid_to <= on else "in_force"


def _standing(code: str, on: date) -> Q:
    draft = Q(state=State.DRAFT)
    repealed = ~draft & Q(repealed_on__lte=on)
    live = ~draft & (Q(repealed_on=None) | Q(repealed_on__gt=on))
    begun, over = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to__lte=on)
    return {
        "draft": draft,
        "repealed": repealed,
        "coming": live & Q(valid_from__gt=on),
        "ended": live & begun & over,
        "in_force": live & begun & (Q(valid_to=None) | Q(valid_to__gt=on)),
    }[code]


def kinds(tenant_id: int) -> list[str]:
    """The kinds that occur."""
    return _distinct(tenant_id, "kind")


def places(tenant_id: int) -> list[str]:
    """The places that occur."""
    return _distinct(tenant_id, "place")


def editions(policy: Policy) -> list[PolicyEdition]:
    """What was published, newest first."""
    return list(PolicyEdition.objects.filter(policy=policy).order_by("-number")[:50])


def packs_installed(tenant_id: int) -> dict[str, int]:
    """Pack → id of the policy that was made from it."""
    rows = Policy.objects.filter(tenant_id=tenant_id).exclude(pack="")
    return dict(rows.values_list("pack", "pk"))


def _distinct(tenant_id: int, field: str) -> list[str]:
    rows = Policy.objects.filter(tenant_id=tenant_id).exclude(**{field: ""})
    return list(rows.order_by(field).values_list(field, flat=True).distinct()[:100])
