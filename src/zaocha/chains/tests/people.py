"""Small helpers of the tests: a leader, links, companies on a chain."""

from __future__ import annotations

from typing import Any

from tests.world import PASSWORD

from zaocha.accounts import actions as account_actions
from zaocha.accounts import actors, links
from zaocha.companies.models import Company


def leader(world: Any, login: str = "tang", chain: str = "knitting") -> Any:
    """A person who leads a chain, signed in as `login`."""
    new = account_actions.NewPerson(login=login, name=f"{chain}链长", password=PASSWORD)
    person = account_actions.create_person(new=new, by=world.system, at=world.at)
    account_actions.give_role(person=person, role="chain_leader", chain=chain, by=world.system, at=world.at)
    world.people[login] = person
    return actors.of_person(person)


def link_of(world: Any, company: Any) -> Any:
    """The company's own link."""
    same = {"tenant": world.tenant, "by": "system", "at": world.at}
    return links.issue(purpose="company", subject_id=company.pk, **same)


def speaker(world: Any, company: Any) -> Any:
    """The company by its link."""
    return actors.of_company_link(link_of(world, company))


def page_of(world: Any, company: Any) -> str:
    """The address of its page of the chain."""
    return f"/c/{links.token(link_of(world, company))}/chain/"


def companies(world: Any, count: int, chain: str = "knitting") -> list[Any]:
    """So many more companies of a chain."""
    return [
        Company.objects.create(
            tenant=world.tenant, name=f"云溪市第{number}{chain}厂", short_name=f"第{number}{chain}厂", chain=chain,
            sorting=f"di{number:03d}", lookup=f"第{number}{chain}厂", created_at=world.at,
        )
        for number in range(count)
    ]  # fmt: skip
