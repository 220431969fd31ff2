"""Nonsense in every field of every form, every query and every body: refused in words, never an error of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from itertools import cycle
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils.datastructures import MultiValueDict

from tests.access import bodies, routes, town
from tests.access.routes import Page

pytestmark = pytest.mark.django_db
NASTY = [
    "\0", "路\0灯", "x" * 10_000, "路" * 10_000, "99999999999999999999", "-1", "1e400", "2026-13-45", "0000-00-00",
    "9999-12-31", "25:61", "'; DROP TABLE x;--", "<script>alert(1)</script>", "%s%n%(x)s{0}", "\u202e\ufeff\u200b",
    "𠮷🍵", "١٢٣", "٣", "²", "NaN", "true", "[]", " ", "\r\nSet-Cookie: a=b", "../../etc/passwd", "=1+1",
]  # fmt: skip
QUERIES = [
    "q", "text", "page", "after", "before", "tab", "period", "of", "group", "state", "category", "unit", "chain",
    "company", "company_id", "order", "colour", "limit", "since", "when", "ids", "id", "local", "community", "officer",
    "heard", "rows", "columns", "industry", "name", "add", "all", "next", "meeting", "on", "draft", "show",
]  # fmt: skip
NOTHING = [
    ("application/json", b""), ("application/json", b"{"), ("application/json", b"[]"), ("application/json", b"null"),
    ("application/json", b"\xff\xfe\x00"), ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"a=b&%00=%00&verb=x&do=x"), ("multipart/form-data", b"x"), ("text/x", b"x"),
]  # fmt: skip
JSON_VALUES: list[Any] = [
    "\0", "路" * 10_000, 10**30, -1, None, "2026-13-45", [None], {"a": "\0"},
]  # fmt: skip


def test_forms_refuse_nonsense(place: town.Town) -> None:
    """Each form of each page: every field in turn, the others as they stand on the page."""
    wrong, tried, seen = [], 0, set()
    nasty = cycle(NASTY)
    for client, path, page in _form_pages(place):
        for form in _forms_on(client.get(path).content.decode(errors="replace")):
            address = urljoin(path, form.action)
            same = (page.is_guarded, address, *sorted(form.fields))  # such as the language, on every page
            if urlsplit(address).netloc or form.method != "post" or same in seen:
                continue
            seen.add(same)
            for name in form.fields:
                for value in (next(nasty), next(nasty)):
                    tried += 1
                    wrong += _post(
                        client, address, {**form.fields, name: value}, f"{page}: {name}={value[:20]!r}"
                    )
            for value in NASTY:
                every = dict.fromkeys(form.fields, value)
                wrong += _post(client, address, every, f"{page}: all={value[:20]!r}")
    assert tried > 250
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_posts_without_anything_are_refused(place: town.Town) -> None:
    client, wrong = place.client("admin"), []
    for page in _live():
        for method in sorted(page.methods & routes.WRITES):
            # A page that takes forms reads no JSON: one body of that kind stands for all.
            for kind, body in NOTHING if page.is_json else NOTHING[4:]:
                with town.undone():
                    response = client.generic(method, page.path(place.rows), body, content_type=kind)
                wrong += _failure(response, f"{method} {page} {kind} {body[:20]!r}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_queries_of_nonsense_find_nothing(place: town.Town) -> None:
    """Every query that any page knows, each with another piece of nonsense, in turn."""
    client, wrong, asking = place.client("admin"), [], 0
    for page in _live():
        for turn in range(0, len(NASTY), 5) if "GET" in page.methods else ():
            asked = {name: NASTY[(place_ + turn) % len(NASTY)] for place_, name in enumerate(QUERIES)}
            with _looked_at() as names:
                response = client.get(page.path(place.rows), asked)
            wrong += _failure(response, f"{page}: turn {turn}")
            if not names & set(QUERIES):
                break  # it looks at none of them, whatever they hold
            asking += turn == 5
    assert asking > 20
    assert not wrong, "\n".join(sorted(set(wrong)))


@contextmanager
def _looked_at() -> Iterator[set[str]]:
    """The names that a page looks up in its query; every name when it goes through them all."""
    names: set[str] = set()
    kept = {}

    def watch(method: str, *, whole: bool) -> None:
        original = kept[method] = getattr(MultiValueDict, method)

        def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
            names.update(QUERIES if whole else [str(args[0])])
            return original(self, *args, **kwargs)

        setattr(MultiValueDict, method, watched)

    for method in ("__getitem__", "get", "getlist"):
        watch(method, whole=False)
    for method in ("items", "values", "lists", "dict", "copy"):
        watch(method, whole=True)
    try:
        yield names
    finally:
        for method, original in kept.items():
            setattr(MultiValueDict, method, original)


def test_bodies_of_nonsense_are_refused(place: town.Town) -> None:
    """Each key that an endpoint takes, with values of every kind."""
    from zaocha.config import openapi

    client, wrong, known = place.client("admin"), [], openapi.schema()
    for page in _live():
        if page.name not in bodies.BODIES:
            continue
        valid = bodies.BODIES[page.name]
        for name in sorted(_keys(page, known) | set(valid)):
            for value in JSON_VALUES:
                for method in page.methods & routes.WRITES:
                    with town.undone():
                        response = client.generic(
                            method, page.path(place.rows), json.dumps({**valid, name: value}),
                            content_type="application/json",
                        )  # fmt: skip
                    wrong += _failure(response, f"{method} {page}: {name}={str(value)[:20]!r}")
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("key", ["k" * 121, "\0", "路", "k" * 10_000, " ", "a\tb"])
def test_idempotency_keys_of_nonsense(key: str, place: town.Town) -> None:
    with town.undone():
        response = place.client("admin").post(
            "/api/v1/promises", json.dumps(bodies.BODIES["api:promise-new"]), content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip
    assert response.status_code < 500, _failure(response, key)


@pytest.mark.parametrize("language", ["xx", "zh-hans-x-" + "a" * 3000, "\0", "*;q=9", "de,fr;q=0.5"])
def test_languages_of_nonsense(language: str, place: town.Town) -> None:
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"Accept-Language": language})
    client.cookies["zaocha_language"] = language[:50]
    assert client.get("/sign-in/").status_code == 200


class _Form:
    def __init__(self, method: str, action: str) -> None:
        self.method, self.action = method.lower(), action
        self.fields: dict[str, str] = {}


class _Reader(HTMLParser):
    """The forms of a page with their fields as they would be sent; fields that name their form, too."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form(given.get("method", "get"), given.get("action", "")))
        if not self.forms:
            return
        fields, name = self.forms[-1].fields, given.get("name", "")
        if tag == "option" and self.select and ("selected" in given or self.select not in fields):
            fields[self.select] = given.get("value", "")
        self.select = name if tag == "select" else self.select
        if (
            tag == "input"
            and given.get("type") in {"radio", "checkbox"}
            and "checked" not in given
            and name in fields
        ):
            return
        if tag in {"input", "textarea", "button"} and name and given.get("type") != "file":
            fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def _forms_on(page: str) -> list[_Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def _form_pages(place: town.Town) -> Iterator[tuple[Any, str, Page]]:
    desk, nobody = place.client("admin"), place.client("nobody")
    for page in _live():
        if "GET" in page.methods and not page.is_api:
            yield (nobody if page.by_link or page.is_open else desk), page.path(place.rows), page
    handler = place.client("handler")
    for name in ("demand", "promise"):
        page = next(page for page in _live() if page.name == name)
        yield handler, page.path(place.rows), page


def _post(client: Any, address: str, fields: dict[str, str], where: str) -> list[str]:
    with town.undone():
        return _failure(client.post(address, fields), where)


def _failure(response: Any, where: str) -> list[str]:
    if response.status_code < 500:
        return []
    kind, error, trace = response.exc_info or (None, None, None)
    while trace is not None and trace.tb_next is not None:
        here = trace.tb_next
        if "zaocha" not in here.tb_frame.f_code.co_filename and "zaocha" in trace.tb_frame.f_code.co_filename:
            where_in = f"{trace.tb_frame.f_code.co_filename.rsplit('zaocha/', 1)[1]}:{trace.tb_lineno}"
        trace = here
    place = locals().get("where_in", "?")
    return [f"{where}: {response.status_code} {getattr(kind, '__name__', '')} {str(error)[:80]} at {place}"]


def _keys(page: Page, schema: dict[str, Any]) -> set[str]:
    """The keys of an endpoint's body, by its schema; of the table's endpoints, those that its script sends."""
    if not page.is_api:
        return {
            "words",
            "key",
            "invitation",
            "category",
            "said_at",
            "company",
            "unit",
            "name",
            "ids",
            "do",
            "due_on",
        }
    found: set[str] = set()
    for path, methods in schema["paths"].items():
        wanted = "/" + str(dict(routes.routes())[page.name].pattern).replace("<", "{").replace(">", "}")
        for method, one in methods.items() if path.endswith(wanted) else ():
            if method.upper() in page.methods:
                for content in one.get("requestBody", {}).get("content", {}).values():
                    name = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
                    found |= set(schema["components"]["schemas"].get(name, {}).get("properties", {}))
    return found


def _live() -> list[Page]:
    names = {name for name, _route in routes.routes()}
    # Signing out would end the session of the test itself.
    return [page for page in routes.pages() if page.name in names and page.name != "sign-out"]
