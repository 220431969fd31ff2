"""Writes of the pool of experts: entered, ended, and their ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid
from zaocha.titles import access, tables
from zaocha.titles.actions import changing
from zaocha.titles.models import Expert, Seat, Tie


@dataclass(frozen=True)
class NewExpert:
    """Somebody for the pool; `level`: the expert's own title; `fields`: codes of fields of work."""

    name: str
    level: str
    fields: tuple[str, ...]
    company_id: int | None = None
    employer: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NewTie:
    """What keeps an expert off the dossiers of a worker, or of everybody in a company."""

    kind: str
    worker_id: int | None = None
    company_id: int | None = None


def enter(*, new: NewExpert, by: Actor, at: datetime) -> Expert:
    """Take an expert into the pool; the same name and employer again change the entry."""
    by.need("titles.write")
    if not new.name.strip():
        raise Invalid(_("Write the name."), field="name")
    if new.level not in tables.levels():
        raise Invalid(_("There is no such level."), field="level", remedy=", ".join(tables.levels()))
    if not new.fields or any(code not in tables.fields() for code in new.fields):
        raise Invalid(_("There is no such field of work."), field="fields", remedy=", ".join(tables.fields()))
    company = access.the_company(by, new.company_id)
    employer = company.name[:80] if company else new.employer.strip()[:80]
    with work.begin(by=by, at=at) as w:
        found, _made = Expert.objects.update_or_create(
            tenant=by.tenant, name=new.name.strip(), employer=employer,
            defaults={
                "company": company, "phone": new.phone.strip(), "level": new.level, "fields": sorted(set(new.fields)),
                "ended_on": None,
            },
            create_defaults={
                "company": company, "phone": new.phone.strip(), "level": new.level, "fields": sorted(set(new.fields)),
                "created_at": at,
            },
        )  # fmt: skip
        w.record("title_expert_entered", subject=("title_expert", found.pk), ids={"level": new.level})
    return found


def end(*, expert_id: int, by: Actor, at: datetime) -> Expert:
    """Not drawn any more from today on."""
    by.need("titles.write")
    with work.begin(by=by, at=at) as w:
        found = access.the_expert(by, expert_id)
        if found.ended_on is None:
            found.ended_on = changing.today(by, at)
            found.save(update_fields=["ended_on"])
            w.record("title_expert_ended", subject=("title_expert", found.pk))
    return found


def tie(*, expert_id: int, new: NewTie, by: Actor, at: datetime) -> Tie:
    """Note down a tie that the desk knows of, or that the expert declared."""
    by.need("titles.write")
    if new.kind not in Tie.Kind.values:
        raise Invalid(field="kind", remedy=", ".join(Tie.Kind.values))
    if (new.worker_id is None) == (new.company_id is None):
        raise Invalid(_("Name one worker or one company."), field="worker")
    with work.begin(by=by, at=at) as w:
        found = access.the_expert(by, expert_id)
        worker = access.the_worker(by, new.worker_id) if new.worker_id is not None else None
        company = access.the_company(by, new.company_id)
        made, _new = Tie.objects.get_or_create(
            expert=found, worker=worker, company=company, kind=Tie.Kind(new.kind),
            defaults={"told_at": at, "told_mark": by.mark},
        )  # fmt: skip
        ids = {"kind": new.kind, "worker": new.worker_id, "company": new.company_id}
        w.record("title_tie_told", subject=("title_expert", found.pk), ids=ids)
    return made


def declare(*, seat: Seat, dossier_id: int, kind: str, by: Actor, at: datetime) -> Tie:
    """An expert on a panel declares a tie to one of the workers, by own link."""
    if kind not in Tie.Kind.values:
        raise Invalid(_("Choose what ties you to this worker."), field="kind")
    with work.begin(by=by, at=at) as w:
        dossier = seat.panel.dossiers.filter(pk=dossier_id).first()
        if dossier is None:
            raise Invalid(_("Choose a dossier of this panel."), field="dossier")
        made, _new = Tie.objects.get_or_create(
            expert_id=seat.expert_id, worker_id=dossier.worker_id, company=None, kind=Tie.Kind(kind),
            defaults={"told_at": at, "told_mark": by.mark},
        )  # fmt: skip
        ids = {"kind": kind, "worker": dossier.worker_id}
        w.record("title_tie_told", subject=("title_expert", seat.expert_id), ids=ids)
    return made
