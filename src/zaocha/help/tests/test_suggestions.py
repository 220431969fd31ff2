"""What a desk officer sees beside a half-typed line, and what nobody must see there."""

import json

import pytest

from zaocha.accounts import actions as accounts
from zaocha.accounts import tokens
from zaocha.demands import actions
from zaocha.help import suggestions
from zaocha.kernel import tasks
from zaocha.kernel.errors import NotAllowed
from zaocha.search import queries

LIGHTS = "清水路路灯不亮，晚上员工下班不安全"


def raised(world, words, *, by=None, **more):
    new = actions.NewDemand(words=words, channel="phone", **more)
    return actions.raise_demand(new=new, by=by or world.desk, at=world.at)


@pytest.fixture
def demands(world):
    rows = [
        raised(world, LIGHTS, category="12", company_id=world.company.pk),
        raised(world, "想要10亩工业用地建新厂房", category="01", company_id=world.other_company.pk),
        raised(world, "食堂饭菜贵，能不能办个便宜的员工食堂"),
    ]
    actions.answer_on_spot(demand_id=rows[0].pk, answer="城建办本周内修好。", by=world.desk, at=world.at)
    tasks.run_all(at=world.at)
    return rows


def suggest(world, text, who="desk", **more):
    return suggestions.suggest(by=getattr(world, who), text=text, at=world.at, **more)


class TestWhatHelps:
    def test_a_similar_demand_comes_with_its_answer(self, world, demands):
        found = suggest(world, "清水路的路灯又坏了", company_id=world.company.pk).similar[0]
        assert found.id == demands[0].pk
        assert found.answer == "城建办本周内修好。"
        assert found.company == "晴川针织"
        assert found.of_same_company

    def test_category_and_lead_unit_of_this_tenant(self, world, demands):
        found = suggest(world, "我们还要10亩工业用地，建厂房")
        assert found.category[0].code == "01"
        assert not found.abstained
        assert found.unit.id == world.land_bureau.pk
        assert found.unit.why == "usual"

    def test_a_unit_that_the_tenant_lacks_is_named_only(self, world, demands):
        found = suggest(world, "出口退税太慢，发票领用也不够")
        assert found.unit.id is None
        assert found.unit.name

    def test_it_abstains_when_it_cannot_know(self, world, demands):
        assert suggest(world, "嗯嗯").abstained
        assert suggest(world, "   ").category == []

    def test_companies_named_in_the_line(self, world, demands):
        found = suggest(world, "刚才晴川针织说，他们和禾木袜业都要招工")
        assert {one.name for one in found.companies} == {"晴川针织", "禾木袜业"}

    def test_a_correction_counts_from_the_next_time_on(self, world, demands):
        words = "厂门口那条路上的大车太多，压得坑坑洼洼"
        before = suggest(world, words)
        wrong = raised(world, words, category=before.category[0].code)
        right = "16" if before.category[0].code != "16" else "13"
        actions.correct(
            demand_id=wrong.pk, version=wrong.version, changes={"category": right}, by=world.desk, at=world.at
        )
        tasks.run_all(at=world.at)
        assert suggest(world, words).category[0].code == right

    def test_where_similar_ones_went_goes_before_the_table(self, world, demands):
        for _ in range(2):
            one = raised(world, LIGHTS, category="12")
            actions.accept(demand_id=one.pk, by=world.desk, at=world.at)
            actions.assign(demand_id=one.pk, unit_id=world.roads.pk, by=world.desk, at=world.at)
        tasks.run_all(at=world.at)
        assert suggest(world, LIGHTS).unit == suggestions.LeadUnit(world.roads.pk, "城建办", "earlier")


class TestWhatMustNotShow:
    @pytest.mark.parametrize("who", ["desk", "admin", "contact_officer"])
    def test_restricted_demands_show_to_nobody(self, world, demands, who):
        raised(world, "窗口办事人员态度很差，还暗示要送礼", category="14")
        raised(world, "食堂老板是领导的亲戚，饭菜又贵", hide_author=True)
        tasks.run_all(at=world.at)
        assert queries.find(tenant_id=world.tenant.pk, kind="demand", text="送礼")  # indexed, and yet
        for words in ("窗口办事人员态度差，暗示送礼", "食堂老板是领导的亲戚"):
            texts = [one.words for one in suggest(world, words, who).similar]
            assert not any("送礼" in text or "亲戚" in text for text in texts)

    def test_another_tenant_sees_nothing(self, world, demands):
        assert suggest(world, LIGHTS, "stranger").similar == []

    def test_a_contact_officer_sees_the_own_companies_only(self, world, demands):
        assert [one.id for one in suggest(world, LIGHTS, "contact_officer").similar] == [demands[0].pk]
        assert suggest(world, "想要10亩工业用地", "contact_officer").similar == []

    @pytest.mark.parametrize("who", ["handler", "supervisor", "leader"])
    def test_who_raises_nothing_is_not_helped(self, world, who):
        with pytest.raises(NotAllowed):
            suggest(world, LIGHTS, who)


class TestPage:
    def test_the_fragment(self, world, demands):
        answer = world.client("shen").get("/help/suggest", {"text": LIGHTS, "company_id": world.company.pk})
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "城建办本周内修好。" in text
        assert 'data-fill="category"' in text
        assert "<html" not in text

    @pytest.mark.parametrize("typed", ["", "<script>alert(1)</script>", "ä" * 900, "𠮷野家", "\x00"])
    def test_odd_lines_do_no_harm(self, world, demands, typed):
        answer = world.client("shen").get("/help/suggest", {"text": typed, "company_id": "x"})
        assert answer.status_code == 200
        assert b"<script" not in answer.content

    def test_who_may_not(self, world):
        assert world.client("").get("/help/suggest").status_code == 302
        assert world.client("qian").get("/help/suggest").status_code == 403
        assert world.client("shen").post("/help/suggest").status_code == 405

    def test_the_same_number_of_statements_at_one_row_and_at_many(
        self, world, demands, django_assert_num_queries
    ):
        suggest(world, LIGHTS)  # warms what is kept between requests
        with django_assert_num_queries(7):
            suggest(world, LIGHTS)
        for n in range(40):
            raised(world, f"{LIGHTS}，第{n}处", company_id=world.company.pk)
        tasks.run_all(at=world.at)
        with django_assert_num_queries(7):
            assert len(suggest(world, LIGHTS).similar) == 5


class TestApi:
    def test_json(self, world, demands, client):
        token = tokens.create(person=world.people["shen"], name="t", at=world.at)
        answer = client.get(
            "/api/v1/help/suggest", {"text": LIGHTS}, headers={"authorization": f"Bearer {token}"}
        )
        body = json.loads(answer.content)
        assert answer.status_code == 200
        assert body["similar"][0]["id"] == demands[0].pk
        assert set(body) == {"category", "abstained", "unit", "similar", "companies", "policies", "offers"}

    def test_who_may_not(self, world, client):
        assert client.get("/api/v1/help/suggest").status_code == 401
        token = tokens.create(person=world.people["qian"], name="t", at=world.at)
        answer = client.get("/api/v1/help/suggest", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 403


def test_an_inactive_unit_is_not_suggested(world, demands):
    accounts.Unit.objects.filter(pk=world.land_bureau.pk).update(is_active=False)
    assert suggest(world, "我们还要10亩工业用地，建厂房").unit.id is None
