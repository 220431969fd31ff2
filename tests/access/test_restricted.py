"""Category 14 and hidden authors: whoever may not know never sees words, company or author, anywhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.access import routes, town
from tests.access.routes import Page
from zaocha.kernel.models import Event

pytestmark = pytest.mark.django_db
WITHOUT = ["handler", "other unit", "contact officer", "chain leader", "leader", "adviser", "stranger"]
# The register, its facts and what policies say to it name every company; what it said is not there.
NAMES_COMPANIES = {
    "company-facts", "company-facts-ask", "company-facts-export", "company-fact", "facts-export",
    "companies", "companies-export", "company", "api:companies", "api:company", "api:companies-lookup",
    "demand-companies", "company-policies", "policy-company", "policy-companies", "api:company-policies",
    "api:policy-company", "chain-members", "chain-members-export", "api:chain-members",
}  # fmt: skip


def test_the_town_holds_what_is_to_be_hidden(place: town.Town) -> None:
    """Without this the others would prove nothing: who has the right does see it."""
    client = place.client("supervisor")
    page = text_of(client.get(f"/demands/{place.rows['conduct']}/"))
    assert town.AUTHOR in page
    assert town.CONDUCT in page
    assert town.COMPANY in page
    assert town.CONDUCT in text_of(client.get(f"/meetings/{place.rows['closed_meeting']}/"))


@pytest.fixture(scope="module")
def read(place: town.Town) -> Callable[[str], list[tuple[Page, str, str]]]:
    """Everything that one person gets to see: page, address, text; read once."""

    @cache
    def of(who: str) -> list[tuple[Page, str, str]]:
        client = place.client(who)
        return [(page, path, text_of(client.get(path))) for page, path in _addresses(place)]

    return of


@pytest.mark.parametrize("who", WITHOUT)
def test_nothing_of_it_on_any_page(who: str, read: Callable[[str], list[tuple[Page, str, str]]]) -> None:
    found = []
    for page, path, text in read(who):
        marks = [town.AUTHOR, town.CONDUCT]
        if page.name not in NAMES_COMPANIES:
            marks.append(town.COMPANY)
        found += [f"{path} shows {who} {mark}" for mark in marks if mark in text]
    assert not found, "\n".join(found)


def test_nothing_of_it_behind_links_of_others(place: town.Town) -> None:
    client, found = place.client("nobody"), []
    paths = [f"/s/{place.rows['hidden_slip']}/", f"/s/{place.rows['slip']}/"]
    paths += [f"/c/{place.rows['company_link']}/", f"/i/{place.rows['invitation_link']}/"]
    for path in paths:
        text = text_of(client.get(path))
        found += [f"{path}: {mark}" for mark in (town.AUTHOR, town.CONDUCT, town.COMPANY) if mark in text]
    assert not found, "\n".join(found)


def test_papers_that_are_handed_round_leave_it_out_for_everybody(place: town.Town) -> None:
    client = place.client("desk")
    meeting = place.rows["closed_meeting"]
    paths = [f"/meetings/{meeting}/minutes.docx", f"/meetings/{meeting}/screen/"]
    paths.append(f"/meetings/{place.rows['meeting']}/invitations/{place.rows['invitation']}/brief.docx")
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200
        assert town.CONDUCT not in text_of(response), path
        assert town.AUTHOR not in text_of(response), path


@pytest.mark.parametrize("who", ["handler", "contact officer", "chain leader", "leader"])
def test_searching_does_not_tell_either(who: str, place: town.Town) -> None:
    """A search by author, company or the words of category 14 finds no row that it would give away."""
    client = place.client(who)
    numbers = [f"-{place.rows[name]:05d}" for name in ("conduct", "hidden")]
    for words in (town.AUTHOR, town.CONDUCT, f"{town.COMPANY}针织"):
        for path in (f"/demands/?q={words}", f"/api/v1/demands?q={words}"):
            text = text_of(client.get(path)).replace(words, "")
            assert not [number for number in numbers if number in text], path
        text = text_of(client.get(f"/promises/?q={words}&tab=open")).replace(words, "")
        assert "修好排水" not in text
    secret = place.rows["secret_company"]
    for path in (f"/demands/?company={secret}", f"/api/v1/demands?company={secret}"):
        text = text_of(client.get(path))
        assert not [number for number in numbers if number in text], path


def test_counts_leave_category_14_out(place: town.Town) -> None:
    """A figure that differs by one would tell that there is something."""
    from zaocha.demands import queries

    at = place.world.at
    seen = queries.counts(by=place.world.leader, at=at)
    known = queries.counts(by=place.world.supervisor, at=at)
    assert known["open"] - seen["open"] == 2  # the one by telephone and the one from the table
    rows = {
        row["metric"]: row for row in place.client("leader").get("/api/v1/metrics?period=all").json()["items"]
    }
    more = {
        row["metric"]: row
        for row in place.client("supervisor").get("/api/v1/metrics?period=all").json()["items"]
    }
    assert more["raised"]["counted"] - rows["raised"]["counted"] == 2


def test_suggestions_leave_it_out_even_for_the_desk(place: town.Town) -> None:
    """They are read over shoulders."""
    response = place.client("desk").get("/api/v1/help/suggest", {"text": f"{town.CONDUCT}门前道路积水"})
    assert response.status_code == 200
    similar = str(response.json()["similar"])
    assert town.AUTHOR not in similar
    assert town.COMPANY not in similar


def test_telephone_numbers_are_cut_for_who_need_not_ring(
    read: Callable[[str], list[tuple[Page, str, str]]],
) -> None:
    found = [
        f"{path} for {who}"
        for who in ("chain leader", "leader", "handler", "adviser")
        for _page, path, text in read(who)
        if town.TELEPHONE in text
    ]
    assert not found, "\n".join(found)


def test_the_audit_holds_no_words(place: town.Town) -> None:
    for event in Event.objects.all():
        kept = f"{event.ids} {event.digests}"
        assert not re.search(r"[\u4e00-\u9fff]", kept), f"{event.kind}: {kept}"
        assert town.TELEPHONE not in kept


def _addresses(place: town.Town) -> Iterator[tuple[Page, str]]:
    """Every readable page, for the open and for the restricted rows, and lists under their tabs."""
    live = {name for name, _route in routes.routes()}
    for page in routes.pages():
        if "GET" not in page.methods or page.name not in live or page.by_link:
            continue
        paths = [page.path(place.rows)]
        for row, others in OTHERS.items():
            for name, filled in page.rows:
                paths += [
                    page.path(place.rows, **{name: place.rows[other]}) for other in others if filled == row
                ]
        paths += [f"{paths[0]}{query}" for query in QUERIES.get(page.name, [])]
        for path in paths:
            yield page, path


OTHERS = {
    "demand": ["conduct", "hidden"],
    "meeting": ["closed_meeting"],
    "company": ["secret_company"],
    "promise": ["conduct_promise", "hidden_promise"],
    "advice": ["hidden_advice"],
}
QUERIES = {
    "promises": [f"?tab={tab}" for tab in ("due_today", "late", "open", "waiting", "statement", "lapsed")],
    "api:promises": ["?tab=late", "?tab=open"],
    "wall": ["?period=all"],
    "wall-rows": ["?period=all", "?period=all&of=all"],
    "demands": ["?group=open", "?category=14", "?order=due", "?colour=red", "?q=路灯"],
    "api:demands": ["?limit=200"],
    "help-suggest": ["?text=推诿不办道路积水"],
    "api:help-suggest": ["?text=推诿不办道路积水"],
}


def text_of(response: Any) -> str:
    """What a reader gets to see: the text, or everything within an office file or archive."""
    body = response.getvalue() if response.streaming else response.content
    if body[:2] == b"PK":
        return _unzipped(body)
    text = body.decode("utf8", errors="replace")
    if response.get("Content-Type", "").startswith("application/json"):
        text += re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return text


def _unzipped(body: bytes) -> str:
    parts = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            inside = archive.read(name)
            # Word splits words over runs: read the text without its tags, too.
            text = _unzipped(inside) if inside[:2] == b"PK" else inside.decode("utf8", errors="replace")
            parts += [name, text, re.sub(r"<[^>]+>", "", text)]
    return "\n".join(parts)
