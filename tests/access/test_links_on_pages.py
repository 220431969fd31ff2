"""No page leads its reader to a door that is closed to them."""

from __future__ import annotations

import re

import pytest

from tests.access import routes, town

pytestmark = pytest.mark.django_db
PLACES = [
    "home",
    "meetings",
    "meeting",
    "demands",
    "demand",
    "promises",
    "promise",
    "companies",
    "company",
    "wall",
]
HREF = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


@pytest.mark.parametrize("who", ["handler", "contact officer", "leader"])
def test_every_link_that_a_reader_is_shown_opens(who: str, place: town.Town) -> None:
    client, pages = place.client(who), {page.name: page for page in routes.pages()}
    shown: dict[str, str] = {}
    for name in PLACES:
        answer = client.get(pages[name].path(place.rows))
        if answer.status_code == 200:
            for address in HREF.findall(answer.content.decode()):
                shown.setdefault(address.replace("&amp;", "&"), name)
    assert len(shown) > 5
    closed = {address: name for address, name in shown.items() if client.get(address).status_code >= 400}
    assert not closed
