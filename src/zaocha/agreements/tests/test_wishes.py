"""Workers say what they need without a name; the desk puts the most wanted into the pool; the code tells what came of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zaocha.accounts import actors, links
from zaocha.agreements import tasks
from zaocha.agreements.actions import wishes
from zaocha.agreements.models import Collection, Voice, WishGroup
from zaocha.agreements.queries import wishes as queries
from zaocha.demands import actions as demand_actions
from zaocha.demands.models import Demand
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.results.models import Result


@pytest.fixture
def asked(world):
    new = wishes.NewCollection(
        title="职工心声", question="您现在最需要什么？", choices=("员工餐便宜一点", "夜校课程"),
        open_until=clock.today() + timedelta(days=30),
    )  # fmt: skip
    return wishes.open_collection(new=new, by=world.desk, at=clock.now())


def link_of(world, asked):
    return links.issue(
        tenant=world.tenant, purpose="wishes", subject_id=asked.pk, by="system", at=clock.now()
    )


@pytest.fixture
def worker(world, asked):
    return actors.of_link(link_of(world, asked))


def phone(address):
    """A telephone that has opened the page."""
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.cookies["zaocha_language"] = "en"
    client.get(address)
    return client


def page(world, asked):
    return f"/n/{links.token(link_of(world, asked))}/"


def say(asked, worker, words, browser="b1", at=None):
    return wishes.say(collection=asked, words=words, browser=browser, by=worker, at=at or clock.now())


def voices(asked):
    return {one.label: one.voices for one in WishGroup.objects.filter(collection=asked, joined=None)}


def test_near_same_words_are_put_together_and_keep_their_own(asked, worker):
    group, joined = say(asked, worker, "食堂太贵了")
    assert joined and group.label == "员工餐便宜一点"
    other, joined = say(asked, worker, "想有个休息的地方", "b2")
    assert not joined and other.shown_at is None
    assert voices(asked) == {"员工餐便宜一点": 1, "夜校课程": 0, "想有个休息的地方": 1}
    assert Voice.objects.get(group=group).words == "食堂太贵了"


def test_one_browser_counts_once(asked, worker):
    group = asked.groups.get(label="夜校课程")
    for _n in range(3):
        wishes.me_too(collection=asked, group_id=group.pk, browser="b1", by=worker, at=clock.now())
    wishes.me_too(collection=asked, group_id=group.pk, browser="b2", by=worker, at=clock.now())
    group.refresh_from_db()
    assert group.voices == 2


def test_its_author_may_say_that_it_is_something_else(asked, worker):
    group, _joined = say(asked, worker, "食堂太贵了")
    made = wishes.apart(collection=asked, group_id=group.pk, browser="b1", by=worker, at=clock.now())
    assert voices(asked)["员工餐便宜一点"] == 0 and made.label == "食堂太贵了"
    with pytest.raises(NotFound):
        wishes.apart(collection=asked, group_id=made.pk, browser="b2", by=worker, at=clock.now())


def test_others_see_a_wish_only_once_the_desk_has_read_it(world, asked):
    address = page(world, asked)
    one, other = phone(address), phone(address)
    one.post(address, {"verb": "say", "words": "老王欠我钱"})
    assert "老王" in one.get(address).content.decode()
    assert "老王" not in other.get(address).content.decode()
    group = WishGroup.objects.get(label="老王欠我钱")
    assert world.client("shen").post(f"/wishes/groups/{group.pk}/", {"verb": "hide"}).status_code == 422
    wishes.hide(group_id=group.pk, reason="点了别人的名", by=world.desk, at=clock.now())
    assert "老王" not in one.get(address).content.decode()


def test_nothing_is_kept_of_who_said_it(world, asked):
    address = page(world, asked)
    browser = phone(address)
    cookie = browser.cookies["zaocha_wish"]
    assert cookie["httponly"] and cookie["path"] == "/n/"
    browser.post(address, {"verb": "say", "words": "想学电脑"}, REMOTE_ADDR="10.9.8.7")
    voice = Voice.objects.get()
    assert cookie.value not in voice.browser and len(voice.browser) == 32
    event = Event.objects.filter(kind="wish_said").get()
    assert "电脑" not in str(event.ids) and "10.9.8.7" not in str(event.ids) and event.digests == {}
    tasks.forget_browsers(collection_id=asked.pk, at=clock.now())
    assert Voice.objects.get().browser == ""


def test_opening_the_page_says_nothing_and_a_browser_that_keeps_nothing_is_told(world, asked):
    address = page(world, asked)
    phone(address)
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").post(address, {"verb": "say", "words": "想学电脑"})
    assert answer.status_code == 422 and "想学电脑" in answer.content.decode()
    assert not Voice.objects.exists()


def test_limits_look_at_no_address(world, asked, worker, monkeypatch):
    for words in ("想学电脑", "路灯坏了", "宿舍热水", "缺个球场", "停车位太少"):
        say(asked, worker, words)
    with pytest.raises(Invalid):
        say(asked, worker, "还有第六样")
    say(asked, worker, "同一个网络里的另一台手机", "b2")
    monkeypatch.setattr(wishes, "AT_ONCE", 6)
    with pytest.raises(Invalid) as refused:
        say(asked, worker, "洪水一样涌来", "b3")
    assert "ten minutes" in str(refused.value)
    say(asked, worker, "洪水一样涌来", "b3", at=clock.now() + timedelta(minutes=11))


def test_after_its_day_nothing_more_is_taken(world, asked, worker):
    Collection.objects.filter(pk=asked.pk).update(open_until=date(2020, 1, 1))
    with pytest.raises(Conflict):
        say(asked, worker, "晚了")
    words = phone(page(world, asked)).get(page(world, asked)).content.decode()
    assert "no longer taken" in words and "Me too" not in words


def test_two_that_are_put_together_count_each_browser_once(world, asked, worker):
    a, b = asked.groups.order_by("pk")
    for group, browser in ((a, "b1"), (b, "b1"), (b, "b2")):
        wishes.me_too(collection=asked, group_id=group.pk, browser=browser, by=worker, at=clock.now())
    wishes.join(group_id=b.pk, into_id=a.pk, by=world.desk, at=clock.now())
    assert voices(asked) == {"员工餐便宜一点": 2}
    with pytest.raises(NotFound):
        wishes.me_too(collection=asked, group_id=b.pk, browser="b3", by=worker, at=clock.now())


def test_from_the_pool_to_the_answer_at_the_same_code(world, asked, worker):
    address = page(world, asked)
    browser = phone(address)
    browser.post(address, {"verb": "say", "words": "饭菜便宜点"})
    group = asked.groups.get(label="员工餐便宜一点")
    desk = world.client("shen")
    for _twice in range(2):
        assert desk.post(f"/wishes/groups/{group.pk}/", {"verb": "pool", "category": "13"}).status_code == 302
    demand = Demand.objects.get()
    assert "员工餐便宜一点" in demand.words and demand.category == "13" and demand.company_id is None
    assert "raised" in browser.get(address).content.decode()
    demand_actions.accept(demand_id=demand.pk, by=world.desk, at=clock.now())
    demand_actions.assign(demand_id=demand.pk, unit_id=world.roads.pk, by=world.desk, at=clock.now())
    more = demand_actions.ReplyMore()
    demand_actions.reply(
        demand_id=demand.pk,
        result="solved",
        answer="下月起午餐补贴三元",
        by=world.handler,
        at=clock.now(),
        more=more,
    )
    told = browser.get(address).content.decode()
    assert "下月起午餐补贴三元" in told and "Is it settled for you?" in told
    assert "Is it settled" not in phone(address).get(address).content.decode()
    browser.post(address, {"verb": "settled", "wish": group.pk})
    browser.post(address, {"verb": "settled", "wish": group.pk})
    result = Result.objects.get()
    assert (result.kind, result.origin_id, result.demand_id) == ("wish_met", group.pk, demand.pk)
    assert result.confirmed_at is not None
    assert "Workers say: settled 1" in desk.get(f"/wishes/{asked.pk}/").content.decode()


def test_of_a_confidential_matter_the_code_tells_no_more_than_that(world, asked, worker):
    say(asked, worker, "食堂太贵了")
    group = asked.groups.get(label="员工餐便宜一点")
    wishes.pool(group_id=group.pk, category="14", by=world.desk, at=clock.now())
    Demand.objects.update(answer="不便公开的话", replied_at=clock.now())
    shown = next(one for one in queries.told(found=asked, browser="b1") if one.group.pk == group.pk)
    assert shown.answer == "" and "taken it on" in str(shown.state)


def test_only_those_with_the_right_handle_wishes(world, asked, worker):
    group = asked.groups.first()
    for by, refused in (
        (world.leader, NotAllowed),
        (world.handler, NotAllowed),
        (world.stranger, NotFound),
        (worker, NotAllowed),
    ):
        with pytest.raises(refused):
            wishes.pool(group_id=group.pk, category="13", by=by, at=clock.now())
    other = wishes.NewCollection(
        title="厂内", question="?", open_until=clock.today(), company_id=world.other_company.pk
    )
    own = wishes.open_collection(new=other, by=world.desk, at=clock.now())
    assert world.client("jiang").get(f"/wishes/{own.pk}/").status_code == 403
    assert world.client("stranger").get(f"/wishes/{own.pk}/").status_code == 404


def test_pages_take_the_same_statements_for_one_wish_and_for_forty(world, asked, worker):
    address, counts = page(world, asked), []
    browser, desk = phone(address), world.client("shen")
    for number in (1, 40):
        for n in range(number):
            group = WishGroup.objects.create(
                collection=asked, label=f"第{n}样", shown_at=clock.now(), made_at=clock.now()
            )
            Voice.objects.create(group=group, words="话", browser=f"x{n}", at=clock.now())
        for client, at in ((browser, address), (desk, "/wishes/"), (desk, f"/wishes/{asked.pk}/")):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(at).status_code == 200
            counts.append(len(caught))
    assert counts[:3] == counts[3:]


def test_the_list_goes_out_as_a_table_and_the_poster_holds_the_code(world, asked, worker):
    say(asked, worker, "食堂太贵了")
    desk = world.client("shen")
    assert desk.get(f"/wishes/{asked.pk}/export/").content[:2] == b"PK"
    poster = desk.get(f"/wishes/{asked.pk}/poster/").content.decode()
    assert page(world, asked).strip("/").split("/")[1] in poster and "您现在最需要什么" in poster


def test_a_question_is_refused_in_words_and_keeps_what_was_typed(world):
    sent = {"title": "职工心声", "question": "要什么？", "open_until": "2020-01-01", "choices": "一\n二"}
    answer = world.client("shen").post("/wishes/new/", sent)
    assert answer.status_code == 422 and "要什么" in answer.content.decode()
    sent["open_until"] = clock.today().isoformat()
    assert world.client("shen").post("/wishes/new/", sent).status_code == 302
    assert [one.label for one in WishGroup.objects.order_by("pk")] == ["一", "二"]
