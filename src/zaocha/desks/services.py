"""What the services of the alliance hand to the first page and to a company's page, a line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.advisers import queries as adviser_queries
from zaocha.agreements.queries import waiting as agreements
from zaocha.chains import queries as chain_queries
from zaocha.finance import queries as finance_queries
from zaocha.results import queries as result_queries
from zaocha.talent import queries as talent_queries
from zaocha.titles import queries as title_queries
from zaocha.ui.waiting import Waiting

# Each is called with `by` and `at` (and, on a company's page, `token`), and takes a fixed number of statements.
OF_PERSON: list[Callable[..., list[Waiting]]] = [
    talent_queries.waiting_for_person,
    chain_queries.waiting_for_person,
    finance_queries.waiting_for_person,
    result_queries.waiting_for_person,
    title_queries.waiting_for_person,
    agreements.waiting_for_person,
    agreements.waiting_to_be_read,
    agreements.waiting_to_be_told,
    adviser_queries.waiting_for_person,
]
OF_COMPANY: list[Callable[..., list[Waiting]]] = [
    talent_queries.waiting_for_company,
    chain_queries.waiting_for_company,
    finance_queries.waiting_for_company,
    result_queries.waiting_for_company,
    title_queries.waiting_for_company,
    agreements.waiting_for_company,
    agreements.waiting_in_halls,
    adviser_queries.waiting_for_company,
]


@dataclass(frozen=True)
class Door:
    """A way from a company's page to another page by the same link."""

    label: Any
    url_name: str
    icon: str


DOORS = [
    Door(_("What we know about you"), "link-company-facts", "list-details"),
    Door(_("What we make and buy"), "link-company-dealings", "truck"),
    Door(_("Places to wish for"), "link-company-rounds", "checklist"),
    Door(_("Your chain"), "link-company-chain", "sitemap"),
    Door(_("An adviser"), "link-company-advisers", "users-group"),
    Door(_("Our agreement"), "link-company-agreements", "signature"),
    Door(_("Halls and courts"), "link-company-facilities", "building-community"),
    Door(_("Activities"), "link-company-activities", "calendar-event"),
    Door(_("Vacancies and hires"), "link-company-talent", "briefcase"),
    Door(_("Training"), "link-company-programmes", "school"),
    Door(_("Professional titles"), "link-company-titles", "certificate"),
    Door(_("Credit lines"), "link-company-credits", "building-bank"),
    Door(_("Digital upgrades"), "link-company-upgrades", "device-desktop"),
    Door(_("What changed for you"), "link-company-results", "target"),
]


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """What waits for a signed-in person in all services, the earliest day first."""
    return _sorted([one for ask in OF_PERSON for one in ask(by=by, at=at)])


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """What waits for the company behind a link."""
    return _sorted([one for ask in OF_COMPANY for one in ask(by=by, token=token, at=at)])


def doors(token: str) -> list[tuple[Door, str]]:
    """The doors of a company's page with their addresses; areas without such a page yet are left out."""
    found = []
    for door in DOORS:
        try:
            found.append((door, reverse(door.url_name, kwargs={"token": token})))
        except NoReverseMatch:
            continue
    return found


def _sorted(found: list[Waiting]) -> list[Waiting]:
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or 0))
