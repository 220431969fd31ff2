"""What the pages can, the API can: surveys, photos, asking owners, changing needs, moving viewings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zaocha.accounts import tokens
from zaocha.offers.actions import needs, sites
from zaocha.offers.models import Need
from zaocha.offers.tests.test_needs import png


@pytest.fixture
def api(world, monkeypatch):
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)

    def client(who: str = "shen") -> Client:
        token = tokens.create(person=world.people[who], name="t", at=world.at)
        return Client(headers={"authorization": f"Bearer {token}"})

    return client


@pytest.fixture
def plant(world):
    return sites.enter(new=sites.NewOffer("plant", {"area_m2": "2400"}), by=world.desk, at=world.at)


def send(client, address: str, body=None):
    return client.post(f"/api/v1{address}", body or {}, "application/json")


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.png", png(), "image/png")


def test_a_survey_begins_gives_its_link_and_ends(api) -> None:
    client = api()
    body = {"title": "厂房摸排", "about": "offers", "kind": "plant"}
    made = send(client, "/surveys", body).json()
    found = client.get(f"/api/v1/surveys/{made['id']}").json()
    assert "/l/" in found["url"] and found["offers"] == []
    assert client.get("/api/v1/surveys").json()["items"][0]["title"] == "厂房摸排"
    assert send(client, f"/surveys/{made['id']}/close").json()["closed_at"]
    assert client.get(f"/api/v1/surveys/{made['id']}").json()["url"] is None
    assert send(client, "/surveys", {**body, "about": "jokes"}).status_code == 422
    assert api("stranger").get(f"/api/v1/surveys/{made['id']}").status_code == 404
    assert api("du").get("/api/v1/surveys").status_code == 403


def test_a_photo_is_added_once_shown_and_removed(api, plant) -> None:
    client, address = api(), f"/api/v1/offers/{plant.pk}/photos"
    made = [client.post(address, {"file": picture(), "caption": "大门"}).json() for _ in range(2)]
    assert made[0] == made[1] and made[0]["caption"] == "大门"
    assert len(client.get(address).json()["items"]) == 1
    wrong = client.post(address, {"file": SimpleUploadedFile("x.png", b"no picture", "image/png")})
    assert wrong.status_code == 422
    assert send(client, f"/offers/{plant.pk}/photos/{made[0]['id']}/remove").json()["removed"]
    assert send(client, f"/offers/{plant.pk}/photos/{made[0]['id']}/remove").status_code == 404
    assert api("stranger").get(address).status_code == 404


def test_the_owner_is_asked(api, plant, world) -> None:
    told = send(api(), f"/offers/{plant.pk}/ask").json()
    assert told["url"] in told["message"] and plant.title in told["message"]
    plant.refresh_from_db()
    assert plant.asked_at == world.at
    assert send(api("stranger"), f"/offers/{plant.pk}/ask").status_code == 404


def test_a_need_is_confirmed_and_changed_in_part(api, world) -> None:
    new = needs.NewNeed("plant", ({"fact": "area_m2", "test": ">= 900"},), words="要一楼", who="丁先生")
    need = needs.enter(new=new, by=world.desk, at=world.at, proposed=True)
    client, address = api(), f"/api/v1/needs/{need.pk}"
    assert send(client, f"/needs/{need.pk}/confirm").json()["state"] == "open"
    changed = client.patch(address, {"must": [{"fact": "area_m2", "test": ">= 1200"}]}, "application/json")
    assert changed.json()["must"] == [{"fact": "area_m2", "test": ">= 1200"}]
    kept = Need.objects.get(pk=need.pk)
    assert (kept.words, kept.who) == ("要一楼", "丁先生")
    wrong = client.patch(address, {"must": [{"fact": "colour", "test": "1"}]}, "application/json")
    assert wrong.status_code == 422
    assert api("stranger").patch(address, {"words": "x"}, "application/json").status_code == 404


def test_a_viewing_is_moved(api, world, plant) -> None:
    client, starts = api(), world.at + timedelta(days=1)
    body = {
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(hours=1)).isoformat(),
        "who": "丁先生",
    }
    made = send(client, f"/offers/{plant.pk}/viewings", body).json()
    later = (starts + timedelta(hours=3)).isoformat()
    moved = send(client, f"/viewings/{made['id']}/move", {"starts_at": later, "ends_at": later})
    assert moved.status_code == 422
    ends = (starts + timedelta(hours=4)).isoformat()
    assert send(client, f"/viewings/{made['id']}/move", {"starts_at": later, "ends_at": ends}).json()[
        "starts_at"
    ]
    assert [one["id"] for one in client.get("/api/v1/viewings").json()["items"]] == [made["id"]]
    assert (
        send(
            client, f"/viewings/{made['id']}/move", {"starts_at": "2026-03-05T10:00", "ends_at": ends}
        ).status_code
        == 422
    )
    assert (
        send(
            api("stranger"), f"/viewings/{made['id']}/move", {"starts_at": later, "ends_at": ends}
        ).status_code
        == 404
    )
