"""Alliances with their companies and organisations, who come and go on days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.chains import access
from zaocha.chains.models import Alliance, Belonging, Organisation
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class NewAlliance:
    """`chain`: a code, or "" for one across chains."""

    kind: str
    name: str
    from_on: date
    brand: str = ""
    chain: str = ""
    aim: str = ""


def found_alliance(*, new: NewAlliance, by: Actor, at: datetime) -> Alliance:
    """Enter an alliance; a chain's leader may for the own chain."""
    access.need_write(by, new.chain)
    made = Alliance(tenant=by.tenant, **_checked(new, by=by, at=at))
    with work.begin(by=by, at=at) as w:
        made.save()
        ids = {"kind": made.kind, "chain": made.chain}
        w.record("alliance_founded", subject=("alliance", made.pk), ids=ids, fields={"name": made.name})
    return made


def change_alliance(*, alliance_id: int, new: NewAlliance, by: Actor, at: datetime) -> Alliance:
    """Change what is said of it; who belongs to it stays."""
    with work.begin(by=by, at=at) as w:
        found = _locked(by, alliance_id)
        access.need_write(by, new.chain)
        for name, value in _checked(new, by=by, at=at, but=found.pk).items():
            setattr(found, name, value)
        found.save()
        ids = {"kind": found.kind, "chain": found.chain}
        w.record("alliance_changed", subject=("alliance", found.pk), ids=ids, fields={"name": found.name})
    return found


def end_alliance(*, alliance_id: int, words: str, by: Actor, at: datetime) -> Alliance:
    """It is no more from today on; all belongings end with it and stay as history."""
    if not words.strip():
        raise Invalid(_("Say why in a few words: it stays on record."), field="words")
    day = at.astimezone(SHANGHAI).date()
    with work.begin(by=by, at=at) as w:
        found = _live(by, alliance_id)
        found.to_on, found.words = day, words.strip()[:200]
        found.save(update_fields=["to_on", "words"])
        found.belongings.filter(to_on=None).update(to_on=day)
        found.organisations.filter(to_on=None).update(to_on=day)
        w.record("alliance_ended", subject=("alliance", found.pk), fields={"words": words})
    return found


def add_company(
    *, alliance_id: int, company_ids: Iterable[int], on: date, by: Actor, at: datetime
) -> list[Belonging]:
    """Companies belong to it from a day on; who does already is left as it is."""
    with work.begin(by=by, at=at) as w:
        found = _live(by, alliance_id)
        _need_day(found, on, at=at)
        wanted = list(dict.fromkeys(company_ids))
        known = Company.objects.filter(tenant=by.tenant, pk__in=wanted, merged_into=None)
        if known.count() != len(wanted):
            raise NotFound()
        there = set(
            found.belongings.filter(to_on=None, company_id__in=wanted).values_list("company", flat=True)
        )
        if len(wanted) == 1 and there:
            raise Conflict(_("The company belongs to it already."), field="company")
        late = found.belongings.filter(company_id__in=wanted, to_on__gt=on)
        if late.exists():
            raise Invalid(_("It left on a later day than this one."), field="on")
        made = Belonging.objects.bulk_create(
            Belonging(alliance=found, company_id=pk, from_on=on, recorded_by=by.mark)
            for pk in wanted
            if pk not in there
        )
        ids = {"companies": [one.company_id for one in made]}
        w.record("alliance_joined", subject=("alliance", found.pk), ids=ids)
    return made


def leave(*, belonging_id: int, words: str, by: Actor, at: datetime) -> Belonging:
    """A company belongs to it no longer; why stays on record."""
    if not words.strip():
        raise Invalid(_("Say why in a few words: it stays on record."), field="words")
    with work.begin(by=by, at=at) as w:
        found = access.the_belonging(by, belonging_id)
        if found.to_on is not None:
            raise Conflict(_("It belongs to it no longer."))
        found.to_on = max(at.astimezone(SHANGHAI).date(), found.from_on)
        found.words = words.strip()[:200]
        found.save(update_fields=["to_on", "words"])
        ids = {"company": found.company_id}
        w.record("alliance_left", subject=("alliance", found.alliance_id), ids=ids, fields={"words": words})
    return found


def add_organisation(
    *, alliance_id: int, name: str, on: date, by: Actor, at: datetime, company_id: int | None = None
) -> Organisation:
    """An organisation joins, by its name alone: nothing of who belongs to it is ever kept."""
    if not name.strip():
        raise Invalid(_("Please fill this in."), field="name")
    with work.begin(by=by, at=at) as w:
        found = _live(by, alliance_id)
        _need_day(found, on, at=at)
        if company_id is not None and not Company.objects.filter(tenant=by.tenant, pk=company_id).exists():
            raise NotFound()
        if found.organisations.filter(name=name.strip()[:80], to_on=None).exists():
            raise Conflict(_("This organisation belongs to it already."), field="name")
        made = Organisation.objects.create(
            alliance=found, name=name.strip()[:80], company_id=company_id, from_on=on, recorded_by=by.mark
        )
        ids = {"organisation": made.pk, "company": company_id}
        w.record("organisation_joined", subject=("alliance", found.pk), ids=ids, fields={"name": made.name})
    return made


def withdraw(*, organisation_id: int, by: Actor, at: datetime) -> Organisation:
    """An organisation belongs to it no longer."""
    with work.begin(by=by, at=at) as w:
        found = access.the_organisation(by, organisation_id)
        if found.to_on is not None:
            raise Conflict(_("It belongs to it no longer."))
        found.to_on = max(at.astimezone(SHANGHAI).date(), found.from_on)
        found.save(update_fields=["to_on"])
        ids = {"organisation": found.pk}
        w.record("organisation_left", subject=("alliance", found.alliance_id), ids=ids)
    return found


def _checked(new: NewAlliance, *, by: Actor, at: datetime, but: int | None = None) -> dict[str, object]:
    if new.kind not in Alliance.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Alliance.Kind.values))
    name = new.name.strip()[:80]
    if not name:
        raise Invalid(_("Please fill this in."), field="name")
    if new.chain:
        access.the_chain(by, new.chain)
    if new.kind == Alliance.Kind.CHAIN and not new.chain:
        raise Invalid(_("Say of which chain it is."), field="chain")
    if new.kind == Alliance.Kind.CROSS and new.chain:
        raise Invalid(_("An alliance across chains is of no single one."), field="chain")
    if new.from_on > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day has not come yet."), field="from_on")
    if Alliance.objects.filter(tenant=by.tenant, name=name).exclude(pk=but or 0).exists():
        raise Conflict(_("There is an alliance of that name already."), field="name")
    return {
        "kind": new.kind, "name": name, "brand": new.brand.strip()[:40], "chain": new.chain,
        "aim": new.aim.strip()[:300], "from_on": new.from_on,
    }  # fmt: skip


def _locked(by: Actor, pk: int) -> Alliance:
    found = Alliance.objects.select_for_update().filter(tenant=by.tenant, pk=pk).first()
    if found is None:
        raise NotFound()
    access.need_write(by, found.chain)
    return found


def _live(by: Actor, pk: int) -> Alliance:
    found = _locked(by, pk)
    if found.to_on is not None:
        raise Conflict(_("This alliance has ended."))
    return found


def _need_day(alliance: Alliance, on: date, *, at: datetime) -> None:
    if on > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day has not come yet."), field="on")
    if on < alliance.from_on:
        raise Invalid(_("The alliance was founded on %(day)s only.") % {"day": alliance.from_on}, field="on")
