"""An agreement from the draft to the signing, its renewal and its early end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.agreements import access, terms
from zaocha.agreements.actions import clauses
from zaocha.agreements.actions.holding import ask_anew, held
from zaocha.agreements.models import Agreement, Clause, Due, Party
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.promises import actions as promise_actions

State = Agreement.State


@dataclass(frozen=True)
class NewAgreement:
    """The community's unit, the companies, and the term; both days included."""

    title: str
    unit_id: int
    company_ids: tuple[int, ...]
    starts_on: date
    ends_on: date
    purpose: str = ""
    spokesman: str = ""  # of the community


def draft(*, new: NewAgreement, by: Actor, at: datetime) -> Agreement:
    """Write a draft; companies see it once it is put to them."""
    by.need("agreements.write")
    unit, companies = _parties(new, by=by)
    _check(new)
    with work.begin(by=by, at=at) as w:
        made = Agreement.objects.create(
            tenant=by.tenant, title=new.title.strip(), purpose=new.purpose.strip(), starts_on=new.starts_on,
            ends_on=new.ends_on, made_at=at, made_by=by.mark,
        )  # fmt: skip
        Party.objects.create(agreement=made, unit=unit, spokesman=new.spokesman.strip())
        Party.objects.bulk_create([Party(agreement=made, company=one) for one in companies])
        ids = {"companies": [one.pk for one in companies], "ends_on": made.ends_on.isoformat()}
        w.record("agreement_drafted", subject=("agreement", made.pk), ids=ids, fields={"title": made.title})
    return made


def change(*, agreement_id: int, new: NewAgreement, by: Actor, at: datetime) -> Agreement:
    """Change a draft, or a text that lies with the parties: whoever agreed to another text has not agreed to this."""
    unit, companies = _parties(new, by=by)
    _check(new)
    with work.begin(by=by, at=at) as w:
        found = held(agreement_id, by=by, states={State.DRAFT, State.OFFERED})
        found.title, found.purpose = new.title.strip(), new.purpose.strip()
        found.starts_on, found.ends_on = new.starts_on, new.ends_on
        found.save()
        _change_parties(found, unit, companies, spokesman=new.spokesman)
        ask_anew(found)
        w.record("agreement_changed", subject=("agreement", found.pk), fields={"title": found.title})
    return found


def offer(*, agreement_id: int, by: Actor, at: datetime) -> Agreement:
    """Put the text to the parties: clauses on either side, and every day within the term."""
    with work.begin(by=by, at=at) as w:
        found = held(agreement_id, by=by, states={State.DRAFT})
        sides = {one.party.company_id is None for one in found.clauses.select_related("party")}
        if sides != {True, False}:
            raise Invalid(_("Both sides promise something: write at least one clause of either side."))
        _check_days(found)
        found.state = State.OFFERED
        found.save(update_fields=["state"])
        w.record("agreement_offered", subject=("agreement", found.pk))
    return found


def answer(
    *, agreement_id: int, agrees: bool, words: str, by: Actor, at: datetime, party_id: int = 0
) -> Party:
    """A party agrees to the text or objects: a company by its page, or the desk notes down what `party_id` said."""
    with work.begin(by=by, at=at) as w:
        found = held(agreement_id, by=by, states={State.OFFERED}, by_company=True)
        rows = found.parties.select_related("company", "unit")
        party = (
            rows.filter(company_id=by.company_id).first()
            if by.company_id
            else rows.filter(pk=party_id).first()
        )
        if party is None:
            raise NotFound()
        if not agrees and not words.strip():
            raise Invalid(_("Say in a few words what should be otherwise."), field="words")
        party.agreed_at, party.agreed_by = (at, (by.name or str(party))[:60]) if agrees else (None, "")
        party.objection = "" if agrees else words.strip()[:400]
        party.save()
        ids = {"party": party.pk, "agrees": agrees}
        w.record("agreement_answered", subject=("agreement", found.pk), ids=ids, fields={"words": words})
    return party


def sign(*, agreement_id: int, signed_on: date, by: Actor, at: datetime) -> Agreement:
    """Signed on paper: from now on every clause is a promise of the ledger, on each of its days."""
    with work.begin(by=by, at=at) as w:
        found = held(agreement_id, by=by, states={State.OFFERED})
        if signed_on > at.astimezone(SHANGHAI).date() or signed_on > found.ends_on:
            raise Invalid(_("It is signed today or on a day that has passed."), field="signed_on")
        objecting = found.parties.exclude(objection="").select_related("company", "unit").first()
        if objecting is not None:
            raise Conflict(
                _("%(party)s objects: %(words)s") % {"party": objecting, "words": objecting.objection},
                remedy=_("Change the text, and ask again."),
            )
        _check_days(found)
        found.state, found.signed_on = State.SIGNED, signed_on
        found.save(update_fields=["state", "signed_on"])
        found.parties.filter(agreed_at=None).update(agreed_at=at, agreed_by=by.name[:60])
        count = clauses.promise_all(found, by=by, at=at)
        ids = {"signed_on": signed_on.isoformat(), "promises": count}
        w.record("agreement_signed", subject=("agreement", found.pk), ids=ids)
    return found


