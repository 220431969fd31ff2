"""The pages: each works, refuses the wrong method, hides what is not yours, and loses nothing typed."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.demands import actions
from zaocha.demands.models import Demand, Step
from zaocha.demands.tests.ways import assigned, raised, replied, working
from zaocha.sheets.documents import read_docx_text

PAGES = ["/demands/", "/demands/steps/", "/demands/new/", "/demands/ledger/", "/demands/export.xlsx",
         "/demands/ledger.xlsx"]  # fmt: skip


@pytest.fixture(autouse=True)
def _now(world, monkeypatch) -> None:
    monkeypatch.setattr("zaocha.kernel.clock.now", lambda: world.at + timedelta(hours=2))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", PAGES)
def test_the_desk_opens_every_page(world, page, language) -> None:
    replied(world)
    answer = world.client("shen", language).get(page)
    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_wrong_method_and_strangers(world, page) -> None:
    method = "put" if page == "/demands/new/" else "post"
    assert getattr(world.client("shen"), method)(page).status_code == 405
    assert world.client("").get(page).status_code == 302


@pytest.mark.parametrize(
    "page", ["/demands/new/", "/demands/ledger/", "/demands/export.xlsx", "/demands/slips.docx"]
)
def test_a_unit_may_not_enter_what_is_the_desks(world, page) -> None:
    assert world.client("qian").get(page).status_code == 403


def one_pages(pk: int) -> list[tuple[str, str]]:
    return [
        ("get", f"/demands/{pk}/"), ("get", f"/demands/{pk}/slip/"), ("get", f"/demands/{pk}/slip.docx"),
        ("post", f"/demands/{pk}/take/sign/"), ("post", f"/demands/{pk}/correct/"),
        ("post", f"/demands/{pk}/call-back/"),
    ]  # fmt: skip


def test_one_demand_is_404_elsewhere_403_without_right_and_404_when_missing(world) -> None:
    demand = assigned(world)
    for method, page in one_pages(demand.pk):
        assert getattr(world.client("stranger"), method)(page).status_code == 404, page
        assert getattr(world.client("fang"), method)(page).status_code == 403, page
        wrong = "post" if method == "get" else "get"
        assert getattr(world.client("shen"), wrong)(page).status_code == 405, page
    for method, page in one_pages(987654):
        assert getattr(world.client("shen"), method)(page).status_code == 404, page
    assert world.client("shen").get("/demands/abc/").status_code == 404
    assert world.client("shen").post(f"/demands/{demand.pk}/take/explode/").status_code == 404


def test_the_page_offers_only_the_steps_that_are_open_to_the_reader(world) -> None:
    demand = assigned(world)
    desk = world.client("shen").get(f"/demands/{demand.pk}/").content.decode()
    unit = world.client("qian").get(f"/demands/{demand.pk}/").content.decode()
    assert "step-sign" in unit and "step-reply" in unit
    assert "step-merge" not in unit and "step-assign" not in unit
    assert "step-merge" in desk and "step-assign" in desk
    assert "step-accept" not in desk
    fresh = world.client("shen").get(f"/demands/{raised(world).pk}/").content.decode()
    assert "step-accept" in fresh and "step-assign" in fresh
    leader = world.client("he").get(f"/demands/{demand.pk}/").content.decode()
    assert 'id="step-' not in leader


def test_the_usual_lead_is_chosen_beforehand(world) -> None:
    from zaocha.accounts import actions as account_actions

    bureau = account_actions.create_unit(name="交通局", kind="outside", by=world.system, at=world.at)
    demand = raised(world, category="1201")
    text = world.client("shen").get(f"/demands/{demand.pk}/").content.decode()
    assert f'<option value="{bureau.pk}" selected>' in text


def test_a_step_is_taken_and_said(world) -> None:
    demand = assigned(world)
    client = world.client("qian")
    answer = client.post(f"/demands/{demand.pk}/take/sign/", {"version": demand.version}, follow=True)
    assert "signed for" in answer.content.decode()
    demand.refresh_from_db()
    assert demand.state == "signed"


def test_a_refused_step_shows_the_page_again_with_what_was_typed(world) -> None:
    demand = working(world)
    typed = {"version": demand.version, "result": "explained_cannot", "answer": "政策不允许，已经说明"}
    answer = world.client("qian").post(f"/demands/{demand.pk}/take/reply/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "政策不允许，已经说明" in text and "ground" in text
    assert 'id="step-reply" open' in text
    demand.refresh_from_db()
    assert demand.state == "working"


def test_a_stale_page_says_what_changed_keeps_the_words_and_then_goes_through(world) -> None:
    demand = working(world)
    seen = demand.version
    actions.correct(
        demand_id=demand.pk, version=seen, changes={"note": "企业来过电话"}, by=world.desk, at=world.at
    )
    typed = {"version": seen, "result": "solved", "answer": "已经修好"}
    client = world.client("qian")
    answer = client.post(f"/demands/{demand.pk}/take/reply/", typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Corrected (沈知夏)" in text and "已经修好" in text
    assert f'name="version" value="{seen + 1}"' in text
    assert client.post(f"/demands/{demand.pk}/take/reply/", {**typed, "version": seen + 1}).status_code == 302


def test_who_replied_sees_that_somebody_else_must_call_back(world) -> None:
    demand = replied(world, by=world.desk)
    own = world.client("shen").get(f"/demands/{demand.pk}/").content.decode()
    other = world.client("lu").get(f"/demands/{demand.pk}/").content.decode()
    assert "step-company_says" not in own and "Somebody else has to do this" in own
    assert "step-company_says" in other


def test_a_step_out_of_turn_by_a_crafted_post_is_refused(world) -> None:
    demand = raised(world)
    answer = world.client("shen").post(f"/demands/{demand.pk}/take/company_says/", {"word": "solved"})
    assert answer.status_code == 409
    demand.refresh_from_db()
    assert demand.closed_as == ""


def test_scripts_in_words_stay_words(world) -> None:
    demand = raised(world, "<script>alert(1)</script> =1+1")
    for page in ("/demands/", f"/demands/{demand.pk}/"):
        text = world.client("shen").get(page).content.decode()
        assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text


def test_correcting(world) -> None:
    demand = raised(world)
    client = world.client("shen")
    answer = client.post(
        f"/demands/{demand.pk}/correct/",
        {"version": 1, "category": "1201", "note": "问过了", "raised_by": "贺总"},
    )
    assert answer.status_code == 302
    demand.refresh_from_db()
    assert (demand.category, demand.preset, demand.raised_by, demand.company_id) == (
        "1201", "C", "贺总", world.company.pk,
    )  # fmt: skip
    for version in (1, 0, -5, 10**30):
        stale = client.post(f"/demands/{demand.pk}/correct/", {"version": version, "note": "旧页面"})
        assert stale.status_code == 409


NEW = {"words": "食堂太贵", "channel": "phone", "client_key": "k1"}


def test_a_demand_by_telephone(world) -> None:
    client = world.client("shen")
    typed = {**NEW, "company_text": "晴川", "raised_by": "贺总", "category": "1303"}
    for _twice in range(2):
        assert client.post("/demands/new/", typed).status_code == 302
    demand = Demand.objects.get()
    assert (demand.company_id, demand.channel, demand.taken_by_name) == (world.company.pk, "phone", "沈知夏")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"words": " "}, "Please fill this in."), ({"company_text": "没有这家"}, "No company is called"),
     ({"company_text": "云溪市"}, "Several companies fit"), ({"channel": "pigeon"}, "This choice is no longer there"),
     ({"category": "77"}, "This choice is no longer there")],
)  # fmt: skip
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_lost(world, change, said) -> None:
    answer = world.client("shen").post("/demands/new/", {**NEW, "raised_by": "贺总", **change})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text and 'value="贺总"' in text
    assert not Demand.objects.exists()


def test_companies_are_found_by_initials(world) -> None:
    text = world.client("shen").get("/demands/new/companies/", {"company_text": "qczz"}).content.decode()
    assert world.company.name in text
    stranger = world.client("stranger").get("/demands/new/companies/", {"company_text": "qczz"})
    assert world.company.name not in stranger.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 3), ("group=new", 1), ("group=answered", 1), ("channel=phone", 3), ("channel=visit", 0),
     ("q=食堂", 1), ("q=晴川", 3), ("category=13", 1), ("colour=red", 0), ("order=due", 3), ("unit=abc&group=zz", 3),
     ("state=assigned", 1), ("after=1x&before=-3", 3)],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(world, query, count) -> None:
    replied(world), assigned(world), raised(world, "食堂太贵", category="1303")
    text = world.client("shen").get(f"/demands/?{query}").content.decode()
    assert text.count('class="zc-main-cell"') == count


def test_an_empty_list_says_what_to_do_next(world) -> None:
    assert "Record a demand" in world.client("shen").get("/demands/").content.decode()
    assert "No demand is with you" in world.client("qian").get("/demands/").content.decode()
    assert "Nothing fits this filter" in world.client("shen").get("/demands/?q=xyz").content.decode()


def test_the_list_page_takes_the_same_statements_at_one_row_and_at_fifty(world) -> None:
    used = []
    client = world.client("shen")
    client.get("/demands/")
    for rows in (1, 49):
        for _ in range(rows):
            raised(world)
        with CaptureQueriesContext(connection) as captured:
            client.get("/demands/?group=open")
        used.append(len(captured))
    assert used[0] == used[1] <= 8


def test_a_demands_page_takes_the_same_statements_after_many_steps(world) -> None:
    demand, client, used = working(world), world.client("shen"), []
    client.get(f"/demands/{demand.pk}/")
    for _turn in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/demands/{demand.pk}/")
        used.append(len(captured))
        for text in "一二三四五":
            demand.refresh_from_db()
            actions.correct(
                demand_id=demand.pk,
                version=demand.version,
                changes={"note": text},
                by=world.desk,
                at=world.at,
            )
    assert used[0] == used[1] <= 16


def sheet(answer) -> list[list]:
    return [
        list(row)
        for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    ]


def test_the_export_has_what_is_filtered(world) -> None:
    raised(world, "食堂太贵", category="1303"), assigned(world)
    rows = sheet(world.client("shen").get("/demands/export.xlsx?category=13"))
    assert len(rows) == 2
    assert "食堂太贵" in rows[1] and "晴川针织" in rows[1]


def test_the_export_hides_what_its_reader_may_not_know(world, monkeypatch) -> None:
    from zaocha.accounts import roles

    monkeypatch.setitem(roles.RIGHTS, "leader", roles.RIGHTS["leader"] | {"demands.export"})
    (
        raised(world, "晴川针织反映噪声", hide_author=True, raised_by="贺总"),
        raised(world, "检查太多", category="14"),
    )
    rows = sheet(world.client("he").get("/demands/export.xlsx"))
    assert len(rows) == 2
    assert "晴川" not in str(rows) and "贺总" not in str(rows) and "检查太多" not in str(rows)


def test_the_slip_has_the_words_the_company_the_ground_and_the_link(world) -> None:
    demand = assigned(world)
    client = world.client("shen")
    answer = client.get(f"/demands/{demand.pk}/slip.docx")
    text = read_docx_text(answer.content)
    for part in (
        demand.words,
        world.company.name,
        "13800001234",
        "城建办",
        demand.number,
        "/l/",
        "2026-03-09 17:30",
    ):
        assert part in text
    assert any(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(answer.content)).namelist())
    page = client.get(f"/demands/{demand.pk}/slip/").content.decode()
    assert demand.words in page and "data:image/svg" in page


def test_asking_has_another_ground_than_assigning(world) -> None:
    demand = assigned(world, unit=world.land_bureau)
    text = read_docx_text(world.client("shen").get(f"/demands/{demand.pk}/slip.docx").content)
    assert "Letter of request" in text and "you are asked to consider it" in text


def test_a_slip_never_names_a_hidden_author(world) -> None:
    for more in ({"hide_author": True}, {"category": "1401"}):
        demand = assigned(world, words="晴川针织反映被推诿", raised_by="贺总", **more)
        for page in ("slip.docx", "slip/"):
            answer = world.client("shen").get(f"/demands/{demand.pk}/{page}")
            text = read_docx_text(answer.content) if page == "slip.docx" else answer.content.decode()
            assert "晴川" not in text and "贺总" not in text and "13800001234" not in text
            assert "hidden at the author" in text


def test_several_slips_come_in_one_document(world) -> None:
    first, second = assigned(world), assigned(world, words="食堂太贵")
    answer = world.client("shen").get(f"/demands/slips.docx?ids={first.pk}&ids={second.pk},x")
    text = read_docx_text(answer.content)
    assert first.number in text and second.number in text
    assert world.client("shen").get("/demands/slips.docx").status_code == 422
    assert world.client("stranger").get(f"/demands/slips.docx?ids={first.pk}").status_code == 422


def test_the_table_of_steps_shows_every_step(world) -> None:
    from zaocha.demands import labels, lifecycle

    text = world.client("qian").get("/demands/steps/").content.decode()
    for step in lifecycle.TABLE:
        assert str(labels.STEPS[step.name]).replace("'", "&#x27;") in text


def test_the_timeline_tells_who_did_what(world) -> None:
    demand = replied(world, "partly_solved", what_remains="还差路灯")
    text = world.client("shen").get(f"/demands/{demand.pk}/").content.decode()
    assert "还差路灯" in text and "partly solved" in text and "钱修远" in text
    assert Step.objects.filter(demand=demand).count() == 5
