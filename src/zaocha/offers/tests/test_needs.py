"""Needs, viewings, outcomes, owners by link, surveys, notices, photos and maps."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zaocha.accounts import links
from zaocha.kernel.errors import Conflict, Invalid, NotFound
from zaocha.offers import drawing, fitting
from zaocha.offers.actions import needs, photos, sites, viewings
from zaocha.offers.models import Need, Offer, Photo, Survey, Viewing
from zaocha.offers.queries import needs as queries


@pytest.fixture(autouse=True)
def now(world, monkeypatch):
    class Now:
        at = world.at

    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: Now.at)
    return Now


def plant(world, title="云溪路8号二楼", **facts) -> Offer:
    given = {"area_m2": "2000", "floor_height_m": "5.2", "rent_m2_month": "16", "power_kva": "400", **facts}
    text = sites.OfferText(title=title, owner_name="丁房东", owner_phone="13700002222")
    new = sites.NewOffer("plant", {name: value for name, value in given.items() if value}, text=text)
    return sites.enter(new=new, by=world.desk, at=world.at)


def need(world, **more) -> Need:
    given = {
        "must": ({"fact": "area_m2", "test": "[1800..2400]"}, {"fact": "floor_height_m", "test": ">= 5"}),
        "wishes": ({"fact": "rent_m2_month", "test": "<= 16", "weight": 3}, {"fact": "power_kva", "test": ">= 500", "weight": 1}),
        "company_id": world.company.pk, **more,
    }  # fmt: skip
    return needs.enter(new=needs.NewNeed("plant", **given), by=world.desk, at=world.at)


def link(world, purpose, pk) -> str:
    made = links.issue(tenant=world.tenant, purpose=purpose, subject_id=pk, by="t", at=world.at)
    return links.token(made)


def test_offers_for_a_need_stand_in_order_with_a_reason_for_every_part(world) -> None:
    fits_ = plant(world, "合适", power_kva="600")
    partly = plant(world, "略小的电", power_kva="450")
    unknown = plant(world, "层高不详", floor_height_m="")
    low = plant(world, "层高不够", floor_height_m="4.5")
    found = queries.fits(need(world), by=world.desk, at=world.at)
    assert [one.offer for one in found] == [fits_, partly, unknown, low]
    assert [one.holds for one in found] == [True, True, None, False]
    # 450 kVA misses 500 by a tenth: half of the weight of 1, of 4 in all.
    assert [one.share for one in found[:2]] == [100, 88]
    assert [one.fact.name for one in found[2].unknown] == ["floor_height_m"]
    assert found[3].must.clauses[1].missed == 10
    page = world.client("shen").get(f"/needs/{Need.objects.get().pk}/").content.decode()
    for words in ("It fits", "It may fit", "It does not fit", "missed by 10 %", "not known", "counts 50 %"):
        assert words in page


def test_nothing_wished_gives_no_percentage(world) -> None:
    plant(world)
    [fit] = queries.fits(need(world, wishes=()), by=world.desk, at=world.at)
    assert (fit.share, fit.holds) == (None, True)


def test_an_unknown_wish_may_still_count(world) -> None:
    fit = fitting.fit(need(world), plant(world, power_kva=""))
    assert (fit.share, fit.at_best) == (75, 100)


def test_a_need_without_anybody_or_with_contradictions_is_refused(world) -> None:
    with pytest.raises(Invalid, match="who looks"):
        need(world, company_id=None)
    with pytest.raises(Invalid, match="nothing can fulfil"):
        need(world, must=({"fact": "area_m2", "test": ">= 9"}, {"fact": "area_m2", "test": "<= 8"}))
    with pytest.raises(Invalid, match="weighs"):
        need(world, wishes=({"fact": "area_m2", "test": ">= 9", "weight": 7},))


def test_the_form_of_a_need_keeps_roles_and_what_was_typed(world) -> None:
    client = world.client("shen")
    typed = {
        "company": "晴川针织", "from_area_m2": "3亩", "to_area_m2": "2400", "from_power_kva": "500",
        "role_power_kva": "3", "is_steam": "true", "role_steam": "must", "client_key": "n1",
    }  # fmt: skip
    done = client.post("/needs/new/?kind=plant", typed)
    made = Need.objects.get()
    assert done["Location"] == f"/needs/{made.pk}/"
    assert made.must == [{"fact": "area_m2", "test": "[2000..2400]"}, {"fact": "steam", "test": "true"}]
    assert made.wishes == [{"fact": "power_kva", "test": ">= 500", "weight": 3}]
    edit = client.get(f"/needs/{made.pk}/edit/").content.decode()
    assert 'value="2000"' in edit
    bad = client.post("/needs/new/?kind=plant", {**typed, "from_area_m2": "很大", "client_key": "n2"})
    assert bad.status_code == 422
    assert "很大" in bad.content.decode()


def test_needs_are_seen_by_the_desk_and_by_who_they_concern(world) -> None:
    mine = need(world)  # of the contact officer's company
    hidden = need(world, origin=needs.Origin("demand", 1, restricted=True))
    other = need(world, company_id=world.other_company.pk)
    for who, seen in (
        (world.desk, {mine, hidden, other}),
        (world.contact_officer, {mine}),
        (world.leader, {mine, other}),
    ):
        from zaocha.offers import access

        assert set(access.needs(who)) == seen
    with pytest.raises(NotFound):
        queries.one(by=world.stranger, pk=mine.pk)
    assert world.client("qian").get("/needs/").status_code == 403


def test_a_viewing_goes_into_calendars_and_its_outcome_meets_the_need(world, now) -> None:
    offer, wanted, client = plant(world), need(world), world.client("shen")
    typed = {
        "who": "晴川针织",
        "need": wanted.pk,
        "starts_at": "2026-03-04T10:00",
        "minutes": "45",
        "place": "大门口",
    }
    done = client.post(f"/offers/{offer.pk}/viewings/new/", typed)
    viewing = Viewing.objects.get()
    assert done["Location"] == f"/viewings/{viewing.pk}/"
    assert viewing.ends_at - viewing.starts_at == timedelta(minutes=45)
    token = link(world, "viewing", viewing.pk)
    page = Client().get(f"/w/{token}/").content.decode()
    assert "2026-03-04 10:00" in page
    ics = Client().get(f"/w/{token}/viewing.ics").content.decode()
    assert "DTSTART;TZID=Asia/Shanghai:20260304T100000" in ics
    client.post(f"/viewings/{viewing.pk}/", {"state": "fits", "words": "层高合适"})
    viewing.refresh_from_db()
    assert (viewing.state, viewing.words) == ("fits", "层高合适")
    now.at = world.at + timedelta(days=4)
    made = {
        "amount": "1200",
        "unit": "m2",
        "on_day": "2026-03-05",
        "who": "晴川针织",
        "need": wanted.pk,
        "evidence": "租赁合同",
    }
    assert client.post(f"/offers/{offer.pk}/outcome/", made).status_code == 302
    offer.refresh_from_db()
    wanted.refresh_from_db()
    assert (offer.state, offer.free, wanted.state) == ("open", Decimal(800), "met")
    too_much = client.post(f"/offers/{offer.pk}/outcome/", {**made, "need": "", "amount": "900"})
    assert too_much.status_code == 422
    client.post(f"/offers/{offer.pk}/outcome/", {**made, "need": "", "amount": "1.2", "unit": "mu"})
    offer.refresh_from_db()
    assert offer.state == "taken"


def test_an_outcome_needs_evidence_and_no_future(world) -> None:
    offer = plant(world)
    new = viewings.NewOutcome(offer.pk, Decimal(5), "m2", world.at.date(), " ", who="甲")
    with pytest.raises(Invalid, match="by what this is known"):
        viewings.outcome(new=new, by=world.desk, at=world.at)
    later = viewings.NewOutcome(
        offer.pk, Decimal(5), "m2", world.at.date() + timedelta(days=1), "x", who="甲"
    )
    with pytest.raises(Invalid, match="still to come"):
        viewings.outcome(new=later, by=world.desk, at=world.at)
    with pytest.raises(Invalid, match="counted in"):
        viewings.outcome(
            new=viewings.NewOutcome(offer.pk, Decimal(5), "CNY", world.at.date(), "x"),
            by=world.desk,
            at=world.at,
        )


def test_a_stale_offer_asks_its_owner_who_answers_by_one_tap(world, now) -> None:
    offer, client = plant(world), world.client("shen")
    assert "云溪路8号二楼" not in client.get("/offers/?stale=on").content.decode()
    now.at = world.at + timedelta(days=40)
    assert "云溪路8号二楼" in client.get("/offers/?stale=on").content.decode()
    assert "ask the owner" in client.get("/home/").content.decode()
    asked = client.post(f"/offers/{offer.pk}/ask/")
    assert "/l/" in asked.content.decode()
    token = link(world, "offer", offer.pk)
    owner = Client()
    assert owner.get(f"/o/{token}/").status_code == 200
    offer.refresh_from_db()
    assert (offer.heard_at, offer.asked_at) == (world.at, now.at), "opening the link changes nothing"
    assert owner.post(f"/o/{token}/", {"answer": "yes"}).status_code == 302
    offer.refresh_from_db()
    assert offer.heard_at == now.at
    changed = {"answer": "changed", "f_area_m2": "1500", "f_rent_m2_month": "15", "owner_name": "丁房东"}
    assert owner.post(f"/o/{token}/", changed).status_code == 302
    offer.refresh_from_db()
    assert (offer.facts["area_m2"], offer.version, offer.title) == ("1500", 2, "云溪路8号二楼")
    wrong = owner.post(f"/o/{token}/", {**changed, "f_area_m2": "大"})
    assert wrong.status_code == 422
    owner.post(f"/o/{token}/", {"answer": "no"})
    offer.refresh_from_db()
    assert offer.state == "withdrawn"
    assert owner.post(f"/o/{token}/", {"answer": "yes"}).status_code == 409


def test_a_survey_by_link_brings_offers_and_needs_for_the_desk_to_confirm(world) -> None:
    client, anybody = world.client("shen"), Client()
    for about, kind in (("offers", "farmhouse"), ("needs", "plant")):
        client.post("/surveys/", {"title": f"摸排{about}", "about": about, "kind": kind})
    first, second = Survey.objects.order_by("pk")
    where = f"/v/{link(world, 'survey', first.pk)}/"
    told = {
        "f_area_m2": "120",
        "f_rooms": "3",
        "owner_name": "村民老周",
        "owner_phone": "13700003333",
        "client_key": "s1",
    }
    for _ in range(2):
        assert anybody.post(where, told).status_code == 200
    offer = Offer.objects.get()
    assert (offer.state, offer.survey, offer.owner_name) == ("proposed", first, "村民老周")
    anybody.post(
        f"/v/{link(world, 'survey', second.pk)}/",
        {"company": "路边小店", "from_area_m2": "100", "client_key": "s2"},
    )
    assert (Need.objects.get().state, Need.objects.get().who) == ("proposed", "路边小店")
    assert "村民老周" in client.get(f"/surveys/{first.pk}/").content.decode()
    assert "房间数" in world.client("shen", "zh-hans").get(f"/surveys/{first.pk}/paper/").content.decode()
    client.post(f"/offers/{offer.pk}/step/", {"step": "confirm"})
    client.post(f"/needs/{Need.objects.get().pk}/step/", {"step": "confirm"})
    assert {Offer.objects.get().state, Need.objects.get().state} == {"open"}
    client.post(f"/surveys/{first.pk}/close/")
    assert anybody.post(where, {**told, "client_key": "s3"}).status_code == 410
    assert Offer.objects.count() == 1


NOTICE = """国有建设用地使用权挂牌出让公告
地块编号\t土地位置\t土地面积(平方米)\t土地用途\t容积率\t起始价(万元)\t保证金(万元)
溪政工出2026-05\t溪东街道云溪路以东\t6666.7\t工业用地\t1.5-2.5\t720\t144
溪政工出2026-06\t溪东街道云溪路以西\t10000\t工业用地\t≥2.0\t1080\t216
报名时间:2026年3月2日至2026年3月27日16时。"""


def test_a_pasted_notice_becomes_parcels_that_a_person_confirms(world) -> None:
    client = world.client("shen")
    page = client.post("/offers/read/", {"step": "read", "text": NOTICE}).content.decode()
    assert page.count("enter the parcel") == 2
    assert "<q>1.5-2.5</q>" in page
    assert not Offer.objects.exists(), "nothing enters by itself"
    words = {"area_m2": "6666.7", "start_price": "720"}
    typed = {
        "step": "enter", "words": json.dumps(words), "f_area_m2": "6666.7", "f_start_price": "720万",
        "f_apply_until": "2026-03-27", "client_key": "p1", "source_url": "https://example.cn/1",
    }  # fmt: skip
    for _ in range(2):
        client.post("/offers/read/", typed)
    offer = Offer.objects.get()
    assert (offer.facts["start_price"], offer.words["start_price"]) == ("7200000", "720")
    assert "720" in client.get(f"/offers/{offer.pk}/").content.decode()
    nothing = client.post("/offers/read/", {"step": "read", "text": "今天天气很好"})
    assert nothing.status_code == 422
    wrong = client.post("/offers/read/", {**typed, "client_key": "p2", "f_deposit": "900万"})
    assert wrong.status_code == 422
    assert "900万" in wrong.content.decode()


def png(note: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" + b"\x10" * 6 + b"\0" + b"\x20" * 6)
    text = chunk(b"tEXt", b"Comment\0" + note) if note else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + text + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_photos_are_cleaned_kept_and_shown_only_to_who_may_see_the_offer(world, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    offer, client = plant(world), world.client("shen")
    for _ in range(2):
        file = SimpleUploadedFile("a.png", png(b"taken at 29.7 120.3"), "image/png")
        client.post(f"/offers/{offer.pk}/photos/", {"photo": file})
    photo = Photo.objects.get()
    where = f"/offers/{offer.pk}/photos/{photo.pk}/"
    shown = client.get(where)
    assert b"taken at" not in shown.content
    assert (shown["Content-Type"], photo.width) == ("image/png", 2)
    assert world.client("stranger").get(where).status_code == 404
    assert Client().get(where).status_code == 302
    token = link(world, "offer", offer.pk)
    assert Client().get(f"/o/{token}/photos/{photo.pk}/").status_code == 200
    assert Client().get(f"/o/{token}/photos/{photo.pk + 1}/").status_code == 404
    path = photos.path(world.tenant.pk, photo.digest, photo.media_type)
    assert path.exists()
    client.post(f"{where}remove/")
    assert not path.exists()
    with pytest.raises(Invalid, match="no picture"):
        photos.add(offer_id=offer.pk, data=b"<svg onload=alert(1)>", by=world.desk, at=world.at)


def test_the_map_is_drawn_from_coordinates_alone(world) -> None:
    square = {
        "type": "Polygon",
        "coordinates": [[[120.30, 29.70], [120.31, 29.70], [120.31, 29.71], [120.30, 29.70]]],
    }
    text = sites.OfferText(title="东地块", shape=square)
    sites.enter(new=sites.NewOffer("land_state", {"area_m2": "5000"}, text=text), by=world.desk, at=world.at)
    plant(world)
    client = world.client("shen")
    page = client.get("/offers/map/").content.decode()
    assert "<svg" in page
    assert "Without a position" in page
    assert "http" not in page.split("<svg")[1].split("</svg>")[0].replace("http-equiv", "")
    found = client.get("/offers/map.geojson").json()
    assert found["features"][0]["geometry"] == square
    sheet = drawing.draw([drawing.Shape(square)], tiles="https://t.example/{z}/{x}/{y}.png")
    assert sheet.tiles[0].url.startswith("https://t.example/")
    assert all(0 <= one.x <= drawing.WIDTH and 0 <= one.y <= drawing.HEIGHT for one in sheet.shapes)


@pytest.mark.parametrize(
    "text", ["120.3", "{", '{"type":"Point","coordinates":[200,29]}', '{"type":"Circle"}', "[" * 5000]
)
def test_positions_that_cannot_be_are_refused(world, text) -> None:
    answer = world.client("shen").post("/offers/new/?kind=plant", {"f_area_m2": "100", "shape": text})
    assert answer.status_code == 422


def test_strangers_find_nothing(world) -> None:
    offer, wanted = plant(world), need(world)
    starts = datetime.fromisoformat("2026-03-04T10:00+08:00")
    new = viewings.NewViewing(offer.pk, starts, starts + timedelta(hours=1), need_id=wanted.pk)
    viewing = viewings.plan(new=new, by=world.desk, at=world.at)
    survey = needs.survey(new=needs.NewSurvey("x", "needs", "plant"), by=world.desk, at=world.at)
    stranger, leader = world.client("stranger"), world.client("he")
    for path in (
        f"/needs/{wanted.pk}/",
        f"/viewings/{viewing.pk}/",
        f"/surveys/{survey.pk}/",
        f"/offers/{offer.pk}/outcome/",
    ):
        assert stranger.get(path).status_code == 404
    assert leader.get(f"/offers/{offer.pk}/outcome/").status_code == 403
    assert leader.get("/surveys/").status_code == 403
    with pytest.raises(Conflict):
        viewings.note(viewing_id=viewing.pk, state="cancelled", words="", by=world.desk, at=world.at)
        viewings.note(viewing_id=viewing.pk, state="fits", words="", by=world.desk, at=world.at)


@pytest.mark.parametrize("count", [1, 50])
def test_a_need_has_a_fixed_number_of_statements(world, count, django_assert_max_num_queries) -> None:
    wanted = need(world)
    for number in range(count):
        plant(world, f"厂房{number}")
    client = world.client("shen")
    with django_assert_max_num_queries(6):
        assert client.get(f"/needs/{wanted.pk}/").status_code == 200
    with django_assert_max_num_queries(12):
        assert client.get(f"/offers/{Offer.objects.first().pk}/").status_code == 200


def test_a_viewing_is_moved_and_its_calendar_entry_replaced(world, now) -> None:
    offer = sites.enter(new=sites.NewOffer("plant", {"area_m2": "900"}), by=world.desk, at=world.at)
    starts = world.at + timedelta(days=2)
    new = viewings.NewViewing(offer.pk, starts, starts + timedelta(hours=1), who="丁先生", host="沈知夏")
    viewing = viewings.plan(new=new, by=world.desk, at=world.at)
    address, client = f"/viewings/{viewing.pk}/move/", world.client("shen")
    assert "丁先生" in client.get(address).content.decode()
    wrong = client.post(address, {"starts_at": "2026-03-05T10:00", "minutes": "5", "place": "老厂门口"})
    assert wrong.status_code == 422 and "老厂门口" in wrong.content.decode()
    typed = {"starts_at": "2026-03-05T10:00", "minutes": "30", "place": "新厂门口", "host": "陆一鸣"}
    assert client.post(address, typed)["Location"] == f"/viewings/{viewing.pk}/"
    viewing.refresh_from_db()
    assert (viewing.place, viewing.host, viewing.who, viewing.sequence) == ("新厂门口", "陆一鸣", "丁先生", 1)
    assert "SEQUENCE:1" in client.get(f"/viewings/{viewing.pk}/viewing.ics").content.decode()
    assert world.client("du").get(address).status_code == 403
    assert world.client("stranger").get(address).status_code == 404
    viewings.note(viewing_id=viewing.pk, state="cancelled", words="", by=world.desk, at=world.at)
    assert client.post(address, typed).status_code in (409, 422)
