"""The same key never writes twice: the first answer is remembered with the write itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _

from zaocha.kernel import rows, work
from zaocha.kernel.errors import Conflict, Invalid
from zaocha.kernel.models import IdempotencyKey


def once(
    *, by: work.By, key: str, request: Any, at: datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Run `do` unless `key` was used before; then give the remembered answer.

    Without a key it simply runs. The same key with another request is refused (409).
    """
    if not key:
        with work.begin(by=by, at=at):
            return do()
    if len(key) > 120:
        raise Invalid(_("The idempotency key is longer than 120 characters."), field="Idempotency-Key")
    # A key is its sender's own: nobody is given the remembered answer of somebody else.
    key = hashlib.sha256(f"{by.mark}|{key}".encode()).hexdigest()
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    try:
        with work.begin(by=by, at=at):
            if _is_known(by.tenant_id, key) and (found := _found(by.tenant_id, key)):
                return _remembered(found, digest)
            answer = do()
            row = IdempotencyKey(
                tenant_id=by.tenant_id, key=key, request=digest, answer=answer, created_at=at
            )
            rows.insert([row])
            return answer
    except IntegrityError:
        # Another process used the key between our look and our write; ours was rolled back whole.
        found = _found(by.tenant_id, key)
        if found is None:
            raise
        return _remembered(found, digest)


def _is_known(tenant_id: int, key: str) -> bool:
    """Nearly always no, so it is asked as cheaply as can be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM kernel_idempotencykey WHERE tenant_id = %s AND key = %s", [tenant_id, key]
        )
        return cursor.fetchone() is not None


def _found(tenant_id: int, key: str) -> IdempotencyKey | None:
    return IdempotencyKey.objects.filter(tenant_id=tenant_id, key=key).first()


def _remembered(found: IdempotencyKey, digest: str) -> dict[str, Any]:
    if found.request != digest:
        raise Conflict(_("This idempotency key was used for another request."), remedy=_("Use a new key."))
    return dict(found.answer)
