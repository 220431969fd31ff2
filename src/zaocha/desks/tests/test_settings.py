"""The settings page: each part works, refuses in words, and belongs to administrators."""

from __future__ import annotations

import json

import pytest

from zaocha.accounts import calendars
from zaocha.accounts.models import Person, Unit
from zaocha.companies import chains
from zaocha.offers import terms


@pytest.fixture
def client(world):
    return world.client("admin")


def save(client, part: str, **fields):
    prefixed = {f"{part}-{name}": value for name, value in fields.items()}
    return client.post("/settings/", {"part": part, **prefixed})


def test_only_administrators_come_in(world, client) -> None:
    assert client.get("/settings/").status_code == 200
    assert world.client("shen").get("/settings/").status_code == 403
    assert world.client("").get("/settings/").status_code == 302
    assert client.put("/settings/").status_code == 405


def test_saving_the_town_ends_its_provisional_time(world, client) -> None:
    assert save(client, "town", name="青禾街道", officer="沈知夏", phone="0575-8000123").status_code == 302
    world.tenant.refresh_from_db()
    assert (world.tenant.name, world.tenant.officer) == ("青禾街道", "沈知夏")
    assert world.tenant.set_up_at
    answer = save(client, "town", name="  ", officer="何人")
    assert answer.status_code == 422 and "何人" in answer.content.decode()


def test_office_hours_count_from_then_on_and_must_make_sense(world, client) -> None:
    save(client, "hours", from_1="09:00", to_1="11:30", from_2="13:30", to_2="17:00")
    world.tenant.refresh_from_db()
    assert f"{calendars.of(world.tenant).sessions[0][0]:%H:%M}" == "09:00"
    answer = save(client, "hours", from_1="13:00", to_1="11:30")
    assert answer.status_code == 422 and "from earlier to later" in answer.content.decode()
    assert "neither" in save(client, "hours", from_1="09:00", to_1="11:00", from_2="13:00").content.decode()


def test_chains_keep_their_codes_and_new_ones_get_one(world, client) -> None:
    before = [one.code for one in chains.of(world.tenant)]
    rows = {
        "zh_0": "原料链",
        "en_0": "Yarn",
        "zh_1": "织造链",
        "zh_2": "机械链",
        "zh_3": "包装链",
        "en_3": "Packaging",
    }
    assert save(client, "chains", **rows).status_code == 302
    world.tenant.refresh_from_db()
    after = chains.of(world.tenant)
    assert [one.code for one in after][:3] == before
    assert (after[0].en, after[3].zh) == ("Yarn", "包装链")


def test_units_are_added_renamed_and_rested(world, client) -> None:
    assert save(client, "unit", name="公共服务办", kind="inside").status_code == 302
    typed = {"part": "unit-change", "id": str(world.roads.pk), "name": "城建与路政办"}
    assert client.post("/settings/", typed).status_code == 302
    world.roads.refresh_from_db()
    assert (world.roads.name, world.roads.is_active) == ("城建与路政办", False)
    stranger = Unit.objects.exclude(tenant=world.tenant).first()
    assert client.post("/settings/", {**typed, "id": str(stranger.pk)}).status_code == 404
    assert client.post("/settings/", {**typed, "id": "x"}).status_code in {400, 422}


def test_accounts_are_opened_with_a_role_and_closed(world, client) -> None:
    typed = {
        "name": "新人",
        "login": "xin",
        "password": "steep-green-tea",
        "role": "handler",
        "unit": str(world.roads.pk),
    }
    assert save(client, "person", **typed).status_code == 302
    person = Person.objects.get(login="xin")
    assert person.memberships.get().unit == world.roads
    answer = save(client, "person", **{**typed, "login": "xin2", "password": "short"})
    assert answer.status_code == 422 and not Person.objects.filter(login="xin2").exists()
    assert "taken" in save(client, "person", **typed).content.decode()
    client.post("/settings/", {"part": "person-active", "id": str(person.pk)})
    person.refresh_from_db()
    assert not person.is_active
    own = {"part": "person-active", "id": str(world.people["admin"].pk)}
    assert client.post("/settings/", own).status_code == 403
    other = {"part": "person-active", "id": str(world.people["stranger"].pk)}
    assert client.post("/settings/", other).status_code == 404


def test_days_until_somebody_asks_count_from_then_on(world, client) -> None:
    assert save(client, "days", offer_days="15", source_days="5").status_code == 302
    world.tenant.refresh_from_db()
    assert (terms.offer_days(world.tenant), terms.source_days(world.tenant)) == (15, 5)
    answer = save(client, "days", offer_days="0", source_days="9")
    assert answer.status_code == 422 and 'value="9"' in answer.content.decode()


def test_bounds_of_the_score_per_mu_become_bands(world, client) -> None:
    assert save(client, "yield", A="90", B="70.5", C="60").status_code == 302
    world.tenant.refresh_from_db()
    bands = world.tenant.settings["yield_classes"]
    assert bands == {"A": ">= 90", "B": "[70.5..90)", "C": "[60..70.5)", "D": "< 60"}
    assert 'value="70.5"' in client.get("/settings/").content.decode()
    assert "below the one before" in save(client, "yield", A="60", B="70", C="80").content.decode()
    assert "or none" in save(client, "yield", A="90").content.decode()
    assert save(client, "yield").status_code == 302
    world.tenant.refresh_from_db()
    assert world.tenant.settings["yield_classes"] == {}


def test_the_ground_of_the_map_is_checked_and_drawn(world, client) -> None:
    road = {"type": "LineString", "coordinates": [[120.4, 29.6], [120.5, 29.7]]}
    feature = {"type": "Feature", "properties": {"name": "云溪路"}, "geometry": road}
    sent = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    assert save(client, "map", features=sent).status_code == 302
    world.tenant.refresh_from_db()
    assert world.tenant.settings["map"] == [feature]
    wrong = {**feature, "geometry": {"type": "LineString", "coordinates": [[720.4, 29.6]]}}
    answer = save(client, "map", features=json.dumps([feature, wrong]))
    assert answer.status_code == 422 and "Feature 2" in answer.content.decode()
    assert "line 1" in save(client, "map", features="{云").content.decode()
