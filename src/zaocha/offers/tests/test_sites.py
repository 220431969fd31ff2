"""Offers: entered, found, changed with their history, reserved or not, and never shown to strangers."""

from __future__ import annotations

import pytest
from django.test import Client

from zaocha.accounts import tokens
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.offers.actions import sites as actions
from zaocha.offers.models import Offer
from zaocha.offers.queries import sites as queries

PARCEL = {
    "parcel_number": "溪政工出2026-07", "place": "云溪路以东", "area_m2": "4773", "plot_ratio_min": "2.0",
    "investment_per_mu": "357.14万", "value_added_per_mu": "165万", "start_price": "685万元", "deposit": "140万",
    "apply_until": "2026-04-10",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _morning(world, monkeypatch) -> None:
    """Pages read the clock of the small world."""
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)


def parcel(world, **more) -> Offer:
    new = actions.NewOffer("land_state", {**PARCEL, **more})
    return actions.enter(new=new, by=world.desk, at=world.at)


def plant(world, **more) -> Offer:
    text = actions.OfferText(title="云溪路8号二楼", owner_name="丁房东", owner_phone="13700002222")
    new = actions.NewOffer(
        "plant", {"area_m2": "2400", "floor": "2", "floor_height_m": "5.2", **more}, text=text
    )
    return actions.enter(new=new, by=world.desk, at=world.at)


