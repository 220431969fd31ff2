"""Who acts: the one value that every action takes as `by`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from zaocha.accounts.models import Link, Membership, Person, Tenant
from zaocha.accounts.roles import RIGHTS
from zaocha.kernel.errors import NotAllowed


@dataclass(frozen=True)
class Actor:
    """A signed-in person, the holder of a link, or the machine itself."""

    tenant: Tenant
    name: str
    mark: str  # `person:12`, `link:9`, `system`: what the audit keeps
    person_id: int | None = None
    company_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    chains: frozenset[str] = field(default_factory=frozenset)

    @property
    def tenant_id(self) -> int:
        return int(self.tenant.pk)

    @property
    def is_machine(self) -> bool:
        """The machine itself: demo, import tasks, command line of the operator."""
        return self.mark == "system"

    @cached_property
    def rights(self) -> frozenset[str]:
        return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in self.roles))

    def may(self, right: str) -> bool:
        """Whether the actor holds a right (see `roles.RIGHTS`)."""
        return self.is_machine or right in self.rights

    def need(self, right: str) -> None:
        """Refuse (403) unless the actor holds the right."""
        if not self.may(right):
            raise NotAllowed()


def of_person(person: Person) -> Actor:
    """The actor of a signed-in person: one statement, for the memberships."""
    rows = list(Membership.objects.filter(person=person).values_list("role", "unit_id", "chain"))
    return Actor(
        tenant=person.tenant,
        name=person.name,
        mark=f"person:{person.pk}",
        person_id=person.pk,
        roles=frozenset(role for role, _unit, _chain in rows),
        unit_ids=frozenset(unit for _role, unit, _chain in rows if unit),
        chains=frozenset(chain for _role, _unit, chain in rows if chain),
    )


def of_company_link(link: Link) -> Actor:
    """The actor behind a company's own link."""
    return Actor(
        tenant=link.tenant,
        name="",
        mark=f"link:{link.pk}",
        company_id=link.subject_id,
        roles=frozenset({"company"}),
    )


def of_link(link: Link, *, name: str = "", unit_id: int | None = None) -> Actor:
    """The actor behind a slip, invitation or call-back link: no role, only that subject."""
    units = frozenset({unit_id}) if unit_id else frozenset[int]()
    return Actor(tenant=link.tenant, name=name, mark=f"link:{link.pk}", unit_ids=units)


def system(tenant: Tenant) -> Actor:
    """The machine, for commands, imports and tasks."""
    return Actor(tenant=tenant, name="Zaocha", mark="system")
