"""API of chains and alliances. Who supplies whom is not to be had here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query, Router, Schema, Status

from zaocha.accounts.access import actor_of
from zaocha.chains import access, actions, queries
from zaocha.chains.models import Alliance
from zaocha.kernel import clock, idempotency

router = Router(tags=["chains"])
Key = Header("", alias="Idempotency-Key")


class MemberIn(Schema):
    """A company comes onto the chain; `position`: up, middle, down or nothing."""

    company_id: int
    position: str = ""
    on: date | None = None


class PositionIn(Schema):
    """`position`: up, middle or down."""

    position: str


class TermIn(Schema):
    """`role`: leader (person_id), convener (company_id, name, post) or anchor (company_id)."""

    role: str
    from_on: date
    person_id: int | None = None
    company_id: int | None = None
    name: str = ""
    post: str = ""


class LineIn(Schema):
    """A line of the plan; without `unit_id` the caller promises it."""

    what: str
    due_on: date
    unit_id: int | None = None
    category: str = ""


class AllianceIn(Schema):
    """`kind`: party, chain or cross; `chain`: a code, or nothing for one across chains."""

    kind: str
    name: str
    from_on: date
    brand: str = ""
    chain: str = ""
    aim: str = ""


class JoinIn(Schema):
    """Companies that join an alliance on a day."""

    company_ids: list[int]
    on: date


class OrganisationIn(Schema):
    """An organisation, by its name alone."""

    name: str
    on: date
    company_id: int | None = None


@router.get("/chains", url_name="chains")
def chains(request: HttpRequest) -> dict[str, Any]:
    """Every chain with who leads, convenes and anchors it, and its numbers."""
    found = queries.overviews(by=actor_of(request), at=clock.now())
    items = [
        {
            "code": one.chain.code, "zh": one.chain.zh, "en": one.chain.en, "companies": one.companies, "thin": one.thin,
            "missing": one.missing, "open_demands": one.demands, "planned": one.planned, "kept": one.kept,
            "late": one.late,
            "holders": {
                role: {"name": str(term), "post": term.post, "from_on": term.from_on}
                for role, term in one.holders.items()
            },
        }
        for one in found
    ]  # fmt: skip
    return {"items": items, "next": None}


@router.get("/chains/{code}", url_name="chain")
def chain(request: HttpRequest, code: str) -> dict[str, Any]:
    """The map with counts (null: fewer than five, not told), shared problems and the plan."""
    by, at = actor_of(request), clock.now()
    by.need("chains.read")
    found = access.the_chain(by, code)
    drawn = queries.chain_map(by=by, chain=code)
    return {
        "code": found.code, "zh": found.zh, "en": found.en,
        "tiers": [
            {
                "code": tier.code, "companies": tier.companies,
                "goods": [
                    {
                        "code": box.code, "zh": box.good.zh, "en": box.good.en, "makers": box.makers, "buyers": box.buyers,
                        "supplies": box.supplies, "flag": box.flag,
                    }
                    for box in tier.boxes
                ],
            }
            for tier in drawn.tiers
        ],
        "ropes": [{"from": a, "to": b, "flag": flag} for a, b, flag in drawn.ropes],
        "problems": [
            {"category": one.category, "companies": one.companies, "demands": one.demands}
            for one in queries.problems(by=by, chain=code, at=at)
        ],
        "plan": [
            {
                "id": one.line.pk, "what": one.promise.what, "due_on": one.promise.due_on, "who": one.giver,
                "category": one.line.category, "standing": one.standing.code, "promise_id": one.promise.pk,
            }
            for one in queries.plan(by=by, chain=code, at=at)
        ],
    }  # fmt: skip


@router.get("/chains/{code}/members", url_name="chain-members")
def members(
    request: HttpRequest,
    code: str,
    position: str = "",
    after: int = 0,
    limit: int = Query(50, ge=1, le=200),
) -> dict[str, Any]:
    """The companies of the chain by id; for who may read the register."""
    by = actor_of(request)
    by.need("companies.read")
    access.the_chain(by, code)
    rows = queries.members(by=by, chain=code, filters=queries.MemberFilters(position=position))
    found = list(rows.order_by("pk").filter(pk__gt=after)[: limit + 1])
    items = [
        {
            "company_id": one.company.pk, "name": one.company.name, "position": one.position, "from_on": one.from_on,
            "makes": one.makes, "buys": one.buys,
        }
        for one in queries.rows_of(found[:limit], chain=code)
    ]  # fmt: skip
    return {"items": items, "next": items[-1]["company_id"] if len(found) > limit else None}


@router.post("/chains/{code}/members", response={201: dict[str, Any]}, url_name="chain-member-new")
def join(
    request: HttpRequest, code: str, body: MemberIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Put a company on the chain; it leaves the one where it was."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.join(chain=code, by=by, at=at, **body.dict())
        return {"company_id": made.company_id, "position": made.position}

    asked = {"chain": code, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/chains/{code}/members/{company_id}/position", url_name="chain-member-position")
def place(
    request: HttpRequest, code: str, company_id: int, body: PositionIn, idempotency_key: str = Key
) -> dict[str, Any]:
    """Say where a company of the chain stands."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.place(chain=code, company_id=company_id, position=body.position, by=by, at=at)
        return {"company_id": company_id, "position": made.position}

    asked = {"chain": code, "company": company_id, **body.dict()}
    return idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do)