def end(*, agreement_id: int, reason: str, by: Actor, at: datetime) -> Agreement:
    """It ends before its time; what is still open is released with the reason, nothing goes silently."""
    if not reason.strip():
        raise Invalid(_("Say why: the reason stays on record."), field="reason")
    with work.begin(by=by, at=at) as w:
        found = held(agreement_id, by=by, states={State.SIGNED})
        found.state, found.reason = State.ENDED, reason.strip()[:400]
        found.ended_on = at.astimezone(SHANGHAI).date()
        found.save(update_fields=["state", "reason", "ended_on"])
        open_ = Due.objects.filter(clause__agreement=found, promise__state="open").select_related("promise")
        for due in open_:
            assert due.promise_id is not None
            words = _("The agreement ended: %(reason)s") % {"reason": found.reason}
            promise_actions.release(promise_id=due.promise_id, reason=words, by=clauses.keeper(by), at=at)
        w.record("agreement_ended", subject=("agreement", found.pk), fields={"reason": reason})
    return found


def renew(*, agreement_id: int, by: Actor, at: datetime) -> Agreement:
    """A new draft with the same parties and clauses for the time that follows; asked twice it is the same draft."""
    with work.begin(by=by, at=at) as w:
        old = held(agreement_id, by=by, states={State.SIGNED, State.ENDED})
        known = old.renewals.exclude(state=State.ENDED).first()
        if known is not None:
            return known
        starts = (old.ended_on or old.ends_on) + timedelta(days=1)
        shift = starts - old.starts_on
        made = Agreement.objects.create(
            tenant=by.tenant, title=old.title, purpose=old.purpose, starts_on=starts, ends_on=old.ends_on + shift,
            renews=old, made_at=at, made_by=by.mark,
        )  # fmt: skip
        parties = {}
        for one in old.parties.all():
            parties[one.pk] = Party.objects.create(
                agreement=made, unit_id=one.unit_id, company_id=one.company_id, spokesman=one.spokesman
            )
        for clause in old.clauses.order_by("number"):
            Clause.objects.create(
                agreement=made, party=parties[clause.party_id], number=clause.number, what=clause.what,
                owner=clause.owner, months=clause.months, first_due_on=clause.first_due_on + shift,
            )  # fmt: skip
        w.record("agreement_renewed", subject=("agreement", made.pk), ids={"renews": old.pk})
    return made


def _check(new: NewAgreement) -> None:
    if not new.title.strip():
        raise Invalid(_("Please fill this in."), field="title")
    if not new.starts_on < new.ends_on <= new.starts_on + timedelta(days=3700):
        raise Invalid(_("The last day lies after the first, within ten years."), field="ends_on")


def _check_days(found: Agreement) -> None:
    for one in found.clauses.all():
        if (
            not terms.days(one.first_due_on, months=one.months, until=found.ends_on)
            or one.first_due_on < found.starts_on
        ):
            words = _("Clause %(n)s does not fall due within the term.") % {"n": one.number}
            raise Invalid(words, remedy=_("Change its day, or the term."))


def _parties(new: NewAgreement, *, by: Actor) -> tuple[Unit, list[Company]]:
    by.need("agreements.write")
    unit = Unit.objects.filter(tenant=by.tenant, pk=new.unit_id, is_active=True).first()
    if unit is None:
        raise NotFound()
    wanted = set(new.company_ids)
    if not wanted:
        raise Invalid(_("Name at least one company."), field="companies")
    found = list(Company.objects.filter(tenant=by.tenant, pk__in=wanted, merged_into=None).order_by("pk"))
    if len(found) != len(wanted):
        raise NotFound()
    if access.own_companies(by).filter(pk__in=wanted).count() != len(wanted):
        raise NotAllowed()
    return unit, found


def _change_parties(found: Agreement, unit: Unit, companies: list[Company], *, spokesman: str) -> None:
    found.parties.exclude(company=None).update(unit=None)
    community = found.parties.get(company=None)
    community.unit, community.spokesman = unit, spokesman.strip()
    community.save()
    gone = found.parties.exclude(company=None).exclude(company__in=companies)
    if promised := gone.filter(clauses__isnull=False).select_related("company").first():
        raise Invalid(
            _("%(party)s still promises something here.") % {"party": promised},
            remedy=_("Take its clauses out first."), field="companies",
        )  # fmt: skip
    gone.delete()
    there = set(found.parties.values_list("company", flat=True))
    Party.objects.bulk_create(
        [Party(agreement=found, company=one) for one in companies if one.pk not in there]
    )
