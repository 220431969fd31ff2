"""The API refuses in one shape and in the reader's language, whatever refused."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from zaocha.accounts import tokens
from zaocha.config import api_faults, openapi

SHAPE = {"error", "message", "remedy", "field"}


@pytest.fixture
def call(world):
    token = tokens.create(person=world.people["shen"], name="t", at=world.at)

    def of(path: str, body: object = None, *, language: str = "en", signed_in: bool = True):
        headers = {"accept-language": language, "idempotency-key": "k-1"}
        if signed_in:
            headers["authorization"] = f"Bearer {token}"
        client, address = Client(headers=headers), f"/api/v1/{path}"
        if body is None:
            return client.get(address)
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(address, text, content_type="application/json")

    return of


def test_nobody_is_told_in_their_language_how_to_sign_in(call) -> None:
    told = call("promises", signed_in=False)
    assert (told.status_code, set(told.json())) == (401, SHAPE)
    assert (told.json()["error"], told.json()["message"]) == ("signed_out", "You are not signed in.")
    assert call("promises", signed_in=False, language="zh-CN").json()["message"] == "您还没有登录。"


def test_every_fault_of_a_body_is_named_in_the_readers_language(call) -> None:
    told = call("promises", {"due_on": "never", "unit_id": "x", "confirmed": 7})
    assert told.status_code == 422
    said = told.json()
    assert set(said) == SHAPE | {"faults"}
    faults = {one["field"]: one["message"] for one in said["faults"]}
    assert faults == {
        "what": "This is needed.",
        "due_on": "A day like 2026-03-05 is expected.",
        "unit_id": "A whole number is expected.",
        "confirmed": "Either true or false is expected.",
    }
    assert (said["field"], said["message"]) == ("what", "what: This is needed.")
    chinese = call("promises", {"due_on": "never"}, language="zh-CN").json()
    assert chinese["message"] == "what：必须填写。"


def test_a_query_and_a_body_that_is_no_json_are_refused_alike(call) -> None:
    told = call("promises?limit=9999", language="zh-CN").json()
    assert (told["error"], told["field"], told["message"]) == ("invalid", "limit", "limit：最大为 200。")
    broken = call("promises", "{", language="zh-CN")
    assert (broken.status_code, broken.json()["error"]) == (400, "unreadable")
    assert "JSON" in broken.json()["remedy"]
    assert set(call("promises", []).json()) == SHAPE | {"faults"}


def test_a_kind_of_fault_that_nobody_foresaw_still_has_words() -> None:
    assert api_faults.words({"type": "url_scheme"}) == "This does not fit what is expected here."
    assert api_faults.words({"type": "string_too_long"}) == "This does not fit what is expected here."
    assert api_faults.place(("query", "limit")) == "limit"
    assert api_faults.place(("body", "body", "rows", 2, "name")) == "rows.2.name"


def test_the_schema_says_how_every_endpoint_refuses() -> None:
    found = openapi.schema()
    assert set(found["components"]["schemas"]["Refusal"]["required"]) == SHAPE
    assert all("4XX" in one["responses"] for _method, _path, one in openapi.endpoints(found))