@router.post("/chains/{code}/terms", response={201: dict[str, Any]}, url_name="chain-term-new")
def begin(
    request: HttpRequest, code: str, body: TermIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Somebody begins to lead, convene or anchor; the term before ends."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.begin_term(new=actions.NewTerm(chain=code, **body.dict()), by=by, at=at)
        return {"id": made.pk, "role": made.role}

    asked = {"chain": code, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post("/chains/{code}/plan", response={201: dict[str, Any]}, url_name="chain-line-new")
def plan(request: HttpRequest, code: str, body: LineIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Promise something oneself, or put it to a unit."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        line = actions.plan(new=actions.NewLine(chain=code, **body.dict()), by=by, at=at)
        return {"id": line.pk, "promise_id": line.promise_id}

    asked = {"chain": code, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/alliances", url_name="alliances")
def alliances(request: HttpRequest, kind: str = "", ended: bool = False) -> dict[str, Any]:
    """Alliances with their numbers."""
    found = queries.alliances(by=actor_of(request), kind=kind, ended=ended)
    return {"items": [_row(one) for one in found[:1000]], "next": None}


@router.post("/alliances", response={201: dict[str, Any]}, url_name="alliance-new")
def found_(request: HttpRequest, body: AllianceIn, idempotency_key: str = Key) -> Status[dict[str, Any]]:
    """Enter an alliance."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return {"id": actions.found_alliance(new=actions.NewAlliance(**body.dict()), by=by, at=at).pk}

    asked = body.model_dump(mode="json")
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.get("/alliances/{alliance_id}", url_name="alliance")
def alliance(request: HttpRequest, alliance_id: int) -> dict[str, Any]:
    """One with its figures and organisations; companies by id for who may read the register."""
    by = actor_of(request)
    one = access.the_alliance(by, alliance_id)
    figures = queries.figures(by=by, alliance=one)
    bodies = queries.organisations(alliance=one)
    return {
        **_row(one), "figures": figures.__dict__,
        "companies_now": list(queries.belongings(by=by, alliance=one).values_list("company", flat=True)),
        "organisations": [{"name": body.name, "from_on": body.from_on, "to_on": body.to_on} for body in bodies],
    }  # fmt: skip


@router.post("/alliances/{alliance_id}/companies", response={201: dict[str, Any]}, url_name="alliance-join")
def add(
    request: HttpRequest, alliance_id: int, body: JoinIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """Companies join; who belongs to it already is left as it is."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        made = actions.add_company(alliance_id=alliance_id, by=by, at=at, **body.dict())
        return {"joined": [one.company_id for one in made]}

    asked = {"alliance": alliance_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


@router.post(
    "/alliances/{alliance_id}/organisations", response={201: dict[str, Any]}, url_name="alliance-bind"
)
def bind(
    request: HttpRequest, alliance_id: int, body: OrganisationIn, idempotency_key: str = Key
) -> Status[dict[str, Any]]:
    """An organisation joins; nothing of who belongs to it is kept."""
    by, at = actor_of(request), clock.now()

    def do() -> dict[str, Any]:
        return {"id": actions.add_organisation(alliance_id=alliance_id, by=by, at=at, **body.dict()).pk}

    asked = {"alliance": alliance_id, **body.model_dump(mode="json")}
    return Status(201, idempotency.once(by=by, key=idempotency_key, request=asked, at=at, do=do))


def _row(one: Alliance) -> dict[str, Any]:
    return {
        "id": one.pk, "kind": one.kind, "name": one.name, "brand": one.brand, "chain": one.chain, "from_on": one.from_on,
        "to_on": one.to_on, "aim": one.aim,
    }  # fmt: skip
