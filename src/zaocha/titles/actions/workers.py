"""Writes of workers: told, corrected, agreed to, erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.rules import facts_reading
from zaocha.rules.findings import Unreadable
from zaocha.titles import access, judging, tables
from zaocha.titles.actions import changing, papers
from zaocha.titles.models import Dossier, Entry, Objection, Paper, Sheet, Tie, Worker

CONSENT = "2026-11"
"""Version of the words that a worker agrees to (templates/titles/consent.html)."""
KEPT = timedelta(days=730)
OPEN = ("gathering", "filed", "panel", "notice")


@dataclass(frozen=True)
class NewWorker:
    """A worker with what is known; `facts`: name → value as in data/facts.yaml. `agreed`: by the worker's own tick."""

    name: str
    field: str
    facts: Mapping[str, Any] = dataclass_field(default_factory=dict)
    company_id: int | None = None
    post: str = ""
    phone: str = ""
    told_by: str = "desk"
    agreed: bool = False
    shown_to_company: bool = True
    client_key: str = ""


def tell(*, new: NewWorker, by: Actor, at: datetime) -> Worker:
    """Note down a worker who may qualify. The same `client_key` again gives the same worker."""
    if by.company_id is None and new.told_by != "self":
        by.need("titles.write")
    company = access.the_company(by, new.company_id)
    on = changing.today(by, at)
    facts = _facts(new.facts)
    if not new.name.strip():
        raise Invalid(_("Write the name."), field="name")
    if new.told_by == "self" and not new.agreed:
        raise Invalid(_("Without your consent nothing is kept."), field="agreed")
    with work.begin(by=by, at=at) as w:
        known = Worker.objects.filter(tenant=by.tenant, client_key=new.client_key).first()
        if new.client_key and known is not None:
            return known
        made = Worker.objects.create(
            tenant=by.tenant, company=company, name=new.name.strip(), phone=new.phone.strip(), post=new.post.strip(),
            field=_field(new.field), facts=facts, told_on=on, told_by=Worker.Told(new.told_by), told_mark=by.mark,
            shown_to_company=new.shown_to_company, expires_on=on + KEPT, best=_best(facts, on), created_at=at,
            client_key=new.client_key,
        )  # fmt: skip
        ids = {"company": company.pk if company else None, "told_by": new.told_by}
        w.record("title_worker_told", subject=("title_worker", made.pk), ids=ids, fields={"name": new.name})
        if new.agreed:
            _agree(made, by=by, at=at, w=w)
    return made


def change(
    *, worker_id: int, new: NewWorker, version: int, by: Actor, at: datetime, as_worker: int | None = None
) -> Worker:
    """Correct what is known; years count from today on."""
    facts = _facts(new.facts)
    with work.begin(by=by, at=at) as w:
        found = changing.worker(worker_id, by=by, as_worker=as_worker)
        if found.version != version:
            raise Conflict(
                _("Somebody else has changed this meanwhile."), remedy=_("Look at it again, then change it.")
            )
        on = changing.today(by, at)
        found.name, found.post, found.phone = new.name.strip(), new.post.strip(), new.phone.strip()
        found.field, found.facts, found.told_on = _field(new.field), facts, on
        if as_worker is not None:
            found.shown_to_company = new.shown_to_company
        found.best, found.version = _best(facts, on), found.version + 1
        found.save()
        w.record(
            "title_worker_changed",
            subject=("title_worker", found.pk),
            fields={"facts": sorted(facts.items())},
        )
    return found


def consent(*, worker_id: int, by: Actor, at: datetime) -> Worker:
    """The worker agrees, by own link; nobody agrees for them."""
    with work.begin(by=by, at=at) as w:
        found = changing.worker(worker_id, by=by, as_worker=worker_id)
        if found.consented_at is None:
            _agree(found, by=by, at=at, w=w)
    return found


def erase(*, worker_id: int, by: Actor, at: datetime, as_worker: int | None = None) -> Worker:
    """Blank what is known of a person, with papers and words; only that there was a dossier stays."""
    if as_worker is None:
        by.need("titles.persons")
    with work.begin(by=by, at=at) as w:
        found = changing.worker(worker_id, by=by, as_worker=as_worker)
        files = _erase(found, by=by, at=at, w=w)
    papers.drop(by.tenant_id, files)
    return found


