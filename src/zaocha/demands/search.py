"""Demands by their words: the index knows them by number, and access is checked by whoever uses them."""

from __future__ import annotations

from zaocha.accounts.actors import Actor
from zaocha.search import queries as search_queries

KIND = "demand"


def find(*, by: Actor, text: str) -> list[int]:
    """Ids of the demands whose words hold the text, newest first; not all of them need be the reader's."""
    return search_queries.find(tenant_id=by.tenant_id, kind=KIND, text=text)
