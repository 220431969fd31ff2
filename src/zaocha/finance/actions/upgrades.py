"""An upgrade: opened, changed, its machines counted and confirmed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.finance import access
from zaocha.finance.actions import changing
from zaocha.finance.models import Count, Upgrade
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.results import actions as result_actions


@dataclass(frozen=True)
class NewUpgrade:
    """What is to be done: machines, yuan `planned` and, as far as known, `spent` by invoices."""

    company_id: int
    title: str
    machines: int
    planned: Decimal
    words: str = ""
    supplier: str = ""
    spent: Decimal | None = None
    starts_on: date | None = None
    due_on: date | None = None
    demand_id: int | None = None
    client_key: str = ""


@dataclass(frozen=True)
class NewCount:
    """So many machines were upgraded by a day, and how that is known."""

    machines: int
    what: str
    on: date
    evidence: str


def open_upgrade(*, new: NewUpgrade, by: Actor, at: datetime) -> Upgrade:
    """Open a project, by the company itself or the desk for it."""
    with work.begin(by=by, at=at) as w:
        company = access.the_company(by, new.company_id)
        access.may_write(by, company.pk)
        demand_id = access.the_demand(by, new.demand_id, company_id=company.pk)
        if new.client_key:
            known = Upgrade.objects.filter(
                tenant=by.tenant, company=company, client_key=new.client_key
            ).first()
            if known is not None:
                return known
        found = Upgrade(
            tenant=by.tenant, company=company, created_at=at, created_by=by.mark, demand_id=demand_id,
            client_key=new.client_key[:80],
        )  # fmt: skip
        _fill(found, new)
        found.save()
        w.record(
            "upgrade_opened", subject=("upgrade", found.pk),
            ids={"company": company.pk, "machines": new.machines}, fields={"title": found.title},
        )  # fmt: skip
    return found


def change_upgrade(*, upgrade_id: int, new: NewUpgrade, version: int, by: Actor, at: datetime) -> Upgrade:
    """Change what it says, as long as it runs."""
    with changing.upgrade(upgrade_id, by=by, at=at) as (found, w):
        changing.need_version(found, version)
        changing.need_live(found)
        _fill(found, new)
        w.record(
            "upgrade_changed", subject=("upgrade", found.pk), ids={"machines": found.machines},
            fields={"title": found.title, "spent": str(found.spent)},
        )  # fmt: skip
    return found


def count(*, upgrade_id: int, new: NewCount, by: Actor, at: datetime) -> Count:
    """Count machines; by the company itself they are confirmed at once."""
    with changing.upgrade(upgrade_id, by=by, at=at) as (found, w):
        changing.need_live(found)
        if new.on > at.date():
            raise Invalid(_("This day is yet to come."), field="on_day")
        counted = found.counts.filter(disputed_words="").aggregate(sum=Sum("machines"))["sum"] or 0
        if new.machines < 1 or counted + new.machines > found.machines:
            raise Invalid(
                _("%(planned)s are planned, %(counted)s counted.")
                % {"planned": found.machines, "counted": counted},
                remedy=_("Change the plan first if there are more."), field="machines",
            )  # fmt: skip
        made = Count.objects.create(
            upgrade=found, machines=new.machines, what=changing.said(new.what, "what", most=120), on_day=new.on,
            evidence=changing.said(new.evidence, "evidence"), noted_at=at, noted_by=by.mark,
        )  # fmt: skip
        found.state = Upgrade.State.RUNNING
        w.record(
            "machines_counted", subject=("upgrade", found.pk), ids={"count": made.pk, "machines": new.machines},
            fields={"evidence": new.evidence},
        )  # fmt: skip
        if by.company_id is not None:
            _confirm(made, found, by=by, at=at, w=w)
    return made


def confirm_count(*, count_id: int, by: Actor, at: datetime) -> Count:
    """The company confirms a count: it becomes a result."""
    with work.begin(by=by, at=at) as w:
        made = _of_company(count_id, by=by)
        _confirm(made, made.upgrade, by=by, at=at, w=w)
    return made


def dispute_count(*, count_id: int, words: str, by: Actor, at: datetime) -> Count:
    """The company says that it is not so; the count does not stand."""
    with work.begin(by=by, at=at) as w:
        made = _of_company(count_id, by=by)
        made.disputed_words = changing.said(words, "words")
        made.save(update_fields=["disputed_words"])
        w.record(
            "machines_disputed", subject=("upgrade", made.upgrade_id), ids={"count": made.pk},
            fields={"words": words},
        )  # fmt: skip
    return made


def _confirm(made: Count, found: Upgrade, *, by: Actor, at: datetime, w: work.Work) -> None:
    made.confirmed_at = at
    made.save(update_fields=["confirmed_at"])
    result_actions.record(
        new=result_actions.NewResult(
            kind="machine_upgraded", amount=Decimal(made.machines), on=made.on_day, company_id=found.company_id,
            chain=found.company.chain, demand_id=found.demand_id, origin_kind="machines", origin_id=made.pk,
            evidence=f"{made.what}: {made.evidence}", confirmed=True,
        ),
        by=by, at=at,
    )  # fmt: skip
    w.record(
        "machines_confirmed", subject=("upgrade", found.pk), ids={"count": made.pk, "machines": made.machines}
    )


def _of_company(count_id: int, *, by: Actor) -> Count:
    found = (
        Count.objects.select_for_update(of=("self",))
        .select_related("upgrade__company")
        .filter(pk=count_id, upgrade__in=access.upgrades(by))
        .first()
    )
    if found is None:
        raise NotFound()
    if by.company_id is None:
        raise Conflict(_("Only the company can confirm this."), remedy=_("Send it the link of its page."))
    if found.confirmed_at is not None or found.disputed_words:
        raise Conflict(_("The company has said its word on this."))
    return found


def _fill(found: Upgrade, new: NewUpgrade) -> None:
    if not 1 <= new.machines <= 100_000:
        raise Invalid(_("From %(least)s to %(most)s.") % {"least": 1, "most": 100_000}, field="machines")
    if new.starts_on and new.due_on and new.due_on < new.starts_on:
        raise Invalid(_("It would end before it starts."), field="due_on")
    given = asdict(new)
    for name in ("machines", "starts_on", "due_on"):
        setattr(found, name, given[name])
    found.title = changing.said(new.title, "title", most=160)
    found.words, found.supplier = new.words.strip()[:2000], new.supplier.strip()[:120]
    found.planned = changing.amount(new.planned, "planned")
    found.spent = None if new.spent is None else changing.amount(new.spent, "spent")