def erase_expired(*, by: Actor, at: datetime, most: int = 50) -> int:
    """Erase those whose time has come and whose dossiers have ended; the number erased."""
    on = changing.today(by, at)
    rows = Worker.objects.filter(tenant=by.tenant, erased_at=None, expires_on__lt=on)
    rows = rows.exclude(dossiers__state__in=OPEN).order_by("pk")
    with work.begin(by=by, at=at) as w:
        found = list(rows.select_for_update(of=("self",))[:most])
        files = [file for one in found for file in _erase(one, by=by, at=at, w=w)]
    papers.drop(by.tenant_id, files)
    return len(found)


def renew(*, by: Actor, at: datetime, after: int = 0, most: int = 200) -> int | None:
    """Judge workers anew, for years go on; the id to go on after, None at the end."""
    on = changing.today(by, at)
    rows = list(Worker.objects.filter(tenant=by.tenant, erased_at=None, pk__gt=after).order_by("pk")[:most])
    changed = []
    for one in rows:
        best = judging.best(judging.judged(judging.told(one.facts, as_of=one.told_on, on=on))).code
        if best != one.best:
            one.best = best
            changed.append(one)
    Worker.objects.bulk_update(changed, ["best"])
    return rows[-1].pk if len(rows) == most else None


def _erase(found: Worker, *, by: Actor, at: datetime, w: work.Work) -> list[tuple[str, str]]:
    if found.dossiers.filter(state__in=OPEN).exclude(state="gathering").exists():
        raise Conflict(
            _("A dossier of this worker is being decided."),
            remedy=_("Withdraw it first; then it can be erased."),
        )
    found.dossiers.filter(state="gathering").update(state=Dossier.State.WITHDRAWN, next_on=None)
    of_worker = {"dossier__worker": found}
    files = list(Paper.objects.filter(**of_worker).values_list("digest", "media_type"))
    Paper.objects.filter(**of_worker).delete()
    Sheet.objects.filter(**of_worker).update(words="")
    Objection.objects.filter(**of_worker).update(words="", contact="", answer="")
    Entry.objects.filter(**of_worker).update(words="", name="")
    Tie.objects.filter(worker=found).delete()
    found.dossiers.update(statement="", reason="", certificate="")
    found.name = found.phone = found.post = found.client_key = ""
    found.facts, found.best, found.erased_at = {}, "", at
    found.save()
    links.revoke(tenant=by.tenant, purpose="title_worker", subject_id=found.pk, at=at)
    w.record("title_worker_erased", subject=("title_worker", found.pk))
    return files


def _agree(found: Worker, *, by: Actor, at: datetime, w: work.Work) -> None:
    found.consent_text, found.consented_at, found.consent_mark = CONSENT, at, by.mark
    found.save(update_fields=["consent_text", "consented_at", "consent_mark"])
    w.record("title_consent_given", subject=("title_worker", found.pk), ids={"text": CONSENT})


def _facts(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they are kept; what is empty is left out."""
    known, found = tables.dictionary(), {}
    names = {one.name for one in tables.asked()}
    for name, value in given.items():
        if name not in names:
            raise Invalid(_("There is no such fact: %(name)s.") % {"name": name}, field="facts")
        if value in (None, ""):
            continue
        try:
            kept = facts_reading.value_of(known[name], value, known)
        except Unreadable as wrong:
            said = tables.said(wrong.findings[0].message.both())
            raise Invalid(said, field=name) from None
        if known[name].is_numeric and not 0 <= kept <= 1000:  # type: ignore[operator]
            raise Invalid(_("From %(least)s to %(most)s.") % {"least": 0, "most": 1000}, field=name)
        found[name] = facts_reading.as_json(kept)
    return found


def _best(facts: Mapping[str, Any], on: date) -> str:
    return judging.best(judging.judged(judging.told(facts, as_of=on, on=on))).code


def _field(code: str) -> str:
    if code not in tables.fields():
        raise Invalid(_("There is no such field of work."), field="field", remedy=", ".join(tables.fields()))
    return code
