"""Who leads, convenes and anchors a chain: a term begins, and ends the one before on the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zaocha.accounts import actions as account_actions
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Membership, Person, Tenant
from zaocha.chains import access
from zaocha.chains.models import Term
from zaocha.companies.models import Company
from zaocha.kernel import work
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Invalid, NotAllowed, NotFound

LEADS = "chain_leader"


@dataclass(frozen=True)
class NewTerm:
    """A leader is a person with an account; a convener has a name, a post and a company; an anchor is a company."""

    chain: str
    role: str
    from_on: date
    person_id: int | None = None
    company_id: int | None = None
    name: str = ""
    post: str = ""


def begin_term(*, new: NewTerm, by: Actor, at: datetime) -> Term:
    """From this day on; whoever held it before holds it until that day. Only who writes all chains may."""
    by.need("chains.write_all")
    access.the_chain(by, new.chain)
    if new.role not in Term.Role.values:
        raise Invalid(field="role", remedy=", ".join(Term.Role.values))
    _need_past(new.from_on, at=at)
    made = _made(new, by=by, at=at)
    with work.begin(by=by, at=at) as w:
        Tenant.objects.select_for_update().get(pk=by.tenant_id)  # two at once: one after the other
        _succeed(made, by=by, at=at)
        made.save()
        if made.person is not None:
            _hand_over(made.person, new.chain, by=by, at=at)
        ids = {"chain": new.chain, "role": new.role, "company": new.company_id, "person": new.person_id}
        w.record("term_begun", subject=("term", made.pk), ids=ids, fields={"name": made.name})
    return made


def end_term(*, term_id: int, on: date, by: Actor, at: datetime) -> Term:
    """It ends before this day."""
    by.need("chains.write_all")
    with work.begin(by=by, at=at) as w:
        found = Term.objects.select_for_update().filter(tenant=by.tenant, pk=term_id, to_on=None).first()
        if found is None:
            raise NotFound()
        _need_past(on, at=at)
        _close(found, on, by=by, at=at)
        w.record("term_ended", subject=("term", found.pk), ids={"chain": found.chain, "role": found.role})
    return found


def _made(new: NewTerm, *, by: Actor, at: datetime) -> Term:
    made = Term(
        tenant=by.tenant, chain=new.chain, role=new.role, from_on=new.from_on, recorded_at=at, recorded_by=by.mark,
        name=new.name.strip()[:40], post=new.post.strip()[:60],
    )  # fmt: skip
    if new.role == Term.Role.LEADER:
        made.person = Person.objects.filter(tenant=by.tenant, pk=new.person_id or 0, is_active=True).first()
        if made.person is None:
            raise Invalid(_("Choose the person who leads the chain."), field="person")
        made.name, made.post = made.person.name, made.post or made.person.post
        return made
    made.company = Company.objects.filter(tenant=by.tenant, pk=new.company_id or 0, merged_into=None).first()
    if made.company is None:
        raise Invalid(_("Choose the company."), field="company")
    if new.role == Term.Role.CONVENER and not made.name:
        raise Invalid(_("Write the name as the company said it."), field="name")
    return made


def _succeed(made: Term, *, by: Actor, at: datetime) -> None:
    same = Term.objects.select_for_update().filter(tenant=by.tenant, chain=made.chain, role=made.role)
    last = same.order_by("-from_on", "-pk").first()
    if last is None:
        return
    if made.from_on < (last.to_on or last.from_on):
        raise Invalid(
            _("The term before it ran until %(day)s.") % {"day": last.to_on or last.from_on},
            remedy=_("Begin on that day or later."), field="from_on",
        )  # fmt: skip
    if last.to_on is None:
        _close(last, made.from_on, by=by, at=at, heir=made.person_id)


def _close(term: Term, on: date, *, by: Actor, at: datetime, heir: int | None = None) -> None:
    if on < term.from_on:
        raise Invalid(_("It began on %(day)s only.") % {"day": term.from_on}, field="on")
    term.to_on = on
    term.save(update_fields=["to_on"])
    if term.person is not None and term.person_id != heir:
        held = Membership.objects.filter(person=term.person, role=LEADS, chain=term.chain)
        if held.exists():
            _need_people(by)
            account_actions.take_role(person=term.person, role=LEADS, chain=term.chain, by=by, at=at)


def _hand_over(person: Person, chain: str, *, by: Actor, at: datetime) -> None:
    """What a leader may do follows from the role over the chain: given here, if it is not held yet."""
    if not Membership.objects.filter(person=person, role=LEADS, chain=chain).exists():
        _need_people(by)
        account_actions.give_role(person=person, role=LEADS, chain=chain, by=by, at=at)


def _need_people(by: Actor) -> None:
    if not by.may("people.write"):
        raise NotAllowed(
            _("This gives or takes the rights of a chain leader."),
            remedy=_("An administrator notes it down here."),
        )


def _need_past(day: date, *, at: datetime) -> None:
    if day > at.astimezone(SHANGHAI).date():
        raise Invalid(_("This day has not come yet: note it down when it is there."), field="from_on")
