"""Pages of watches and sources: one tap from a demand, nothing new, amber for the company, and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from zaocha.accounts import links, tokens
from zaocha.demands import actions as demand_actions
from zaocha.kernel import tasks
from zaocha.offers.actions import sites
from zaocha.offers.actions import sources as source_actions
from zaocha.offers.models import Source
from zaocha.promises import actions as promise_actions
from zaocha.watches.actions import watching
from zaocha.watches.models import Firing, Watch


@pytest.fixture(autouse=True)
def now(world, monkeypatch):
    class Now:
        at = world.at

    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: Now.at)
    return Now


@pytest.fixture
def source(world) -> Source:
    text = source_actions.SourceText("自然资源局公告栏", "land_state", person_id=world.people["jiang"].pk)
    made = source_actions.enter(text=text, by=world.desk, at=world.at)
    return source_actions.look(source_id=made.pk, by=world.desk, at=world.at)


def demand(world, words="租的5000平方厂房太小,想要10亩地,土地拍卖没人通知"):
    new = demand_actions.NewDemand(words=words, channel="phone", company_id=world.company.pk, category="01")
    return demand_actions.raise_demand(new=new, by=world.desk, at=world.at)


def parcel(world, area="10亩"):
    text = sites.OfferText(title="云溪路东侧地块")
    offer = sites.enter(
        new=sites.NewOffer("land_state", {"area_m2": area}, text=text), by=world.desk, at=world.at
    )
    tasks.run_all(at=world.at)
    return offer


def test_one_tap_on_the_page_of_a_demand(world, source) -> None:
    made, client = demand(world), world.client("shen")
    assert f"/watches/beside/demand/{made.pk}/" in client.get(f"/demands/{made.pk}/").content.decode()
    beside = client.get(f"/watches/beside/demand/{made.pk}/").content.decode()
    assert "8–12 mu" in beside
    tapped = {"demand": made.pk, "kind": "land_state"}
    first, second = (client.post("/watches/propose/", tapped) for _ in range(2))
    assert first["Location"] == second["Location"]
    watch = Watch.objects.get()
    assert (watch.company, watch.origin_id, watch.source) == (world.company, made.pk, source)
    assert watch.promise.origin_id == made.pk
    assert "8–12 mu" in client.get(f"/watches/beside/demand/{made.pk}/").content.decode()


def test_a_promise_with_a_trigger_is_watched_from_its_page(world) -> None:
    new = promise_actions.NewPromise(
        what="一有土地拍卖信息就告知", trigger="一有土地拍卖信息", company_id=world.company.pk
    )
    promise = promise_actions.promise(new=new, by=world.desk, at=world.at)
    client = world.client("shen")
    assert f"/watches/beside/promise/{promise.pk}/" in client.get(f"/promises/{promise.pk}/").content.decode()
    assert "nobody watches yet" in client.get("/watches/").content.decode()
    client.post("/watches/propose/", {"promise": promise.pk, "kind": "land_state"})
    assert Watch.objects.get().promise == promise
    assert "nobody watches yet" not in client.get("/watches/").content.decode()


def test_the_form_keeps_what_was_typed_when_it_refuses(world) -> None:
    client = world.client("shen")
    typed = {"company": "晴川针织", "from_area_mu": "12", "to_area_mu": "8", "client_key": "w1"}
    answer = client.post("/watches/new/?kind=land_state", typed)
    assert answer.status_code == 422
    assert "nothing could fit" in answer.content.decode()
    right = {**typed, "from_area_mu": "8", "to_area_mu": "12", "is_land_use": ["industrial"]}
    done = client.post("/watches/new/?kind=land_state", right)
    assert done.status_code == 302
    watch = Watch.objects.get()
    assert {row["fact"]: row["test"] for row in watch.must} == {
        "area_mu": "[8..12]",
        "land_use": '"industrial"',
    }
    assert "8–12 mu" in client.get(done["Location"]).content.decode()


def test_nothing_new_is_one_tap_and_the_home_page_says_what_is_due(world, source, now) -> None:
    client = world.client("shen")
    assert "Sources to look at today" not in client.get("/home/").content.decode()
    now.at = world.at + timedelta(days=1)
    assert "自然资源局公告栏" in client.get("/home/").content.decode()
    tap = client.post(f"/sources/{source.pk}/look/", {"found": "nothing", "next": "/home/"})
    assert tap["Location"] == "/home/"
    source.refresh_from_db()
    assert (source.seen_at, source.seen_by) == (now.at, "沈知夏")
    assert "Sources to look at today" not in client.get("/home/").content.decode()


def test_the_company_sees_its_watch_amber_and_what_fired(world, source, now) -> None:
    rule = ({"fact": "area_mu", "test": "[8..12]"},)
    new = watching.NewWatch("land_state", rule, company_id=world.company.pk)
    watching.watch(new=new, by=world.desk, at=world.at)
    same = {"tenant": world.tenant, "purpose": "company", "by": "t", "at": world.at}
    address = f"/c/{links.token(links.issue(subject_id=world.company.pk, **same))}/"

    def page() -> str:
        return Client(HTTP_ACCEPT_LANGUAGE="en").get(address).content.decode()

    assert "What we watch for you" in page()
    assert "its source was not looked at" not in page()
    now.at = world.at + timedelta(days=9)
    assert "its source was not looked at" in page()
    parcel(world)
    assert "云溪路东侧地块" in page()
    assert "by public bidding" in page()
    other = links.issue(subject_id=world.other_company.pk, **same)
    assert "云溪路东侧地块" not in Client().get(f"/c/{links.token(other)}/").content.decode()


def test_the_ready_message_is_told_once(world, source) -> None:
    watching.watch(
        new=watching.NewWatch("land_state", company_id=world.company.pk), by=world.desk, at=world.at
    )
    parcel(world)
    client = world.client("shen", "zh-hans")
    assert "云溪路东侧地块" in client.get("/home/").content.decode()
    fired = Firing.objects.get()
    for who in ("shen", "lu"):
        world.client(who).post(f"/watches/told/{fired.pk}/", {"how": "wechat", "next": "/home/"})
    fired.refresh_from_db()
    assert (fired.told_by, fired.told_how) == ("沈知夏", "wechat")


def test_strangers_find_nothing_and_readers_change_nothing(world, source) -> None:
    new = watching.NewWatch("land_state", company_id=world.company.pk)
    watch = watching.watch(new=new, by=world.desk, at=world.at)
    beside = f"/watches/beside/promise/{watch.promise_id}/"
    for path in (f"/watches/{watch.pk}/", f"/sources/{source.pk}/", beside):
        assert world.client("stranger").get(path).status_code == 404
        assert world.client("").get(path).status_code == 302
    assert world.client("he").post(f"/watches/{watch.pk}/end/", {"words": "x"}).status_code == 403
    assert world.client("qian").get("/watches/").status_code == 403
    stranger = world.client("stranger")
    assert stranger.post(f"/sources/{source.pk}/look/", {"found": "nothing"}).status_code == 404
    assert stranger.post(f"/watches/{watch.pk}/end/", {"words": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 50])
def test_lists_have_a_fixed_number_of_statements(world, source, count, django_assert_max_num_queries) -> None:
    for number in range(count):
        rule = ({"fact": "area_mu", "test": f">= {number + 1}"},)
        new = watching.NewWatch("land_state", rule, who=f"第{number}家")
        watching.watch(new=new, by=world.desk, at=world.at)
    client = world.client("shen")
    with django_assert_max_num_queries(9):
        assert "第0家" in client.get("/watches/?standing=watching&q=第0家").content.decode()
    with django_assert_max_num_queries(5):
        assert client.get("/watches/export/").status_code == 200


def test_the_api_makes_a_watch_once_and_shows_what_fired(world, source) -> None:
    token = tokens.create(person=world.people["shen"], name="t", at=world.at)
    client = Client(headers={"authorization": f"Bearer {token}", "idempotency-key": "w1"})

    def post(path: str, body: object, key: str = "w1"):
        return client.post(f"/api/v1/{path}", body, "application/json", headers={"idempotency-key": key})

    rule = [{"fact": "area_mu", "test": "[8..12]"}]
    body = {"kind": "land_state", "must": rule, "company_id": world.company.pk}
    made = [post("watches", body).json() for _ in range(2)]
    assert made[0]["id"] == made[1]["id"]
    parcel(world)
    one = client.get(f"/api/v1/watches/{made[0]['id']}").json()
    assert one["fired"] == 1
    assert "10 亩" in one["firings"][0]["evidence"]
    bad = post("watches", {**body, "must": [{"fact": "area_mu", "test": "much"}]}, "w2")
    assert bad.status_code == 422
    assert post(f"sources/{source.pk}/looks", {"found": "nothing"}, "w3").json()["due"] is False
    proposed = post("watches/propose", {"words": "想拿8到12亩的工业用地"}, "w4")
    assert proposed.json()["items"][0]["must"] == rule
