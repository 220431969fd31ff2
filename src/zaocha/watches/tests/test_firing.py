"""Watches: fired exactly once each, at the same moment, with the promise kept and its evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count

from zaocha.demands import actions as demand_actions
from zaocha.kernel import tasks
from zaocha.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from zaocha.kernel.models import Event
from zaocha.offers import conditions
from zaocha.offers.actions import sites
from zaocha.offers.actions import sources as source_actions
from zaocha.promises import actions as promise_actions
from zaocha.promises.models import Promise
from zaocha.watches import proposing, queries
from zaocha.watches.actions import firing, watching
from zaocha.watches.models import Firing, Watch

EIGHT_TO_TWELVE = ({"fact": "area_mu", "test": "[8..12]"},)


@pytest.fixture(autouse=True)
def _morning(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at)


def watch(world, must=EIGHT_TO_TWELVE, **more) -> Watch:
    given = {"company_id": world.company.pk, **more}
    return watching.watch(new=watching.NewWatch("land_state", must, **given), by=world.desk, at=world.at)


def parcel(world, area="10亩", at=None, **more):
    text = sites.OfferText(title="云溪路东侧地块", source="云溪市自然资源局公告")
    new = sites.NewOffer("land_state", {"area_m2": area, **more}, text=text)
    offer = sites.enter(new=new, by=world.desk, at=at or world.at)
    tasks.run_all(at=at or world.at)
    return offer


def change(world, offer, at=None, **facts):
    offer.refresh_from_db()
    merged = {**offer.facts, **facts}
    text = sites.OfferText(title=offer.title)
    sites.change(
        offer_id=offer.pk,
        change=sites.Change(offer.version, merged, (), text),
        by=world.desk,
        at=at or world.at,
    )
    tasks.run_all(at=at or world.at)


def test_a_new_parcel_keeps_the_promise_with_its_evidence_and_a_message_is_ready(world) -> None:
    made = watch(world)
    assert made.promise.state == "open"
    assert "8–12" in made.promise.trigger
    later = world.at + timedelta(days=1)
    offer = parcel(world, at=later)
    fired = Firing.objects.get()
    assert (fired.watch, fired.offer, fired.version, fired.fired_at) == (made, offer, 1, later)
    made.promise.refresh_from_db()
    assert made.promise.state == "kept"
    for words in ("云溪路东侧地块", "8–12", "10 亩", "云溪市自然资源局公告", "2026-03-03 09:00"):
        assert words in made.promise.evidence
    message = queries.firings(Firing.objects.all())[0].message
    assert "云溪路东侧地块" in message
    assert "0575-8700 0001" in message
    event = Event.objects.get(kind="watch_fired")
    assert (event.subject_id, event.ids["offer"], event.ids["promise"]) == (
        made.pk,
        offer.pk,
        made.promise_id,
    )


def test_what_does_not_fit_or_is_unknown_does_not_fire(world) -> None:
    watch(world)
    watch(world, ({"fact": "area_mu", "test": "[8..12]"}, {"fact": "deposit", "test": "<= 1000000"}))
    parcel(world, "20亩")
    parcel(world, "")
    assert not Firing.objects.exists()
    parcel(world, "10亩")  # the deposit is unknown: only the first watch fires
    assert Firing.objects.count() == 1


def test_a_change_fires_only_what_is_newly_fulfilled_and_again_only_after_it_stopped(world) -> None:
    made = watch(world)
    offer = parcel(world, "20亩")
    change(world, offer, area_m2="9亩")
    assert Firing.objects.filter(watch=made).count() == 1
    change(world, offer, area_m2="11亩", start_price="700万")
    assert Firing.objects.filter(watch=made).count() == 1
    change(world, offer, area_m2="30亩")
    change(world, offer, area_m2="10亩")
    assert sorted(Firing.objects.values_list("version", flat=True)) == [2, 5]
    kept = Promise.objects.filter(company=world.company, state="kept")
    assert kept.count() == 2, "every firing is a kept promise of its own"


def test_the_same_job_run_again_changes_nothing(world) -> None:
    watch(world)
    offer = parcel(world)
    for _ in range(3):
        assert firing.of_offer(tenant=world.tenant, offer_id=offer.pk, at=world.at) == []
    assert Firing.objects.count() == 1
    assert Promise.objects.filter(state="kept").count() == 1


def test_everyone_who_waits_is_told_at_the_same_moment(world) -> None:
    for number in range(30):
        watching.watch(
            new=watching.NewWatch("land_state", EIGHT_TO_TWELVE, who=f"第{number}家"),
            by=world.desk,
            at=world.at,
        )
    parcel(world, at=world.at + timedelta(hours=1))
    assert Firing.objects.count() == 30
    assert Firing.objects.values("fired_at").distinct().count() == 1


def test_many_rules_are_asked_in_parts_and_each_step_tells_some(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.watches.rules.FEW", 5)
    for number in range(25):
        rule = (
            {"fact": "area_mu", "test": f">= {number % 7}.5"},
            {"fact": "area_mu", "test": f"< {number + 9}"},
        )
        watch(world, rule, who=f"第{number}家", company_id=None)
    monkeypatch.setattr(firing, "AT_ONCE", 3)
    offer = parcel(world, "12亩")
    assert firing.of_offer(tenant=world.tenant, offer_id=offer.pk, at=world.at) == []
    meant = {one.pk for one in Watch.objects.all() if conditions.judge(one.kind, one.must, offer.facts).holds}
    assert 0 < len(meant) < 25
    assert set(Firing.objects.values_list("watch_id", flat=True)) == meant
    change(world, offer, area_m2="9亩")
    meant = {
        one.pk
        for one in Watch.objects.all()
        if conditions.judge(one.kind, one.must, {"area_m2": "6000"}).holds
    }
    assert set(Firing.objects.filter(holds=True).values_list("watch_id", flat=True)) == meant
    assert not Firing.objects.values("watch").annotate(n=Count("pk")).filter(n__gt=1).exists()


def test_a_watch_made_when_the_parcel_is_there_already_fires_at_once(world) -> None:
    parcel(world)
    parcel(world, "10亩", apply_until="2026-02-27")  # over
    made = watch(world)
    assert [one.offer.title for one in made.firings.all()] == ["云溪路东侧地块"]
    assert made.promise.state == "kept"


def test_a_withdrawn_parcel_that_comes_back_fires_again_and_a_reserved_plant_does_not(world) -> None:
    watch(world)
    offer = parcel(world)
    for step, words in (("withdraw", "公告撤回"), ("reopen", "重新公告")):
        sites.move(offer_id=offer.pk, move=sites.Move(step, words), by=world.desk, at=world.at)
        tasks.run_all(at=world.at)
    assert Firing.objects.count() == 2
    watching.watch(new=watching.NewWatch("plant", who="甲"), by=world.desk, at=world.at)
    plant = sites.enter(new=sites.NewOffer("plant", {"area_m2": "2000"}), by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    for move in (sites.Move("reserve", "乙"), sites.Move("release")):
        sites.move(offer_id=plant.pk, move=move, by=world.desk, at=world.at)
        tasks.run_all(at=world.at)
    assert Firing.objects.filter(offer=plant).count() == 1


def test_from_a_promise_with_a_trigger(world) -> None:
    new = promise_actions.NewPromise(
        what="一有10亩左右的土地拍卖信息就告知", trigger="一有土地拍卖信息", company_id=world.company.pk
    )
    promise = promise_actions.promise(new=new, by=world.desk, at=world.at)
    assert list(queries.without_watch(by=world.desk)) == [promise]
    proposal = proposing.of(promise.what)[0]
    made = watch(world, proposal.must, promise_id=promise.pk, company_id=None)
    assert made.company == world.company
    assert not queries.without_watch(by=world.desk).exists()
    with pytest.raises(Conflict, match="already"):
        watch(world, promise_id=promise.pk)
    parcel(world)
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert made.firings.get().promise == promise


def test_when_the_company_lets_go_of_the_promise_the_watch_ends_and_the_other_way_round(world) -> None:
    first, second = watch(world), watch(world)
    promise_actions.release(promise_id=first.promise_id, reason="已买到", by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    first.refresh_from_db()
    assert first.ended_at
    watching.end(watch_id=second.pk, words="不需要了", by=world.desk, at=world.at)
    assert Promise.objects.get(pk=second.promise_id).state == "released"
    parcel(world)
    assert not Firing.objects.exists()


def test_a_hidden_author_stays_hidden(world) -> None:
    demand = demand_actions.raise_demand(
        new=demand_actions.NewDemand(words="要10亩地", channel="phone", company_id=world.company.pk, hide_author=True),
        by=world.desk, at=world.at,
    )  # fmt: skip
    made = watch(world, demand_id=demand.pk, company_id=None)
    assert made.restricted
    assert queries.one(by=world.supervisor, pk=made.pk)
    for who in (world.leader, world.contact_officer):
        with pytest.raises(NotFound):
            queries.one(by=who, pk=made.pk)


@pytest.mark.parametrize(
    ("must", "words"),
    [
        ([{"fact": "colour", "test": ">= 8"}], "no fact"), ([{"fact": "area_mu", "test": ">= > 8"}], "area in mu"),
        ([{"fact": "area_mu", "test": '"many"'}], "does not fit"), ([{"fact": "land_use", "test": '"airport"'}], "no value"),
        ([{"fact": "area_mu", "test": ">= 12"}, {"fact": "area_mu", "test": "<= 8"}], "nothing can fulfil"),
        ([{"fact": "apply_until", "test": '>= "2026-03-05"'}], "does not fit"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_with_place_and_remedy(world, must, words) -> None:
    with pytest.raises(Invalid, match=words):
        watch(world, tuple(must))
    assert not Promise.objects.exists()


def test_who_may_not_is_refused(world) -> None:
    with pytest.raises(NotAllowed):
        watching.watch(new=watching.NewWatch("land_state", who="x"), by=world.leader, at=world.at)
    with pytest.raises(NotFound):
        watching.end(watch_id=watch(world).pk, words="x", by=world.stranger, at=world.at)


def test_a_source_unseen_for_seven_working_days_turns_its_watches_amber(world) -> None:
    text = source_actions.SourceText("自然资源局公告栏", "land_state", person_id=world.people["jiang"].pk)
    source = source_actions.enter(text=text, by=world.desk, at=world.at)
    made = watch(world)
    assert made.source == source
    source_actions.look(source_id=source.pk, by=world.desk, at=world.at)

    def standing(days: int) -> str:
        at = world.at + timedelta(days=days)
        [row] = queries.rows([queries.one(by=world.desk, pk=made.pk)], by=world.desk, at=at)
        listed = queries.narrowed(
            Watch.objects.all(), queries.Filters(standing="amber"), by=world.desk, at=at
        )
        assert listed.exists() == (row.tone == "amber")
        return row.standing

    # Monday 2 March was the last look: six working days later is Tuesday the 10th, seven Wednesday the 11th.
    assert standing(8) == "watching"
    assert standing(9) == "unseen"
    source_actions.look(source_id=source.pk, by=world.desk, at=world.at + timedelta(days=9))
    assert standing(9) == "watching"


def test_a_watch_without_a_source_is_amber(world) -> None:
    [row] = queries.rows([watch(world)], by=world.desk, at=world.at)
    assert (row.standing, row.tone) == ("no_source", "amber")


@pytest.mark.parametrize(
    ("words", "kind", "tests"),
    [
        ("租的5000平方厂房太小,想要10亩地,土地拍卖没人通知", "land_state", ["[8..12]"]),
        ("想拿8到12亩的工业用地", "land_state", ["[8..12]"]),
        ("需要8亩以上的地块", "land_state", [">= 8"]),
        ("想租一间2000平米左右的厂房", "plant", ["[1600..2400]"]),
        ("想租农房给员工住", "farmhouse", []),
        ("一有土地拍卖信息就告知", "land_state", []),
        ("缺流动资金,想贷款300万", "loan", [">= 3000000"]),
    ],
)
def test_words_become_a_proposal(words, kind, tests) -> None:
    found = {one.kind: one for one in proposing.of(words)}
    assert [row["test"] for row in found[kind].must] == tests


def test_words_that_ask_for_nothing_propose_nothing() -> None:
    assert proposing.of("门口的路灯坏了三盏") == []


def test_an_outcome_goes_back_to_the_demand_and_closes_nothing(world) -> None:
    from decimal import Decimal

    from zaocha.demands.models import Step
    from zaocha.offers.actions import needs, viewings
    from zaocha.watches.actions import needing

    demand = demand_actions.raise_demand(
        new=demand_actions.NewDemand(words="想租2000平方厂房", channel="phone", company_id=world.company.pk),
        by=world.desk, at=world.at,
    )  # fmt: skip
    wanted = needing.of_demand(demand_id=demand.pk, new=needs.NewNeed("plant"), by=world.desk, at=world.at)
    assert (wanted.company, wanted.origin_id) == (world.company, demand.pk)
    plant = sites.enter(new=sites.NewOffer("plant", {"area_m2": "2400"}), by=world.desk, at=world.at)
    new = viewings.NewOutcome(plant.pk, Decimal(2400), "m2", world.at.date(), "租赁合同", need_id=wanted.pk)
    viewings.outcome(new=new, by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    demand.refresh_from_db()
    assert demand.state == "raised"
    assert "2400" in demand.answer_draft
    assert "租赁合同" in Step.objects.filter(demand=demand).last().note
