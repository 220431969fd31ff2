"""What policies say to one company, and what it has had."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from zaocha.accounts.actors import Actor
from zaocha.companies.facts import asking
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI
from zaocha.matching import judging, showing, together
from zaocha.matching.models import Confirmation, Enjoyed
from zaocha.offers import dictionary


@dataclass(frozen=True)
class Question:
    """The one missing fact whose answer would settle most."""

    name: str
    label: str
    policies: int


@dataclass(frozen=True)
class Entitled:
    """All answers to one company, the best first."""

    company: Company
    shown: list[showing.Shown]
    question: Question | None
    confirmations: list[Confirmation]
    on: date
    together: together.Together | None = None

    def of(self, *codes: str) -> list[showing.Shown]:
        """The answers of some kinds."""
        return [one for one in self.shown if one.code in codes]

    @property
    def eligible(self) -> list[showing.Shown]:
        """What it is entitled to."""
        return self.of("eligible")

    @property
    def near(self) -> list[showing.Shown]:
        """What it just missed."""
        return self.of("near")

    @property
    def missing(self) -> list[showing.Shown]:
        """What more must be known for."""
        return [one for one in self.of("missing") if not one.nothing_public]

    @property
    def rest(self) -> list[showing.Shown]:
        """Excluded, closed, not eligible, unreadable, and where nobody knows what is asked for."""
        secret = [one for one in self.shown if one.nothing_public]
        return [*self.of("excluded", "window_closed", "not_eligible", "unreadable"), *secret]


def entitled(company: Company, *, by: Actor, at: datetime) -> Entitled:
    """Everything that policies say to a company: a fixed number of statements, whatever their number."""
    on = at.astimezone(SHANGHAI).date()
    judged = judging.of_company(tenant_id=by.tenant_id, company_id=company.pk, on=on)
    hidden = showing.hidden_from(by, company)
    shown = showing.ordered(showing.show(one, hidden=hidden) for one in judged)
    return Entitled(
        company, shown, question(company, shown, at=at), waiting(company), on,
        together.together(judged, hidden=hidden),
    )  # fmt: skip


def question(company: Company, shown: list[showing.Shown], *, at: datetime) -> Question | None:
    """The fact that most of the open answers wait for; nothing that the company just said it does not know."""
    counts = Counter(name for one in shown if one.code == "missing" for name, _label in one.missing)
    asked = asking.just_asked(company, at=at) if counts else frozenset()
    found = [(name, count) for name, count in counts.most_common() if name not in asked]
    return Question(found[0][0], dictionary.label(found[0][0]), found[0][1]) if found else None


def waiting(company: Company) -> list[Confirmation]:
    """The lists on which the company stands: what waits for its word first."""
    rows = Confirmation.objects.filter(company=company).exclude(state=Confirmation.State.DROPPED)
    found = list(rows.select_related("policy").order_by("-listed_at", "-pk")[:50])
    return sorted(found, key=lambda one: one.state != Confirmation.State.LISTED)


def enjoyed(company: Company) -> list[Enjoyed]:
    """What it has had, newest first."""
    rows = Enjoyed.objects.filter(company=company, ended_at=None)
    return list(rows.order_by("-year", "-pk")[:100])
