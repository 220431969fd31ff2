"""The wall at a million demands: counted now, counted ahead, and over HTTP: `python bench/wall.py --rows 1000000`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import fill, places


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, count ahead, open the wall, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000, help="Demands that are there.")
    parser.add_argument("--events", type=int, default=0, help="Events of the audit beside them.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(given.database, given.rows)
    with places.place(database=given.database, folder=folder) as place:
        note = fill.ensure(place, rows=given.rows, companies=min(2000, max(1, given.rows)))
        results = _results(note)
        _events(note, given.events)
        found = {"results": results, "events": given.events, **_ahead(note), **_opened(given.times)}
        places.report({"bench": "wall", "rows": given.rows, **found, "machine": places.facts()})
    return 0


def _results(note: dict[str, Any]) -> int:
    """One confirmed result for every demand that its company called solved."""
    from zaocha.results.models import Result

    if not Result.objects.exists():
        columns, values = fill._columns(Result)
        fill.bulk(Result._meta.db_table, columns, _rows(values, note))
    return Result.objects.count()


def _rows(values: dict[str, Any], note: dict[str, Any]) -> Iterator[list[Any]]:
    from zaocha.demands.models import Demand

    solved = list(
        Demand.objects.filter(tenant_id=note["tenant_id"], word="solved").values_list(
            "pk", "company_id", "raised_at"
        )
    )
    for number, (pk, company_id, raised_at) in enumerate(solved, 1):
        on: date = raised_at.date() + timedelta(days=2)
        row = {
            **values, "id": number, "tenant_id": note["tenant_id"], "kind": "problem_solved", "amount": 1, "unit": "count",
            "happened_on": on.isoformat(), "company_id": company_id, "evidence": "企业说已解决", "origin_kind": "demand",
            "origin_id": pk, "demand_id": pk, "recorded_at": fill.stamp(raised_at), "recorded_by": "system",
            "confirmed_at": fill.stamp(raised_at), "confirmed_by": "link:1",
        }  # fmt: skip
        yield list(row.values())


def _events(note: dict[str, Any], count: int) -> None:
    from zaocha.kernel.models import Event

    if not count or Event.objects.filter(seq__gte=count).exists():
        return
    columns, values = fill._columns(Event)
    first = (Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    rows = (
        list(
            {
                **values, "id": first + number, "tenant_id": note["tenant_id"], "seq": 1_000_000 + number,
                "kind": "demand_raised", "subject_kind": "demand", "subject_id": number % 1_000_000 + 1, "actor": "person:1",
                "at": values.get("at") or "2026-01-01 00:00:00", "previous": "", "digest": "",
            }.values()
        )
        for number in range(count)
    )  # fmt: skip
    fill.bulk(Event._meta.db_table, columns, rows)


def _ahead(note: dict[str, Any]) -> dict[str, Any]:
    """Seconds of all steps, and of the longest: as long as a writer may have to wait."""
    from django.db import transaction

    from zaocha.accounts.models import Tenant
    from zaocha.kernel import clock
    from zaocha.metrics import summaries
    from zaocha.metrics.models import Summary

    tenant, at, cursor, took = Tenant.objects.get(pk=note["tenant_id"]), clock.now(), None, []
    while True:
        began = time.monotonic()
        with transaction.atomic():
            cursor = summaries.step(tenant=tenant, cursor=cursor, at=at).cursor
        took.append(time.monotonic() - began)
        if cursor is None:
            break
    return {
        "steps": len(took), "count_seconds": round(sum(took), 1), "longest_step_ms": round(1000 * max(took)),
        "middle_step_ms": round(1000 * statistics.median(took)), "summaries": Summary.objects.count(),
    }  # fmt: skip


def _opened(times: int) -> dict[str, Any]:
    """Milliseconds of the page, out of what was counted ahead; and once counted now."""
    from django.test import Client

    from zaocha.accounts import actors
    from zaocha.accounts.models import Person
    from zaocha.kernel import clock
    from zaocha.metrics import periods, scopes, walls

    person, at = Person.objects.get(login="bench"), clock.now()
    client = Client(HTTP_ACCEPT_LANGUAGE="en", HTTP_HOST="localhost")
    client.force_login(person)
    found: dict[str, Any] = {}
    for period in ("month", "year", "all"):
        took = []
        for _time in range(times):
            began = time.monotonic()
            assert client.get(f"/wall/?period={period}").status_code == 200
            took.append(1000 * (time.monotonic() - began))
        found[f"{period}_ms"] = {"median": round(statistics.median(took)), "longest": round(max(took))}
    began = time.monotonic()
    walls.counted_now(
        by=actors.of_person(person), period=periods.of("all", on=at.date()), at=at, scope=scopes.EVERYTHING,
        months=periods.last_months(12, on=at.date()),
    )  # fmt: skip
    return {**found, "now_ms": round(1000 * (time.monotonic() - began))}


if __name__ == "__main__":
    raise SystemExit(main())
