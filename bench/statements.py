"""What a request costs in SQL: counted inside one process; BEGIN, COMMIT and savepoints left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

FRAME = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def of(call: Callable[[Any], Any], *, token: str = "", login: str = "") -> tuple[int, list[str]]:
    """Number and text of the statements of one call with a test client; the call is made once before, to warm up."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"} if token else {})
    if login:
        from zaocha.accounts.models import Person

        client.force_login(Person.objects.get(login=login))
    call(client)
    with CaptureQueriesContext(connection) as caught:
        answer = call(client)
    if answer is not None and answer.status_code >= 400:
        raise SystemExit(f"the request was refused: {answer.status_code} {answer.content[:300]!r}")
    texts = [row["sql"] for row in caught.captured_queries if not row["sql"].startswith(FRAME)]
    return len(texts), texts
