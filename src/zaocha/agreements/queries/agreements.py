"""Agreements with how far they are, their clauses with every day, and what waits for whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.agreements import access
from zaocha.agreements.models import Agreement, Clause, Due, Party
from zaocha.kernel.clock import SHANGHAI
from zaocha.promises import queries as promise_queries
from zaocha.ui.waiting import Waiting

SOON = 60  # days before its end in which the renewal is asked for
State = Agreement.State


@dataclass(frozen=True)
class Day:
    """One day of a clause, with where its promise stands."""

    due: Due
    standing: promise_queries.Standing | None
    may_say: bool  # the reader's side promised it
    may_confirm: bool  # the reader's side is asked whether it is done


@dataclass(frozen=True)
class Told:
    """A clause with its days."""

    clause: Clause
    days: list[Day]

    @property
    def kept(self) -> int:
        return sum(one.standing is not None and one.standing.code.startswith("kept") for one in self.days)


@dataclass(frozen=True)
class Progress:
    """An agreement with both sides' clauses."""

    agreement: Agreement
    parties: list[Party]
    ours: list[Told]  # the community's
    theirs: list[Told]  # the companies'

    @property
    def total(self) -> int:
        return sum(len(one.days) for one in (*self.ours, *self.theirs))

    @property
    def kept(self) -> int:
        return sum(one.kept for one in (*self.ours, *self.theirs))


def agreements(*, by: Actor, text: str = "", state: str = "", on: date) -> QuerySet[Agreement]:
    """Agreements, newest first; `state` also: soon (to be renewed), over (its term has run out)."""
    kept = Q(clauses__dues__promise__state="kept")
    rows = (
        access.agreements(by).prefetch_related("parties__company", "parties__unit")
        .annotate(total=Count("clauses__dues", distinct=True), kept=Count("clauses__dues", filter=kept, distinct=True))
    )  # fmt: skip
    if text:
        fits = Q(title__icontains=text) | Q(pk__in=_named(by, text))
        rows = rows.filter(fits)
    wanted = {
        "soon": _soon(on), "over": Q(state=State.SIGNED, ends_on__lt=on),
        State.SIGNED.value: Q(state=State.SIGNED, ends_on__gte=on),
    }  # fmt: skip
    if state:
        rows = rows.filter(wanted.get(state, Q(state=state)))
    return rows.order_by("-pk")


def progress(*, by: Actor, found: Agreement, at: datetime) -> Progress:
    """Both sides' clauses with every day: three statements."""
    dues: dict[int, list[Due]] = defaultdict(list)
    for due in Due.objects.filter(clause__agreement=found).select_related("promise").order_by("on"):
        dues[due.clause_id].append(due)
    rows = list(found.clauses.select_related("party__company", "party__unit").order_by("number"))
    told = [Told(one, [_day(due, one, by=by, at=at) for due in dues[one.pk]]) for one in rows]
    parties = list(found.parties.select_related("company", "unit").order_by("pk"))
    return Progress(
        found, parties, [one for one in told if one.clause.party.company_id is None],
        [one for one in told if one.clause.party.company_id is not None],
    )  # fmt: skip


def tone(found: Agreement, *, on: date) -> tuple[str, str, str]:
    """Code, words and colour of where an agreement stands on a day."""
    if found.state == State.SIGNED and found.ends_on < on:
        return "over", _("its term is over"), "grey"
    colours = {State.DRAFT: "grey", State.OFFERED: "amber", State.SIGNED: "green", State.ENDED: "red"}
    return str(found.state), str(found.get_state_display()), colours[State(found.state)]


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """Agreements that end soon, and what companies say they have done: two statements."""
    if not by.may("agreements.write") or by.company_id is not None:
        return []
    on = at.astimezone(SHANGHAI).date()
    rows = access.agreements(by)
    ending = [
        Waiting(
            _("The agreement “%(title)s” ends: renew it?") % {"title": one.title}, reverse("agreement", args=[one.pk]),
            one.ends_on, "signature",
        )
        for one in rows.filter(_soon(on)).order_by("ends_on")[:20]
    ]  # fmt: skip
    said = Due.objects.filter(clause__agreement__in=rows, promise__state="open", done_at__isnull=False)
    said = said.exclude(clause__party__company=None).select_related("clause__party__company")
    done = [
        Waiting(
            _("%(party)s says it is done: %(what)s") % {"party": one.clause.party, "what": one.clause.what},
            f"{reverse('agreement', args=[one.clause.agreement_id])}#due-{one.pk}", one.on, "check",
        )
        for one in said.order_by("on")[:20]
    ]  # fmt: skip
    return [*ending, *done]


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """A text to agree to, what it promised within a fortnight, and what it is asked to confirm: two statements."""
    if by.company_id is None:
        return []
    url = reverse("link-company-agreements", args=[token])
    offered = Party.objects.filter(
        company_id=by.company_id, agreed_at=None, objection="", agreement__state=State.OFFERED
    ).select_related("agreement")
    found = [
        Waiting(
            _("Please read the agreement “%(title)s”") % {"title": one.agreement.title},
            url,
            None,
            "signature",
        )
        for one in offered
    ]
    until = at.astimezone(SHANGHAI).date() + timedelta(days=14)
    rows = Due.objects.filter(clause__agreement__parties__company_id=by.company_id, promise__state="open")
    own = Q(clause__party__company_id=by.company_id, done_at=None, on__lte=until)
    rows = rows.filter(own | Q(clause__party__company=None, done_at__isnull=False))
    for one in rows.select_related("clause").order_by("on").distinct()[:20]:
        words = _("Is it done? %(what)s") if one.done_at else _("You promised: %(what)s")
        found.append(Waiting(words % {"what": one.clause.what}, f"{url}#due-{one.pk}", one.on, "signature"))
    return found


def _day(due: Due, clause: Clause, *, by: Actor, at: datetime) -> Day:
    standing = promise_queries.standing(due.promise, at=at) if due.promise else None
    open_ = due.promise is not None and due.promise.state == "open"
    acts = by.company_id is not None or by.may("agreements.write")
    mine = clause.party.company_id == by.company_id
    other = not mine and None in (clause.party.company_id, by.company_id)
    return Day(
        due,
        standing,
        open_ and acts and mine and due.done_at is None,
        open_ and acts and other and due.done_at is not None,
    )


def _named(by: Actor, text: str) -> QuerySet[Party]:
    fits = Q(company__name__icontains=text) | Q(company__lookup__icontains=text.lower())
    return Party.objects.filter(fits, agreement__tenant=by.tenant).values("agreement")  # type: ignore[return-value]


def _soon(on: date) -> Q:
    renewed = Agreement.objects.filter(renews=OuterRef("pk")).exclude(state=State.ENDED)
    return Q(state=State.SIGNED, ends_on__gte=on, ends_on__lte=on + timedelta(days=SOON)) & ~Q(
        Exists(renewed)
    )
