"""Commands: accounts and API tokens."""

from __future__ import annotations

import json

import click

from zaocha.accounts import actions, actors, tokens
from zaocha.accounts.models import Membership, Person, Tenant
from zaocha.accounts.roles import RIGHTS
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused


@click.group()
def people() -> None:
    """Accounts."""


@people.command()
@click.argument("login")
@click.option("--name", required=True, help="Name as colleagues know it.")
@click.option("--role", type=click.Choice(sorted(set(RIGHTS) - {"company"})), default="desk")
@click.option("--tenant", help="Short name; needed when there are several.")
@click.password_option(help="Asked for when left out.")
def add(login: str, name: str, role: str, tenant: str | None, password: str) -> None:
    """Open an account.

    Example: zaocha people add wang --name 王小茶 --role desk
    """
    place = _tenant(tenant)
    at = clock.now()
    try:
        by = actors.system(place)
        new = actions.NewPerson(login=login, name=name, password=password)
        person = actions.create_person(new=new, by=by, at=at)
        actions.give_role(person=person, role=role, by=by, at=at)
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from refusal
    click.echo(f"{person.login}: {role}")


@people.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_(as_json: bool) -> None:
    """Show accounts and roles.

    Example: zaocha people list --json
    """
    rows: dict[str, dict[str, object]] = {}
    members = Membership.objects.order_by("person_id", "id").values_list(
        "person__login", "person__name", "role"
    )
    for login, name, role in members:
        row = rows.setdefault(login, {"login": login, "name": name, "roles": []})
        row["roles"].append(role)  # type: ignore[attr-defined]
    if as_json:
        click.echo(json.dumps({"people": list(rows.values())}, ensure_ascii=False))
        return
    for row in rows.values():
        click.echo(f"{row['login']}\t{row['name']}\t{', '.join(row['roles'])}")  # type: ignore[arg-type]


@people.command()
@click.argument("login")
@click.option("--name", default="cli", help="What the token is for.")
def token(login: str, name: str) -> None:
    """Make an API token; it is shown once.

    Example: zaocha people token wang --name county-pool
    """
    person = Person.objects.filter(login=login.lower()).first()
    if person is None:
        raise click.UsageError(f"nobody signs in as {login}")
    click.echo(tokens.create(person=person, name=name, at=clock.now()))


def _tenant(slug: str | None) -> Tenant:
    found = list(Tenant.objects.filter(**({"slug": slug} if slug else {}))[:2])
    if len(found) != 1:
        raise click.UsageError("name one tenant with --tenant")
    return found[0]
