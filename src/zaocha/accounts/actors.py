"""Who acts: the one value that every action takes as `by`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection

from zaocha.accounts.models import Link, Person, Tenant
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
    """The actor of a signed-in person: one statement."""
    found = _found("p.id = %s", "", person.pk)
    if found is None:
        raise LookupError(f"person {person.pk} is gone or not active")
    return found


def of_token(digest: str) -> Actor | None:
    """The actor behind the digest of an API token; None when it is unknown or ended. One statement."""
    join = "JOIN accounts_apitoken a ON a.person_id = p.id"
    return _found("a.digest = %s AND a.revoked_at IS NULL", join, digest)


_TENANT = [
    "id",
    "slug",
    "name",
    "phone",
    "officer",
    "language",
    "settings",
]  # the rest is read when asked for


def _found(where: str, join: str, value: int | str) -> Actor | None:
    """Every request begins here, so person, tenant and memberships come in one plain statement."""
    tenant = ", ".join(f"t.{name}" for name in _TENANT)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.name, m.role, m.unit_id, m.chain, {tenant} FROM accounts_person p"  # noqa: S608
            f" JOIN accounts_tenant t ON t.id = p.tenant_id {join}"
            f" LEFT JOIN accounts_membership m ON m.person_id = p.id WHERE p.is_active AND {where}",
            [value],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    person, name, *_membership = rows[0]
    *plain, settings = rows[0][5:]
    values = [*plain, json.loads(settings) if isinstance(settings, str) else settings]
    return Actor(
        tenant=Tenant.from_db(connection.alias, _TENANT, values),
        name=name,
        mark=f"person:{person}",
        person_id=person,
        roles=frozenset(row[2] for row in rows if row[2]),
        unit_ids=frozenset(row[3] for row in rows if row[3]),
        chains=frozenset(row[4] for row in rows if row[4]),
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
