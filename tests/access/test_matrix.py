"""Every page and endpoint × everybody: who may come in, who is sent away, and how."""

from __future__ import annotations

import pytest

from tests.access import bodies, routes, town
from tests.access.routes import WRITES, Page
from zaocha.accounts import actors
from zaocha.accounts.roles import RIGHTS

pytestmark = pytest.mark.django_db
PAGES = routes.pages()
BY_NAME = {page.name: page for page in PAGES}


def test_every_route_stands_in_the_table() -> None:
    names = [name for name, _route in routes.routes()]
    assert None not in names
    assert len(BY_NAME) == len(PAGES), "a route stands twice in the table"
    new = sorted(set(names) - set(BY_NAME))
    gone = sorted(set(BY_NAME) - set(names))
    assert not gone, f"these stand in tests/access/pages/ and nowhere else: {gone}"
    assert not new, f"enter these in tests/access/pages/, with the right that lets in: {new}"


def test_every_right_in_the_table_exists() -> None:
    known = set().union(*RIGHTS.values()) | {"open", "link"}
    assert {right for page in PAGES for right in page.rights} <= known


def test_pages_are_open_to_those_with_the_right_alone(place: town.Town) -> None:
    wrong = []
    for who, login in town.PERSONS.items():
        client = place.client(who)
        actor = actors.of_person(place.world.people[login])
        for page in _readable():
            got = client.get(page.path(place.rows)).status_code
            wanted = {page.status if _may(actor, page) else 403}
            if who == "stranger" and page.is_guarded and (page.holds_row or "{" in page.query):
                wanted = {404} if page.holds_row else {404, 422}
            if who == "other unit" and page.name in OWN_ROWS:
                continue
            if got not in wanted:
                wrong.append(f"{page} for {who}: {got}, not {wanted}")
    assert not wrong, "\n".join(wrong)


# Pages of a row that a unit sees only when it holds it.
OWN_ROWS = {"demand", "promise", "api:demand"}


def test_a_unit_does_not_see_what_another_holds(place: town.Town) -> None:
    client = place.client("other unit")
    for name in OWN_ROWS & {name for name, _route in routes.routes()}:
        assert client.get(BY_NAME[name].path(place.rows)).status_code in {403, 404}


def test_nobody_is_sent_to_sign_in(place: town.Town) -> None:
    client, wrong = place.client("nobody"), []
    for page in _readable():
        response = client.get(page.path(place.rows))
        if not page.is_guarded:
            fits = response.status_code == page.status
        elif page.is_json:
            fits = response.status_code == 401 and response["Content-Type"].startswith("application/json")
        else:
            fits = response.status_code == 302 and response["Location"].startswith("/sign-in/?next=/")
        if not fits:
            wrong.append(f"{page}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_writes_need_the_right(place: town.Town) -> None:
    wrong = []
    for who, login in town.PERSONS.items():
        client = place.client(who)
        actor = actors.of_person(place.world.people[login])
        for page, method in _writable():
            if not page.is_guarded or _may(actor, page):
                continue
            got = _send(client, page, method, place)
            if got not in ({403, 404} if who == "stranger" else {403}):
                wrong.append(f"{method} {page} by {who}: {got}")
    assert not wrong, "\n".join(wrong)


def test_writes_to_another_tenants_rows_find_nothing(place: town.Town) -> None:
    client, wrong = place.client("stranger"), []
    for page, method in _writable():
        if page.holds_row and page.is_guarded and (got := _send(client, page, method, place)) != 404:
            wrong.append(f"{method} {page}: {got}")
    assert not wrong, "\n".join(wrong)


def test_writes_by_nobody_are_refused(place: town.Town) -> None:
    client, wrong = place.client("nobody"), []
    for page, method in _writable():
        if page.is_guarded and (got := _send(client, page, method, place)) != (401 if page.is_json else 302):
            wrong.append(f"{method} {page}: {got}")
    assert not wrong, "\n".join(wrong)


def test_writes_of_a_session_need_the_csrf_token(place: town.Town) -> None:
    client, wrong = place.client("admin", enforce_csrf_checks=True), []
    for page, method in _writable():
        if (got := _send(client, page, method, place)) != 403:
            wrong.append(f"{method} {page}: {got}")
    assert not wrong, "\n".join(wrong)


def test_wrong_methods_are_refused(place: town.Town) -> None:
    client, wrong = place.client("admin"), []
    for page in _live():
        if page.is_api:  # several routes share an address there
            continue
        for method in {"GET", "POST", "PUT", "DELETE"} - page.methods:
            got = client.generic(method, page.path(place.rows)).status_code
            if got != 405 and page.name != "set_language":
                wrong.append(f"{method} {page}: {got}, not 405")
    assert not wrong, "\n".join(wrong)


def test_links_that_are_forged_or_ended_lead_nowhere(place: town.Town) -> None:
    client, wrong = place.client("nobody"), []
    good = place.rows["company_link"]
    forged = ["1", "1-", "-", "x", "0-AAAA", good[:-1] + ("A" if good[-1] != "A" else "B"), "9" * 40 + "-AAAA",
              f"{good} ", "\u0661-AAAA", "a" * 3000, "%00"]  # fmt: skip
    for page in _live():
        if not page.by_link:
            continue
        for token in forged:
            got = client.get(page.path(place.rows, token=token)).status_code
            if got != 404:
                wrong.append(f"{page} with {token[:20]!r}: {got}")
        others = {"company_link", "slip", "invitation_link", "call_back", "statement_link"} - {
            row for _name, row in page.rows
        }
        for other in others if page.name != "link" else ():
            if (got := client.get(page.path(place.rows, token=place.rows[other])).status_code) != 404:
                wrong.append(f"{page} with the token of {other}: {got}")
    assert not wrong, "\n".join(wrong)


def test_ids_that_do_not_exist_are_404(place: town.Town) -> None:
    client, wrong = place.client("admin"), []
    for page in _live():
        for name, _row in page.rows:
            if not name.endswith(("pk", "_id")):
                continue
            for number in (0, 999_999, 2**63, 10**30):
                path = page.path(place.rows, **{name: number})
                for method in page.methods:
                    got = _send(client, page, method, place, path=path)
                    if got != 404:
                        wrong.append(f"{method} {page} with {name}={number}: {got}")
    assert not wrong, "\n".join(wrong)


def _live() -> list[Page]:
    names = {name for name, _route in routes.routes()}
    return [page for page in PAGES if page.name in names]


def _readable() -> list[Page]:
    return [page for page in _live() if "GET" in page.methods]


def _writable() -> list[tuple[Page, str]]:
    return [(page, method) for page in _live() for method in sorted(page.methods & WRITES)]


def _may(actor: actors.Actor, page: Page) -> bool:
    return not page.is_guarded or any(actor.may(right) for right in page.rights)


def _send(client: object, page: Page, method: str, place: town.Town, path: str = "") -> int:
    path = path or page.path(place.rows)
    more = bodies.body(page.name) if method != "GET" and bodies.has(page.name) else {}
    with town.undone():
        return int(getattr(client, method.lower())(path, **more).status_code)
