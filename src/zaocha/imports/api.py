"""API of staged imports: send a file, set columns, read the report, take."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest
from ninja import File, Form, Header, Query, Router, Schema, Status
from ninja.files import UploadedFile

from zaocha.accounts.access import actor_of
from zaocha.imports import actions, kinds, queries, reports
from zaocha.imports.models import Import
from zaocha.imports.reading import Upload
from zaocha.kernel import clock, idempotency

router = Router(tags=["imports"])
Key = Header("", alias="Idempotency-Key")


class MappingIn(Schema):
    """Field → heading of the table."""

    mapping: dict[str, str]


class AnswersIn(Schema):
    """Answers to questions: for all open rows at once, or row id → question → answer."""

    for_all: dict[str, str] = {}
    rows: dict[int, dict[str, str]] = {}


class TakeIn(Schema):
    """`without_bad`: take the good rows although others are bad."""

    without_bad: bool = False


@router.post("/imports", response={201: dict[str, Any]}, url_name="import-new")
def upload(
    request: HttpRequest, kind: Form[str], file: File[UploadedFile], idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Send an .xlsx or .csv file. The answer has the columns as they were guessed."""
    by, at = actor_of(request), clock.now()
    by.need(actions.kind_of(kind).right)
    data = file.read()
    asked = {"kind": kind, "file": hashlib.sha256(data).hexdigest()}

    # Read before the transaction that remembers the key: a large file must not hold it open.
    batch = actions.stage(kind=kind, upload=Upload(file.name or "", data), by=by, at=at)
    answer = idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=lambda: _as_dict(batch))
    if answer["id"] != batch.pk:  # the key was used before, and that import is over
        actions.drop(import_id=batch.pk, by=by, at=at)
    return Status(201, answer)


@router.get("/imports/{import_id}", url_name="import")
def one(request: HttpRequest, import_id: int) -> dict[str, Any]:
    """Where it stands: `mapping`, `checking`, `checked`, `taking`, `done`, `stale`, `dropped`; and counts."""
    return _as_dict(queries.one(actor_of(request), import_id))


@router.put("/imports/{import_id}/mapping", url_name="import-mapping")
def set_mapping(
    request: HttpRequest, import_id: int, body: MappingIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Say which column is which field; the check begins in the background."""
    by, at = actor_of(request), clock.now()
    queries.one(by, import_id)

    def do() -> dict[str, Any]:
        return _as_dict(actions.map_columns(import_id=import_id, mapping=body.mapping, by=by, at=at))

    asked = {"import": import_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.get("/imports/{import_id}/rows", url_name="import-rows")
def rows(
    request: HttpRequest,
    import_id: int,
    decision: str = "",
    after: int = 0,
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """Rows of the report. `decision`: bad, ask, change, new, same, skip."""
    batch = queries.one(actor_of(request), import_id)
    spec = actions.kind_of(batch.kind)
    found = queries.rows(batch, decision=decision, after=after, limit=limit)
    items = [
        {
            "id": row.pk,
            "row": row.number,
            "decision": row.decision,
            "problems": [
                {**one, "message": reports.text_of(one["code"], one["params"], spec)} for one in row.problems
            ],
            "questions": row.questions,
            "answers": row.answers,
            "changes": row.changes,
            "cells": row.cells,
        }
        for row in found[:limit]
    ]
    return {"items": items, "next": items[-1]["id"] if len(found) > limit else None}


@router.post("/imports/{import_id}/answers", url_name="import-answers")
def answer(
    request: HttpRequest, import_id: int, body: AnswersIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Answer what was asked about rows."""
    by, at = actor_of(request), clock.now()
    queries.one(by, import_id)

    def do() -> dict[str, Any]:
        for question, given in body.for_all.items():
            actions.answer_all(import_id=import_id, question=question, answer=given, by=by, at=at)
        return _as_dict(actions.answer(import_id=import_id, answers=body.rows, by=by, at=at))

    asked = {"import": import_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/imports/{import_id}/take", url_name="import-take")
def take(request: HttpRequest, import_id: int, body: TakeIn, idempotency_key: str = Key) -> dict[str, Any]:
    """Take every good row, all or none, in the background."""
    by, at = actor_of(request), clock.now()
    queries.one(by, import_id)

    def do() -> dict[str, Any]:
        return _as_dict(actions.take(import_id=import_id, by=by, at=at, without_bad=body.without_bad))

    asked = {"import": import_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _as_dict(batch: Import) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "kind": batch.kind,
        "file_name": batch.file_name,
        "state": batch.state,
        "headers": batch.headers,
        "mapping": batch.mapping,
        "total": batch.total,
        "checked": batch.seen,
        "counts": {code: batch.counts.get(code, 0) for code in kinds.DECISIONS},
    }
