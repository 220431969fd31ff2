"""Signing in and out: cookies, sessions, where it leads, and who is locked out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.world import PASSWORD
from zaocha.accounts.models import SignInAttempt

pytestmark = pytest.mark.django_db


def test_cookies_are_kept_from_scripts_and_from_other_sites(world: Any) -> None:
    client = Client()
    client.get(reverse("sign-in"))
    assert client.post(reverse("sign-in"), {"login": "shen", "password": PASSWORD}).status_code == 302
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["domain"]


def test_signing_in_begins_a_new_session(world: Any) -> None:
    """Whoever planted a session before does not get in with it."""
    client = Client()
    client.get(reverse("sign-in"))
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post(reverse("sign-in"), {"login": "shen", "password": PASSWORD})
    assert client.session.session_key != before
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    assert other.get(reverse("home")).status_code == 302


def test_signing_out_ends_the_session(world: Any) -> None:
    client = world.client("shen")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("sign-out"))
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get(reverse("home")).status_code == 302


def test_a_closed_account_is_out_at_once(world: Any) -> None:
    client = world.client("shen")
    world.people["shen"].is_active = False
    world.people["shen"].save()
    assert client.get(reverse("home")).status_code == 302
    answer = Client().post(reverse("sign-in"), {"login": "shen", "password": PASSWORD})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "following",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example",
     "https:evil.example", "http:///evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(following: str, world: Any) -> None:
    client = Client()
    answer = client.post(reverse("sign-in"), {"login": "shen", "password": PASSWORD, "next": following})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("home")


def test_signing_in_leads_back_to_where_one_wanted(world: Any) -> None:
    client = Client()
    sent = client.get(reverse("promises") + "?tab=late")
    answer = client.post(sent["Location"], {"login": "shen", "password": PASSWORD})
    assert answer["Location"] == "/promises/?tab=late"


def test_the_language_switch_leads_nowhere_else(world: Any) -> None:
    answer = Client().post(reverse("set_language"), {"language": "en", "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


def test_five_failures_lock_the_name_for_a_quarter_of_an_hour(world: Any) -> None:
    client = Client()
    for typed in ("shen", "SHEN", " shen ", "shen", "Shen"):
        assert client.post(reverse("sign-in"), {"login": typed, "password": "wrong"}).status_code == 422
    locked = Client().post(reverse("sign-in"), {"login": "shen", "password": PASSWORD})
    assert locked.status_code in {422, 429}
    assert "_auth_user_id" not in client.session
    # Nobody else is locked out with it, and it ends.
    assert Client().post(reverse("sign-in"), {"login": "lu", "password": PASSWORD}).status_code == 302
    for attempt in SignInAttempt.objects.all():
        attempt.at -= timedelta(minutes=16)
        attempt.save()
    assert Client().post(reverse("sign-in"), {"login": "shen", "password": PASSWORD}).status_code == 302


def test_nobody_learns_which_names_exist(world: Any) -> None:
    pages = [
        Client(HTTP_ACCEPT_LANGUAGE="en").post(reverse("sign-in"), {"login": login, "password": "wrong"})
        for login in ("shen", "nobody-of-this-name")
    ]
    errors = [re.findall(r"not right[^<]*", page.content.decode()) for page in pages]
    assert errors[0] == errors[1] != []


def test_a_token_of_the_api_ends_with_its_account(world: Any) -> None:
    from zaocha.accounts import tokens

    token = tokens.create(person=world.people["shen"], name="pool", at=world.at)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client(headers=headers).get("/api/v1/promises").status_code == 200
    assert Client(headers={"Authorization": f"Bearer {token}x"}).get("/api/v1/promises").status_code == 401
    world.people["shen"].is_active = False
    world.people["shen"].save()
    assert Client(headers=headers).get("/api/v1/promises").status_code == 401


def test_nothing_is_served_that_the_host_does_not_name(world: Any) -> None:
    answer = Client(raise_request_exception=False).get("/sign-in/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
