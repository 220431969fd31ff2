"""Writes of a dossier: opened, filled, filed with the authority, answered, granted and confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel import work
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed
from zaocha.results import actions as result_actions
from zaocha.titles import completing, tables
from zaocha.titles.actions import changing
from zaocha.titles.models import Dossier, Worker

State = Dossier.State


@dataclass(frozen=True)
class Answer:
    """What the authority said. `kind`: waiting (asked, nothing yet), more (papers wanted), refused."""

    kind: str
    words: str
    next_on: date | None = None


@dataclass(frozen=True)
class Certificate:
    """A title as the authority gave it."""

    number: str
    on: date


def open_dossier(
    *, worker_id: int, rule: str, by: Actor, at: datetime, as_worker: int | None = None
) -> Dossier:
    """Begin to gather papers; one open dossier of a worker and level, however often it is asked for."""
    with work.begin(by=by, at=at) as w:
        worker = changing.worker(worker_id, by=by, as_worker=as_worker)
        known = tables.rules().get(rule)
        if known is None:
            raise Invalid(_("There is no such rule."), field="rule")
        found = worker.dossiers.filter(level=known.level, state__in=_OPEN).first()
        if found is not None:
            return found
        made = Dossier.objects.create(
            tenant_id=by.tenant_id, worker=worker, company_id=worker.company_id, rule=rule, level=known.level,
            field=worker.field, created_at=at, created_by=by.mark,
        )  # fmt: skip
        on = changing.today(by, at)
        verdict = completing.verdict(made, on=on)
        if verdict.code != "may":
            reasons = "; ".join([*verdict.lines, *verdict.asks])
            raise Conflict(_("By what is known this rule does not fit."), remedy=reasons)
        made.next_on = changing.workdays(by, on, tables.procedure().look_days)
        made.save(update_fields=["next_on"])
        changing.note(made, "opened", by=by, at=at)
        w.record("title_opened", subject=("title", made.pk), ids={"worker": worker.pk, "rule": rule})
    return made


def describe(
    *, dossier_id: int, statement: str, by: Actor, at: datetime, as_worker: int | None = None
) -> Dossier:
    """What the worker can do, in own words."""
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by, as_worker=as_worker)
        changing.need_state(found, State.GATHERING)
        found.statement = statement.strip()[:4000]
        found.save(update_fields=["statement"])
        w.record("title_statement_written", subject=("title", found.pk), fields={"words": statement})
    return found


def file(*, dossier_id: int, authority: str, by: Actor, at: datetime) -> Dossier:
    """Refer it to the authority; refused with everything that is lacking."""
    by.need("titles.write")
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by)
        if found.state == State.FILED and found.authority == authority.strip():
            return found
        changing.need_state(found, State.GATHERING)
        if not authority.strip():
            raise Invalid(_("Write which authority it goes to."), field="authority")
        on = changing.today(by, at)
        need_complete(found, on=on)
        found.state, found.authority, found.filed_on = State.FILED, authority.strip()[:80], on
        found.next_on = changing.workdays(by, on, tables.procedure().look_days)
        found.save()
        changing.note(found, "filed", found.authority, by=by, at=at)
        w.record("title_filed", subject=("title", found.pk), ids={"next_on": str(found.next_on)})
    return found


def answered(*, dossier_id: int, answer: Answer, by: Actor, at: datetime) -> Dossier:
    """Note down what the authority said; when it wants more, papers are gathered again until a day."""
    by.need("titles.write")
    if not answer.words.strip():
        raise Invalid(_("Write what the authority said."), field="words")
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by)
        changing.need_state(found, State.FILED)
        on = changing.today(by, at)
        if answer.kind not in ("waiting", "more", "refused"):
            raise Invalid(field="kind", remedy="waiting, more, refused")
        if answer.next_on is not None and answer.next_on < on:
            raise Invalid(_("This day has passed."), field="next_on")
        found.next_on = answer.next_on or changing.workdays(by, on, tables.procedure().look_days)
        if answer.kind == "more":
            found.state = State.GATHERING
        elif answer.kind == "refused":
            found.state, found.reason, found.next_on = State.REFUSED, answer.words.strip()[:400], None
        found.save()
        changing.note(found, answer.kind, answer.words, by=by, at=at)
        w.record("title_answered", subject=("title", found.pk), ids={"kind": answer.kind})
    return found


def grant(*, dossier_id: int, certificate: Certificate, by: Actor, at: datetime) -> Dossier:
    """The title as the authority gave it; after a panel only when the time of objections is over."""
    by.need("titles.write")
    number = certificate.number.strip()[:60]
    if not number:
        raise Invalid(_("Write the number of the certificate."), field="number")
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by)
        if found.state == State.GRANTED and found.certificate == number:
            return found
        changing.need_state(found, State.FILED, State.NOTICE)
        if found.state == State.NOTICE and (found.panel is None or found.panel.state != "ended"):
            raise Conflict(
                _("The result does not stand yet."),
                remedy=_("Wait until the time of objections is over and end the panel."),
            )
        on = changing.today(by, at)
        if certificate.on > on or certificate.on < found.created_at.date() - timedelta(days=1):
            raise Invalid(_("This day does not fit the dossier."), field="on")
        if Dossier.objects.filter(tenant_id=by.tenant_id, certificate=number).exclude(pk=found.pk).exists():
            raise Invalid(_("Another dossier has a certificate of this number."), field="number")
        found.state, found.certificate, found.granted_on, found.next_on = (
            State.GRANTED,
            number,
            certificate.on,
            None,
        )
        found.save()
        changing.note(found, "granted", number, by=by, at=at)
        w.record(
            "title_granted",
            subject=("title", found.pk),
            ids={"level": found.level, "on": str(certificate.on)},
        )
    return found


def withdraw(
    *, dossier_id: int, reason: str, by: Actor, at: datetime, as_worker: int | None = None
) -> Dossier:
    """Take it back before anything is decided."""
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by, as_worker=as_worker)
        if as_worker is None and by.company_id is not None:
            raise NotAllowed()
        changing.need_state(found, State.GATHERING, State.FILED)
        if not reason.strip():
            raise Invalid(_("Say why."), field="reason")
        found.state, found.reason, found.next_on = State.WITHDRAWN, reason.strip()[:400], None
        found.panel = found.number = None
        found.save()
        changing.note(found, "withdrawn", reason, by=by, at=at)
        w.record("title_withdrawn", subject=("title", found.pk))
    return found


def confirm(*, dossier_id: int, by: Actor, at: datetime, as_worker: int | None = None) -> Dossier:
    """The worker, or the company, says that the certificate is there: the result counts from now on."""
    if as_worker is None and by.company_id is None:
        raise NotAllowed()
    with work.begin(by=by, at=at) as w:
        found = changing.dossier(dossier_id, by=by, as_worker=as_worker)
        changing.need_state(found, State.GRANTED)
        if found.confirmed_at is not None:
            return found
        found.confirmed_at, found.confirmed_mark = at, by.mark
        found.save(update_fields=["confirmed_at", "confirmed_mark"])
        changing.note(found, "confirmed", by=by, at=at)
        w.record("title_confirmed", subject=("title", found.pk))
        assert found.granted_on is not None
        result_actions.record(
            new=result_actions.NewResult(
                kind="title_granted", amount=Decimal(1), on=found.granted_on, company_id=found.company_id,
                chain=found.company.chain if found.company else "", evidence=found.level_label, origin_kind="title",
                origin_id=found.pk, confirmed=True,
            ),
            by=by, at=at,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Step:
    """One step by name, as the API and the page take it: describe, file, answer, grant, withdraw."""

    verb: str
    words: str = ""
    kind: str = "waiting"
    on: date | None = None


def step(new: Step, *, dossier_id: int, by: Actor, at: datetime) -> Dossier:
    """One step by its name."""
    if new.verb == "describe":
        return describe(dossier_id=dossier_id, statement=new.words, by=by, at=at)
    if new.verb == "file":
        return file(dossier_id=dossier_id, authority=new.words, by=by, at=at)
    if new.verb == "answer":
        return answered(dossier_id=dossier_id, answer=Answer(new.kind, new.words, new.on), by=by, at=at)
    if new.verb == "grant":
        given = Certificate(new.words, new.on or changing.today(by, at))
        return grant(dossier_id=dossier_id, certificate=given, by=by, at=at)
    if new.verb == "withdraw":
        return withdraw(dossier_id=dossier_id, reason=new.words, by=by, at=at)
    raise Invalid(field="verb", remedy="describe, file, answer, grant, withdraw")


def need_complete(found: Dossier, *, on: date) -> None:
    """Refuse with everything that a dossier lacks."""
    found.worker = Worker.objects.get(pk=found.worker_id)
    kinds = list(found.papers.values_list("kind", flat=True))
    lacking = completing.gaps(found, completing.verdict(found, on=on), kinds)
    if lacking:
        words = " ".join(f"{one.words} {one.remedy}" for one in lacking)
        raise Conflict(_("The dossier is not complete."), remedy=words)


_OPEN = (State.GATHERING, State.FILED, State.PANEL, State.NOTICE)
