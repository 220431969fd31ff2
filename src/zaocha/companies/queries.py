"""What may be read of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.companies import finding
from zaocha.companies.finding import lookup as lookup
from zaocha.companies.models import Company, Contact
from zaocha.kernel.errors import NotFound
from zaocha.lang.names import KnownCompany

COUNT_CAP = 1000
LONG_UNHEARD = timedelta(days=180)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty means all. `local`: here, elsewhere; `heard`: never, long."""

    text: str = ""
    chain: str = ""
    community: str = ""
    local: str = ""
    officer_id: int | None = None
    heard: str = ""


@dataclass(frozen=True)
class Page:
    """Rows of a list and the ids that lead to its neighbours; `total` is counted up to COUNT_CAP."""

    rows: Sequence[Company]
    after: int | None
    before: int | None
    total: int
    capped: bool


@dataclass(frozen=True)
class ContactView:
    """A contact as the reader may see it; `masked` when the number is cut."""

    id: int
    name: str
    post: str
    phone: str
    is_primary: bool
    masked: bool


def visible(by: Actor) -> QuerySet[Company]:
    """The companies that the actor may see; merged ones are left out. A company's link sees itself."""
    found = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    if by.may("companies.read"):
        return found
    if by.company_id is not None:
        return found.filter(pk=by.company_id)
    return found.none()


def one(by: Actor, pk: int) -> Company:
    """A visible company with its officer; 404 otherwise."""
    company = visible(by).select_related("officer").filter(pk=pk).first()
    if company is None:
        raise NotFound()
    return company


def named(*, tenant_id: int, company_id: int) -> Company | None:
    """A company by its id with its names only, for a hot path: the rest is read when it is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, tenant_id, name, short_name FROM companies_company WHERE tenant_id = %s AND id = %s",
            [tenant_id, company_id],
        )
        row = cursor.fetchone()
    return None if row is None else Company.from_db(connection.alias, _NAMED, row)


_NAMED = ["id", "tenant_id", "name", "short_name"]


def successor(*, tenant_id: int, company_id: int) -> int | None:
    """The id under which a company is kept now: itself, or the one that it was merged into."""
    found = (
        Company.objects.filter(pk=company_id, tenant_id=tenant_id).values_list("pk", "merged_into_id").first()
    )
    return None if found is None else found[1] or found[0]


def family(*, tenant_id: int, company_id: int) -> list[int]:
    """The company and all that were merged into it: whose rows belong on its page."""
    merged = Company.objects.filter(tenant_id=tenant_id, merged_into_id=company_id).values_list(
        "pk", flat=True
    )
    return [company_id, *merged]


def known(tenant_id: int) -> list[KnownCompany]:
    """The register as the reader of minutes wants it; `key` is the id, former names of merged ones included."""
    found = Company.objects.filter(tenant_id=tenant_id).order_by("pk")
    aliases: dict[int, list[str]] = {}
    names_of: dict[int, str] = {}
    for pk, name, short, into in found.values_list("pk", "name", "short_name", "merged_into_id"):
        if into is None:
            names_of[pk] = name
        others = aliases.setdefault(into or pk, [])
        others += [other for other in (short, name if into else "") if other]
    return [KnownCompany(name, tuple(dict.fromkeys(aliases[pk])), str(pk)) for pk, name in names_of.items()]


def page(
    by: Actor,
    *,
    filters: Filters,
    at: datetime,
    after: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Page:
    """One page in the order of the pinyin of short names; `after` and `before` are ids of companies."""
    found = narrowed(visible(by), filters, at=at)
    total = found[: COUNT_CAP + 1].count()
    backwards = before is not None and after is None
    shown = found.filter(_beyond(by, before, back=True) if backwards else _beyond(by, after, back=False))
    order = ("-sorting", "-pk") if backwards else ("sorting", "pk")
    rows = list(shown.select_related("officer").order_by(*order)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    onward = bool(rows) and (more or backwards)
    back = bool(rows) and (more if backwards else after is not None)
    return Page(
        rows=rows,
        after=rows[-1].pk if onward else None,
        before=rows[0].pk if back else None,
        total=min(total, COUNT_CAP),
        capped=total > COUNT_CAP,
    )


def narrowed(found: QuerySet[Company], filters: Filters, *, at: datetime) -> QuerySet[Company]:
    """The companies that fit the filters."""
    if filters.text.strip():
        found = found.filter(_matches(finding.words(filters.text)))
    if filters.chain:
        found = found.filter(chain=filters.chain)
    if filters.community:
        found = found.filter(community=filters.community)
    if filters.local in {"here", "elsewhere"}:
        found = found.filter(is_local=filters.local == "here")
    if filters.officer_id is not None:
        found = found.filter(officer_id=filters.officer_id)
    return _unheard(found, filters.heard, at)


def communities(tenant_id: int) -> list[str]:
    """The communities that occur in the register."""
    found = Company.objects.filter(tenant_id=tenant_id).exclude(community="")
    return list(found.order_by("community").values_list("community", flat=True).distinct()[:200])


def contacts(by: Actor, company: Company) -> list[ContactView]:
    """The contacts, the primary one first; numbers cut unless the actor may see them."""
    open_ = by.may("companies.contacts") or by.company_id == company.pk
    return [
        ContactView(
            id=one.pk,
            name=one.name,
            post=one.post,
            phone=one.phone if open_ else masked(one.phone),
            is_primary=one.is_primary,
            masked=bool(one.phone) and not open_,
        )
        for one in Contact.objects.filter(company=company).order_by("-is_primary", "pk")
    ]


def live_link(*, tenant_id: int, company_id: int) -> Link | None:
    """The link under which the company's page opens, if one was issued."""
    found = Link.objects.filter(
        tenant_id=tenant_id, purpose="company", subject_id=company_id, revoked_at=None
    )
    return found.order_by("-pk").first()


def masked(phone: str) -> str:
    """A number of which the middle is hidden: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****" if phone else ""


def _matches(words: Sequence[str]) -> Q:
    fits = Q()
    for word in words:
        fits &= Q(lookup__contains=word)
    return fits


def _beyond(by: Actor, company_id: int | None, *, back: bool) -> Q:
    if company_id is None:
        return Q()
    place = (
        Company.objects.filter(pk=company_id, tenant_id=by.tenant_id)
        .values_list("sorting", flat=True)
        .first()
    )
    if place is None:
        raise NotFound()
    if back:
        return Q(sorting__lt=place) | Q(sorting=place, pk__lt=company_id)
    return Q(sorting__gt=place) | Q(sorting=place, pk__gt=company_id)


def _unheard(found: QuerySet[Company], heard: str, at: datetime) -> QuerySet[Company]:
    if heard == "never":
        return found.filter(last_heard_at=None)
    if heard == "long":
        return found.filter(Q(last_heard_at=None) | Q(last_heard_at__lt=at - LONG_UNHEARD))
    return found
