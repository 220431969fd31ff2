"""API of the demands: the list, one, a new one, every step."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.demands import actions, lifecycle, queries, schemas, stepping
from zaocha.kernel import clock, idempotency
from zaocha.kernel.errors import Invalid

router = Router(tags=["demands"])
Key = Header("", alias="Idempotency-Key")


class ListIn(Schema):
    """Filters and place of a list; `order`: `newest` or `due`; `colour`: red (late), amber, green."""

    group: str = ""
    state: str = ""
    category: str = ""
    unit: schemas.Id | None = None
    channel: str = ""
    company: schemas.Id | None = None
    meeting: schemas.Id | None = None
    colour: str = ""
    closed_as: str = ""
    q: str = ""
    order: str = "newest"
    after: schemas.Id | None = None
    limit: int = 50


@router.get("/demands", response=schemas.DemandList, url_name="demands")
def demands(request: HttpRequest, asked: Query[ListIn]) -> HttpResponse:
    """Demands that the reader may see, newest first; at most 200 at once, counted up to 1000."""
    by, at = actor_of(request), clock.now()
    by.need("demands.read")
    _check(asked)
    filters = queries.Filters(
        group=asked.group, state=asked.state, category=asked.category, unit_id=asked.unit,
        channel=asked.channel, company_id=asked.company, meeting_id=asked.meeting, colour=asked.colour,
        closed_as=asked.closed_as, text=asked.q, order=asked.order,
    )  # fmt: skip
    page = queries.page(by=by, at=at, filters=filters, after=asked.after, limit=asked.limit)
    body = {
        "items": [schemas.listed(row) for row in page.items],
        "next": page.next,
        "total": page.total,
        "capped": page.capped,
    }
    # Encoded here: validating every row once more would cost more than fetching it.
    return HttpResponse(msgspec.json.encode(body), content_type="application/json")


@router.get("/demand-steps", url_name="demand-steps")
def steps(request: HttpRequest) -> dict[str, Any]:
    """The table of allowed steps, and the verbs of `POST /demands/{id}/steps/{verb}` with their inputs."""
    actor_of(request).need("demands.read")
    verbs = {
        name: {"inputs": list(verb.takes), "steps": list(verb.steps)} for name, verb in stepping.VERBS.items()
    }
    return {"steps": lifecycle.as_rows(), "verbs": verbs}


@router.get("/demands/{demand_id}", url_name="demand")
def demand(request: HttpRequest, demand_id: schemas.Id) -> dict[str, Any]:
    """One demand with its way, clocks, promises and the steps open to the reader."""
    by, at = actor_of(request), clock.now()
    by.need("demands.read")
    return schemas.detailed(queries.detail(by=by, pk=demand_id, at=at))


@router.post("/demands", response={201: schemas.Taken}, url_name="demand-new")
def create(
    request: HttpRequest, body: schemas.DemandIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """A new demand."""
    by, at = actor_of(request), clock.now()
    given = body.dict()
    new = actions.NewDemand(**given)

    def do() -> dict[str, Any]:
        return schemas.taken(actions.raise_demand(new=new, by=by, at=at))

    return Status(201, idempotency.once(by=by, key=idempotency_key, request=given, at=at, do=do))


@router.post("/demands/{demand_id}/steps/{verb}", response=schemas.Taken, url_name="demand-step")
def take(
    request: HttpRequest, demand_id: schemas.Id, verb: str, body: schemas.StepIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Take a step, such as `assign`, `sign`, `reply`, `company_says`; refused as the table has it."""
    by, at = actor_of(request), clock.now()
    by.need("demands.read")
    given = body.dict()

    def do() -> dict[str, Any]:
        return schemas.taken(stepping.take(verb, demand_id=demand_id, given=given, by=by, at=at))

    asked = {"demand": demand_id, "verb": verb, **given}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.patch("/demands/{demand_id}", response=schemas.Taken, url_name="demand-correct")
def correct(
    request: HttpRequest, demand_id: schemas.Id, body: schemas.CorrectIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Correct what is not a step: category, company, author, draft, next date, a note."""
    by, at = actor_of(request), clock.now()
    by.need("demands.read")
    changes = body.dict(exclude_unset=True)
    version = changes.pop("version")

    def do() -> dict[str, Any]:
        return schemas.taken(
            actions.correct(demand_id=demand_id, version=version, changes=changes, by=by, at=at)
        )

    asked = {"demand": demand_id, **body.dict(exclude_unset=True)}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


def _check(asked: ListIn) -> None:
    known = {
        "group": ["", *queries.GROUPS], "colour": ["", "red", "amber", "green"], "order": ["newest", "due"],
        "state": ["", *map(str, lifecycle.State)],
    }  # fmt: skip
    for name, allowed in known.items():
        if getattr(asked, name) not in allowed:
            raise Invalid(field=name, remedy=", ".join(one for one in allowed if one))
