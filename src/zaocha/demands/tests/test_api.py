"""The API: works, wrong method, not yours, malformed, missing; and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import tokens
from zaocha.demands import actions
from zaocha.demands.models import Demand
from zaocha.demands.tests.ways import assigned, raised, replied
from zaocha.kernel import tasks
from zaocha.kernel.models import Event

API = "/api/v1"


@pytest.fixture(autouse=True)
def _now(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at + timedelta(hours=2))


class Api:
    """A program that speaks for one person by a bearer token."""

    def __init__(self, world, who: str) -> None:
        token = tokens.create(person=world.people[who], name="test", at=world.at)
        self.client = Client(headers={"authorization": f"Bearer {token}", "accept-language": "en"})

    def get(self, path: str):
        return self.client.get(API + path)

    def send(self, path: str, body=None, *, key: str = "", method: str = "post"):
        headers = {"Idempotency-Key": key} if key else {}
        return getattr(self.client, method)(
            API + path, body or {}, content_type="application/json", headers=headers
        )


def written(captured) -> list[str]:
    skipped = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].upper().startswith(skipped)]


def test_a_create_takes_at_most_ten_statements_with_token_and_chain(world) -> None:
    api = Api(world, "shen")
    body = {"words": "食堂太贵", "category": "1303", "company_id": world.company.pk}
    api.send("/demands", body)
    for key, most in (("", 8), ("k-1", 10)):
        with CaptureQueriesContext(connection) as captured:
            answer = api.send("/demands", body, key=key)
        assert answer.status_code == 201
        sql = written(captured)
        assert len(sql) <= most, "\n".join(sql)
    assert Event.objects.filter(kind="demand_raised").count() == 3


def test_the_same_key_never_makes_a_second_demand(world) -> None:
    api = Api(world, "shen")
    first = api.send("/demands", {"words": "路不平"}, key="k")
    again = api.send("/demands", {"words": "路不平"}, key="k")
    assert first.json() == again.json()
    assert Demand.objects.count() == 1
    assert api.send("/demands", {"words": "别的"}, key="k").status_code == 409


def test_the_whole_way_by_the_api(world) -> None:
    desk, unit = Api(world, "shen"), Api(world, "qian")
    pk = desk.send("/demands", {"words": "路不平", "company_id": world.company.pk}).json()["id"]
    for api, verb, body, state in [
        (desk, "assign", {"unit_id": world.roads.pk}, "assigned"),
        (unit, "sign", {}, "signed"),
        (unit, "start", {}, "working"),
        (unit, "reply", {"result": "solved", "answer": "修好了"}, "replied"),
        (desk, "company_says", {"word": "solved", "satisfaction": 5}, "closed"),
    ]:
        answer = api.send(f"/demands/{pk}/steps/{verb}", body, key=f"{pk}-{verb}")
        assert (answer.status_code, answer.json()["state"]) == (200, state), answer.json()
    shown = desk.get(f"/demands/{pk}").json()
    assert [step["step"] for step in shown["steps"]] == [
        "accept", "assign", "sign", "start", "reply", "company_says_solved",
    ]  # fmt: skip
    assert (shown["closed_as"], shown["clock"]["code"], shown["next_steps"]) == (
        "solved",
        "stopped",
        ["reopen"],
    )


def test_refusals_say_what_and_where(world) -> None:
    desk = Api(world, "shen")
    pk = raised(world).pk
    for path, body, status, field in [
        ("/demands", {"words": " "}, 422, "words"),
        ("/demands", {"words": "x", "company_id": 987654}, 422, "company"),
        ("/demands", {"words": "x", "category": "zz"}, 422, "category"),
        (f"/demands/{pk}/steps/assign", {}, 422, "unit"),
        (f"/demands/{pk}/steps/merge", {"into_id": pk}, 422, "merged_into"),
        (f"/demands/{pk}/steps/reply", {"result": "solved", "answer": "x"}, 409, ""),
        (f"/demands/{pk}/steps/accept", {"version": 7}, 409, ""),
        (f"/demands/{pk}/steps/explode", {}, 404, ""),
        ("/demands/987654/steps/accept", {}, 404, ""),
    ]:
        answer = desk.send(path, body)
        assert (answer.status_code, answer.json()["field"]) == (status, field), (path, answer.json())
    assert desk.send("/demands", {"words": 7}).status_code == 422
    assert desk.client.post(f"{API}/demands", "{", content_type="application/json").status_code in {400, 422}


@pytest.mark.parametrize("query", ["group=zz", "state=zz", "colour=blue", "order=zz", "limit=x", "after=x"])
def test_a_list_with_nonsense_is_refused(world, query) -> None:
    assert Api(world, "shen").get(f"/demands?{query}").status_code == 422


@pytest.mark.parametrize("name", ["after", "unit", "company", "meeting"])
def test_numbers_beyond_all_bounds_find_nothing(world, name) -> None:
    raised(world)
    huge = 10**30
    assert Api(world, "shen").get(f"/demands?{name}={huge}").status_code in {200, 422}
    assert Api(world, "shen").get(f"/demands/{huge}").status_code in {404, 422}
    for body in ({"unit_id": huge}, {"unit_id": -1}):
        answer = Api(world, "shen").send(f"/demands/{Demand.objects.get().pk}/steps/assign", body)
        assert answer.status_code == 422
    assert Api(world, "shen").send("/demands", {"words": "x", "company_id": huge}).status_code == 422
    assert world.client("shen").get(f"/demands/{huge}/").status_code == 404
    assert world.client("shen").get(f"/demands/?company={huge}&meeting={huge}").status_code == 200


def test_each_endpoint_knows_whose_a_demand_is(world) -> None:
    pk = assigned(world).pk
    for path, method in [
        (f"/demands/{pk}", "get"), (f"/demands/{pk}/steps/sign", "post"), (f"/demands/{pk}", "patch"),
    ]:  # fmt: skip
        body = {"version": 2, "note": "x"} if method == "patch" else {}
        for who, status in (("stranger", 404), ("fang", 403)):
            api = Api(world, who)
            answer = api.get(path) if method == "get" else api.send(path, body, method=method)
            assert answer.status_code == status, (path, who)
        assert Client().generic(method.upper(), API + path).status_code == 401
    assert Client().get(f"{API}/demands").status_code == 401
    assert Api(world, "fang").send("/demands", {"words": "x"}).status_code == 403
    assert Api(world, "shen").send(f"/demands/{pk}", method="put").status_code == 405
    assert Api(world, "shen").send("/demand-steps").status_code == 405


def test_correcting_by_the_api(world) -> None:
    api, pk = Api(world, "shen"), raised(world).pk
    answer = api.send(f"/demands/{pk}", {"version": 1, "category": "1201"}, method="patch", key="p")
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    stale = api.send(f"/demands/{pk}", {"version": 1, "category": "13"}, method="patch")
    assert stale.status_code == 409 and "Corrected" in stale.json()["message"]
    assert Demand.objects.get().company_id == world.company.pk


def test_the_list_has_keyset_pages_a_capped_count_and_few_statements(world) -> None:
    api, used = Api(world, "shen"), []
    for rows in (1, 49):
        for _ in range(rows):
            raised(world)
        with CaptureQueriesContext(connection) as captured:
            answer = api.get("/demands?limit=20&group=open")
        used.append(len(captured))
    assert used[0] == used[1] <= 8
    body = answer.json()
    assert (len(body["items"]), body["total"], body["capped"]) == (20, 50, False)
    following = api.get(f"/demands?limit=20&group=open&after={body['next']}").json()
    assert following["items"][0]["id"] < body["items"][-1]["id"]
    assert len(api.get("/demands?limit=9999").json()["items"]) == 50


def test_searching_by_words_stays_within_eight_statements(world) -> None:
    api = Api(world, "shen")
    for _ in range(3):
        raised(world, "食堂太贵")
    tasks.run_all(at=world.at + timedelta(hours=3))
    with CaptureQueriesContext(connection) as captured:
        answer = api.get("/demands?q=食堂")
    assert answer.json()["total"] == 3
    assert len(captured) <= 8


def test_older_ones_are_found_by_the_index(world, monkeypatch) -> None:
    from zaocha.demands.queries import filters

    monkeypatch.setattr(filters, "NEWEST", 1)
    first = raised(world, "食堂的饭菜太贵了")
    raised(world, "路不平"), raised(world, "停车难")
    tasks.run_all(at=world.at + timedelta(hours=3))
    assert [row["id"] for row in Api(world, "shen").get("/demands?q=饭菜太贵").json()["items"]] == [first.pk]


def test_the_company_was_heard(world) -> None:
    raised(world)
    tasks.run_all(at=world.at + timedelta(hours=3))
    world.company.refresh_from_db()
    assert world.company.last_heard_at == world.at


def test_the_api_hides_what_its_reader_may_not_know(world) -> None:
    hidden = assigned(world, words="晴川针织反映噪声", hide_author=True, raised_by="贺总")
    stalling = assigned(world, words="检查太多", category="1402")
    unit = Api(world, "qian")
    (row,) = unit.get("/demands").json()["items"]
    assert (row["id"], row["company"], row["company_id"], row["raised_by"], row["hidden"]) == (
        hidden.pk, "", None, "", True,
    )  # fmt: skip
    text = unit.get(f"/demands/{hidden.pk}").content.decode()
    assert "晴川" not in text and "贺总" not in text
    assert unit.get(f"/demands/{stalling.pk}").status_code == 403
    assert unit.get("/demands?category=14").json()["total"] == 0


def test_a_page_is_stale_for_the_api_too(world) -> None:
    demand = replied(world)
    answer = Api(world, "shen").send(
        f"/demands/{demand.pk}/steps/company_says", {"word": "solved", "version": demand.version - 1}
    )
    assert answer.status_code == 409
    assert (
        actions.check_version(demand_id=demand.pk, version=demand.version, by=world.desk).state == "replied"
    )


def test_the_table_of_steps(world) -> None:
    body = Api(world, "qian").get("/demand-steps").json()
    assert {row["step"] for row in body["steps"]} == {
        step for verb in body["verbs"].values() for step in verb["steps"]
    }
