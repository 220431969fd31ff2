"""Which companies are on a chain and where they stand. The register holds the chain; here is the rest of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import actors
from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Belonging, Place
from zaocha.companies import actions as company_actions
from zaocha.companies.models import Company
from zaocha.dealings.models import Good
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotFound


def join(
    *, chain: str, company_id: int, by: Actor, at: datetime, position: str = "", on: date | None = None
) -> Place:
    """Put a company on a chain, off another one if it was there. It changes who sees the company: for the desk."""
    by.need("companies.write")
    access.need_write(by, chain)
    return admit(chain=chain, company_id=company_id, by=by, at=at, position=position, on=on)


def admit(
    *, chain: str, company_id: int, by: Actor, at: datetime, position: str = "", on: date | None = None
) -> Place:
    """The same for who has asked the rights already: `join`, and a request that the company itself made."""
    access.the_chain(by, chain)
    _need_position(position)
    today = at.astimezone(SHANGHAI).date()
    day = on or today
    if day > today:
        raise Invalid(_("This day has not come yet."), field="on")
    with work.begin(by=by, at=at) as w:
        company = _locked(by, company_id)
        live = Place.objects.filter(company=company, to_on=None).first()
        if company.chain == chain and live is not None and live.chain == chain:
            raise Conflict(_("The company is on this chain already."))
        if company.chain != chain:
            _write_chain(company, chain, by=by, at=at)
        if live is not None:
            _close(live, day, words="")
        made = _open(company, chain, by=by, at=at, position=position, on=day)
        w.record("chain_joined", subject=("company", company.pk), ids={"chain": chain, "position": position})
    return made


def place(*, chain: str, company_id: int, position: str, by: Actor, at: datetime) -> Place:
    """Say where a company of the chain stands: upstream, midstream, downstream. The one before is kept."""
    access.need_write(by, chain)
    _need_position(position)
    if not position:
        raise Invalid(_("Please choose one."), field="position")
    with work.begin(by=by, at=at) as w:
        company = _locked(by, company_id)
        if company.chain != chain:
            raise NotFound()
        live = Place.objects.filter(company=company, to_on=None).first()
        if live is not None and live.chain == chain and live.position == position:
            return live
        since = None if live is None else at.astimezone(SHANGHAI).date()
        if live is not None and live.chain == chain and not live.position:
            live.position = position  # said for the first time: nothing ends
            live.save(update_fields=["position"])
        else:
            if live is not None:
                _close(live, at.astimezone(SHANGHAI).date(), words="")
            live = _open(company, chain, by=by, at=at, position=position, on=since)
        w.record("chain_placed", subject=("company", company.pk), ids={"chain": chain, "position": position})
    return live


def take_off(*, chain: str, company_id: int, words: str, by: Actor, at: datetime) -> None:
    """A company is on the chain no longer; why stays on record."""
    by.need("companies.write")
    access.need_write(by, chain)
    release(chain=chain, company_id=company_id, words=words, by=by, at=at)


def release(*, chain: str, company_id: int, words: str, by: Actor, at: datetime) -> None:
    """The same for who has asked the rights already."""
    if not words.strip():
        raise Invalid(_("Say why in a few words: it stays on record."), field="words")
    with work.begin(by=by, at=at) as w:
        company = _locked(by, company_id)
        if company.chain != chain:
            raise NotFound()
        live = Place.objects.filter(company=company, to_on=None).first() or _open(
            company, chain, by=by, at=at, position="", on=None
        )
        _close(live, at.astimezone(SHANGHAI).date(), words=words)
        _write_chain(company, "", by=by, at=at)
        w.record("chain_left", subject=("company", company.pk), ids={"chain": chain}, fields={"words": words})


def follow(*, tenant_id: int, company_ids: Iterable[int], at: datetime) -> None:
    """The register was changed elsewhere: places that no longer fit end, and new ones begin."""
    day = at.astimezone(SHANGHAI).date()
    companies = Company.objects.filter(tenant_id=tenant_id, pk__in=list(company_ids))
    live = {one.company_id: one for one in Place.objects.filter(company__in=companies, to_on=None)}
    for company in companies.select_related("tenant"):
        if company.merged_into_id:
            _move(company, day)
        found = live.get(company.pk)
        chain = "" if company.merged_into_id else company.chain
        if found is None or found.chain == chain:
            continue
        _close(found, day, words="")
        if chain:
            _open(company, chain, by=actors.system(company.tenant), at=at, position="", on=day)


def _move(gone: Company, day: date) -> None:
    """What belonged to an entry that went up in another belongs to that one, or ends where it belonged already."""
    for one in Belonging.objects.filter(company=gone, to_on=None):
        there = Belonging.objects.filter(
            alliance_id=one.alliance_id, company_id=gone.merged_into_id or 0, to_on=None
        )
        if there.exists():
            one.to_on = max(day, one.from_on)
        else:
            one.company_id = gone.merged_into_id or one.company_id
        one.save(update_fields=["to_on", "company"])


def _need_position(position: str) -> None:
    if position and position not in Good.Tier.values:
        raise Invalid(field="position", remedy=", ".join(Good.Tier.values))


def _locked(by: Actor, company_id: int) -> Company:
    found = Company.objects.select_for_update().filter(tenant=by.tenant, pk=company_id, merged_into=None)
    company = found.first()
    if company is None:
        raise NotFound()
    return company


def _write_chain(company: Company, chain: str, *, by: Actor, at: datetime) -> None:
    """A leader agrees to what the company asked for without holding the register's right."""
    writer = by if by.may("companies.write") else actors.system(by.tenant)
    company_actions.change(company_id=company.pk, changes={"chain": chain}, by=writer, at=at)


def _open(company: Company, chain: str, *, by: Actor, at: datetime, position: str, on: date | None) -> Place:
    return Place.objects.create(
        tenant_id=company.tenant_id, chain=chain, company=company, position=position, from_on=on, recorded_at=at,
        recorded_by=by.mark,
    )  # fmt: skip


def _close(live: Place, on: date, *, words: str) -> None:
    live.to_on = max(on, live.from_on or on)
    live.words = words.strip()[:200]
    live.save(update_fields=["to_on", "words"])
