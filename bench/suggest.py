"""Suggestions while a line is typed: `python bench/suggest.py --rows 1000000`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import clients, fill, places, servers, statements, texts

PATH = "/api/v1/help/suggest"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the call by itself and over HTTP, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000, help="Demands that are there already.")
    parser.add_argument("--lines", type=int, default=300, help="Different half-typed lines.")
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(given.database, given.rows)
    with places.place(database=given.database, folder=folder) as place:
        note = fill.ensure(place, rows=given.rows)
        _offers_and_policies(note)
        lines = texts.questions(5, given.lines)
        count, _sql = statements.of(
            lambda client: client.get(PATH, {"text": lines[0], "company_id": note["first_company"]}), token=note["token"]
        )  # fmt: skip
        places.report(
            {
                "bench": "suggest", "rows": given.rows, "lines": len(lines), "statements": count,
                "similar_only": _similar(note, lines),
                "whole_call": _whole(note, lines),
                "over_http": _http(place, lines, port=given.port),
                "machine": places.facts(),
            }
        )  # fmt: skip
    return 0


def _offers_and_policies(note: dict[str, Any]) -> None:
    """All packs of the project published, and 2,000 parcels and plants, once."""
    from zaocha.accounts import actors
    from zaocha.accounts.models import Tenant
    from zaocha.kernel import clock
    from zaocha.offers import packs
    from zaocha.offers.actions import policies
    from zaocha.offers.models import Offer

    tenant, at = Tenant.objects.get(pk=note["tenant_id"]), clock.now()
    if Offer.objects.filter(tenant=tenant).exists():
        return
    by = actors.system(tenant)
    for pack in packs.every():
        policies.install(pack=pack.code, by=by, at=at)
    rows = []
    for number in range(2000):
        area = 500 + number * 11
        rows.append(
            Offer(
                tenant=tenant, kind="plant" if number % 2 else "land_state", title=f"第{number}处", size=area,
                facts={"area_m2": str(area)}, heard_at=at, created_at=at, changed_at=at,
            )
        )  # fmt: skip
    Offer.objects.bulk_create(rows, batch_size=500)


def _similar(note: dict[str, Any], lines: Sequence[str]) -> dict[str, Any]:
    from zaocha.search import queries

    return _timed(
        lines, lambda line: queries.similar(tenant_id=note["tenant_id"], kind="demand", text=line, limit=30)
    )


def _whole(note: dict[str, Any], lines: Sequence[str]) -> dict[str, Any]:
    from zaocha.accounts import actors
    from zaocha.accounts.models import Person
    from zaocha.help import suggestions
    from zaocha.kernel import clock

    by = actors.of_person(Person.objects.select_related("tenant").get(login=note["login"]))
    return _timed(
        lines,
        lambda line: suggestions.suggest(by=by, text=line, at=clock.now(), company_id=note["first_company"]),
    )


def _timed(lines: Sequence[str], call: Any) -> dict[str, Any]:
    for line in lines[:20]:
        call(line)
    seconds, used = [], time.process_time()
    for line in lines:
        began = time.perf_counter()
        call(line)
        seconds.append(time.perf_counter() - began)
    return {"cpu_ms": round((time.process_time() - used) * 1000 / len(lines), 1), **clients.spread(seconds)}


def _http(place: places.Place, lines: Sequence[str], *, port: int) -> dict[str, Any]:
    token = place.note["token"]

    def make(number: int) -> tuple[str, bytes]:
        path = f"{PATH}?text={quote(lines[number % len(lines)])}&company_id={place.note['first_company']}"
        return str(number), clients.get(path, Authorization=f"Bearer {token}")

    with servers.serving(place, port=port, workers=1) as server:
        clients.Load(port, 1, make, count=20).run()
        with servers.Meter(server) as meter:
            answers = clients.Load(port, 1, make, count=len(lines)).run()
    wrong = [answer.status for answer in answers if answer.status != 200]
    if wrong:
        raise SystemExit(f"{len(wrong)} answers were not 200, such as {wrong[0]}")
    return {**meter.per(len(answers)), **clients.spread([answer.seconds for answer in answers])}


if __name__ == "__main__":
    raise SystemExit(main())
