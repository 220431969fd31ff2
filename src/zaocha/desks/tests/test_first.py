"""An empty installation: who may begin, what begins, and how one comes back."""

from __future__ import annotations

import pytest
from django.test import Client

from zaocha.accounts import setup
from zaocha.accounts.models import Membership, Person, Tenant, Unit
from zaocha.lang import categories
from zaocha.meetings.models import Draft, Minutes

TEXT = """青石街道营商早茶会会议纪要
时间：2026年3月5日上午
主持：街道副主任 温良

1. 云溪市晴川针织有限公司总经理贺明：厂门口路灯坏了三盏，晚上下班不安全，希望尽快修好。
城建办主任柳青答复：3月10日前修好。
2. 云溪市禾木袜业有限公司厂长何青：想租一处800平方米的仓库，去年的仓库被收回了，请街道帮忙找。
街道表示会后研究。
"""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.DATA_FOLDER = tmp_path


def visitor(**more) -> Client:
    client = Client(HTTP_HOST="localhost", **more)
    client.cookies["zaocha_language"] = "en"
    return client


@pytest.mark.django_db
def test_pasted_minutes_open_a_provisional_town_and_show_its_drafts() -> None:
    client = visitor()
    assert "Paste your last meeting" in client.get("/").content.decode()
    answer = client.post("/", {"text": TEXT}, follow=True)
    tenant, person = Tenant.objects.get(), Person.objects.get()
    assert (tenant.name, tenant.set_up_at, person.has_usable_password()) == ("青石街道", None, False)
    assert set(Membership.objects.values_list("role", flat=True)) == {"desk", "admin"}
    leads = {one.lead.zh for one in categories.CATEGORIES}
    assert leads <= set(Unit.objects.values_list("name", flat=True))
    text = answer.content.decode()
    assert Draft.objects.count() >= 2 and "<mark" in text
    assert "Who may companies call?" in text
    assert answer.redirect_chain[-1][0] == f"/minutes/{Minutes.objects.get().pk}/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [
        {"REMOTE_ADDR": "10.0.0.9"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_HOST": "zaocha.example.com"},
    ],
)
def test_from_elsewhere_only_the_setup_code_begins(settings, more) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "zaocha.example.com"]
    client = Client(**{"HTTP_HOST": "localhost", **more})
    client.cookies["zaocha_language"] = "en"
    assert "Setup code" in client.get("/").content.decode()
    setup.token()
    answer = client.post("/", {"text": TEXT, "token": "guessed"})
    assert (answer.status_code, Tenant.objects.count()) == (422, 0)
    assert "晚上下班不安全" in answer.content.decode(), "what was pasted is still there"
    assert client.post("/", {"text": TEXT, "token": setup.token()}).status_code == 302
    assert Tenant.objects.count() == 1


@pytest.mark.django_db
def test_a_public_address_makes_the_code_needed_even_locally(settings) -> None:
    settings.PUBLIC_URL = "https://zaocha.example.com"
    assert visitor().post("/", {"text": TEXT}).status_code == 422
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_a_text_that_is_refused_opens_no_town() -> None:
    answer = visitor().post("/", {"text": "字" * 2_000_001})
    assert (answer.status_code, Tenant.objects.count(), Person.objects.count()) == (422, 0, 0)


@pytest.mark.django_db
def test_a_second_claim_meets_the_first() -> None:
    visitor().post("/", {"text": TEXT})
    late = visitor()
    answer = late.post("/", {"text": TEXT}, REMOTE_ADDR="10.0.0.9")
    assert "Setup code" in answer.content.decode()
    assert Tenant.objects.count() == 1


@pytest.mark.django_db
def test_a_lost_session_is_found_again_until_there_is_a_password() -> None:
    first = visitor()
    first.post("/", {"text": TEXT})
    again = visitor()
    assert "Go on" in again.get("/").content.decode()
    assert again.post("/").headers["Location"] == "/home/"
    typed = {
        "part": "password",
        "password-login": "wen",
        "password-password": "clear-spring-tea",
        "password-again": "clear-spring-tea",
    }
    assert again.post("/settings/", typed).status_code == 302
    assert again.get("/settings/").status_code == 200, "the session outlives the new password"
    assert visitor().get("/").headers["Location"] == "/sign-in/"
    answer = visitor().post("/sign-in/", {"login": "wen", "password": "clear-spring-tea"})
    assert answer.headers["Location"] == "/home/"


def test_with_a_town_the_first_page_leads_on(world) -> None:
    assert world.client("").get("/").headers["Location"] == "/sign-in/"
    assert world.client("shen").get("/").headers["Location"] == "/home/"
    assert world.client("").post("/", {"text": TEXT}).status_code == 302
    assert Minutes.objects.count() == 0


def test_the_officer_is_named_in_one_line_or_later(world) -> None:
    client = world.client("admin")
    typed = {"officer": "温良", "phone": "0575-8000123", "next": "/home/"}
    assert client.post("/settings/officer/", typed).headers["Location"] == "/home/"
    world.tenant.refresh_from_db()
    assert (world.tenant.officer, world.tenant.phone) == ("温良", "0575-8000123")
    assert (
        client.post("/settings/officer/", {"skip": "1", "next": "//evil.example"}).headers["Location"]
        == "/home/"
    )
    assert world.client("qian").post("/settings/officer/", typed).status_code == 403
    assert world.client("shen").post("/settings/officer/", typed).status_code == 403
    assert client.get("/settings/officer/").status_code == 405


def test_demo_sign_ins_are_one_tap_and_only_in_a_demo(world, settings) -> None:
    path = settings.DATA_FOLDER / "demo.json"
    path.write_text('[{"login": "shen", "password": "a-long-tea-password", "role": "desk officer"}]')
    assert "desk officer" not in visitor().get("/sign-in/").content.decode()
    settings.DEMO = True
    text = visitor().get("/sign-in/").content.decode()
    assert 'value="a-long-tea-password"' in text and "desk officer" in text