def test_a_parcel_is_kept_in_plain_units_and_shown_in_the_units_people_use(world) -> None:
    offer = parcel(world)
    assert offer.facts["start_price"] == "6850000"
    assert offer.facts["investment_per_mu"] == "3571400"
    shown = {value.name: value.text for value in queries.values(offer)}
    assert shown["area_mu"] == "7.16 mu"
    assert shown["start_price"] == "6,850,000 yuan"
    assert str(offer.closes_on) == "2026-04-10"
    assert offer.title == "溪政工出2026-07 state land"


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("area_m2", "4773吨", "does not fit here"), ("area_m2", "很大", "no number"), ("start_price", "-5", "not possible"),
        ("apply_until", "2月30日", "no such day"), ("land_use", "机场", "does not exist"),
        ("deposit", "700万", "lies above"), ("colour", "red", "has no fact"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_place_and_remedy(world, name, raw, words) -> None:
    with pytest.raises(Invalid, match=words):
        parcel(world, **{name: raw})
    assert not Offer.objects.exists()


def test_unknown_terms_stay_unknown_and_are_said_to_be_not_public(world) -> None:
    new = actions.NewOffer("loan", {"lender": "云溪农商银行"}, ("amount_max", "rate_year"))
    loan = actions.enter(new=new, by=world.desk, at=world.at)
    shown = {value.name: value for value in queries.values(loan)}
    assert not shown["amount_max"].known
    assert shown["amount_max"].not_public
    assert not shown["term_months"].not_public
    page = world.client("shen").get(f"/offers/{loan.pk}/").content.decode()
    assert page.count("not public") == 2


def test_state_land_cannot_be_reserved_for_anybody(world) -> None:
    offer = parcel(world)
    with pytest.raises(Invalid, match="public bidding"):
        actions.move(offer_id=offer.pk, move=actions.Move("reserve", "晴川针织"), by=world.desk, at=world.at)
    client = world.client("shen")
    page = client.get(f"/offers/{offer.pk}/").content.decode()
    assert 'value="reserve"' not in page
    assert "allots nothing" in page
    answer = client.post(f"/offers/{offer.pk}/step/", {"step": "reserve", "words": "晴川针织"})
    assert answer.status_code == 422
    offer.refresh_from_db()
    assert offer.state == "open"


def test_idle_plant_is_reserved_released_and_withdrawn_with_words(world) -> None:
    offer = plant(world)
    with pytest.raises(Invalid, match="for whom"):
        actions.move(offer_id=offer.pk, move=actions.Move("reserve"), by=world.desk, at=world.at)
    actions.move(offer_id=offer.pk, move=actions.Move("reserve", "禾木袜业"), by=world.desk, at=world.at)
    with pytest.raises(Conflict):
        actions.move(offer_id=offer.pk, move=actions.Move("reserve", "别家"), by=world.desk, at=world.at)
    actions.move(offer_id=offer.pk, move=actions.Move("release"), by=world.desk, at=world.at)
    left = actions.move(
        offer_id=offer.pk, move=actions.Move("withdraw", "房东自用"), by=world.desk, at=world.at
    )
    assert left.state == "withdrawn"
    assert [one.code for one in left.notes.order_by("pk")] == [
        "offer_published", "offer_reserved", "offer_released", "offer_withdrawn",
    ]  # fmt: skip


def test_a_change_keeps_what_was_and_a_stale_page_is_refused(world) -> None:
    offer = plant(world)
    text = actions.OfferText(title=offer.title)
    change = actions.Change(1, {"area_m2": "3亩"}, ("power_kva",), text)
    changed = actions.change(offer_id=offer.pk, change=change, by=world.desk, at=world.at)
    assert (changed.version, changed.facts["area_m2"]) == (2, "2000")
    with pytest.raises(Conflict):
        actions.change(offer_id=offer.pk, change=change, by=world.desk, at=world.at)
    told = queries.history(changed)[0]
    assert ("area", "2,400 m²", "2,000 m²") in told.changes


def test_the_editor_keeps_what_was_typed_when_it_refuses(world) -> None:
    client = world.client("shen")
    typed = {"f_area_m2": "二十个篮球场", "f_place": "云溪路8号", "n_power_kva": "on", "client_key": "k1"}
    answer = client.post("/offers/new/?kind=plant", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "二十个篮球场" in page
    assert "云溪路8号" in page
    done = client.post("/offers/new/?kind=plant", {**typed, "f_area_m2": "3.6亩"})
    again = client.post("/offers/new/?kind=plant", {**typed, "f_area_m2": "3.6亩"})
    assert done["Location"] == again["Location"]
    offer = Offer.objects.get()
    assert (offer.facts["area_m2"], offer.not_public) == ("2400", ["power_kva"])
    edit = client.get(f"/offers/{offer.pk}/edit/").content.decode()
    assert 'value="2400"' in edit


def test_strangers_find_nothing_and_others_change_nothing(world) -> None:
    offer = plant(world)
    with pytest.raises(NotFound):
        actions.still_there(offer_id=offer.pk, by=world.stranger, at=world.at)
    with pytest.raises(NotAllowed):
        actions.still_there(offer_id=offer.pk, by=world.leader, at=world.at)
    for path in (f"/offers/{offer.pk}/", f"/offers/{offer.pk}/edit/"):
        assert world.client("stranger").get(path).status_code == 404
        assert world.client("").get(path).status_code == 302
    assert world.client("he").get(f"/offers/{offer.pk}/edit/").status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_has_a_fixed_number_of_statements(world, count, django_assert_max_num_queries) -> None:
    for number in range(count):
        plant(world, area_m2=str(1000 + number))
    client = world.client("shen")
    with django_assert_max_num_queries(6):
        page = client.get("/offers/?kind=plant&size_from=1.2亩").content.decode()
    assert "云溪路8号二楼" in page


def test_the_export_holds_what_is_filtered(world) -> None:
    import io

    import openpyxl

    parcel(world)
    plant(world)
    answer = world.client("shen").get("/offers/export/?kind=land_state")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert 4773 in rows[1]


def test_the_api_enters_once_per_key_and_refuses_in_words(world) -> None:
    token = tokens.create(person=world.people["shen"], name="t", at=world.at)
    client = Client(headers={"authorization": f"Bearer {token}", "idempotency-key": "o1"})
    body = {
        "kind": "land_state",
        "facts": {**PARCEL, "area_m2": 4773},
        "shape": {"type": "Point", "coordinates": [120.3, 29.7]},
    }
    made = [client.post("/api/v1/offers", body, "application/json").json() for _ in range(2)]
    assert made[0]["id"] == made[1]["id"]
    assert made[0]["facts"]["area_mu"] == "7.1595"
    pk = made[0]["id"]
    keyed = {"idempotency-key": "o2"}
    refused = client.post(
        f"/api/v1/offers/{pk}/steps", {"step": "reserve", "words": "x"}, "application/json", headers=keyed
    )
    assert (refused.status_code, refused.json()["field"]) == (422, "step")
    stale = client.patch(
        f"/api/v1/offers/{pk}", {"version": 9}, "application/json", headers={"idempotency-key": "o3"}
    )
    assert stale.status_code == 409
    changed = client.patch(
        f"/api/v1/offers/{pk}", {"version": 1, "facts": {"deposit": "130万"}}, "application/json",
        headers={"idempotency-key": "o4"},
    ).json()  # fmt: skip
    assert (changed["version"], changed["facts"]["deposit"]) == (2, "1300000")
    assert client.get("/api/v1/offers?kind=castle").status_code == 422
    assert [one["id"] for one in client.get("/api/v1/offers").json()["items"]] == [pk]
    strangers = tokens.create(person=world.people["stranger"], name="t", at=world.at)
    assert (
        Client(headers={"authorization": f"Bearer {strangers}"}).get(f"/api/v1/offers/{pk}").status_code
        == 404
    )
