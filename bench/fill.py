"""Fills a database with demands by bulk statements, with their index: `python bench/fill.py --rows 1000000`."""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import places, texts

UNITS = 30
STATES = (("closed", 70), ("replied", 8), ("working", 8), ("assigned", 6), ("accepted", 4), ("raised", 4))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--companies", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(given.database, given.rows)
    with places.place(database=given.database, folder=folder) as place:
        note = ensure(place, rows=given.rows, companies=given.companies, seed=given.seed)
        shown = {key: value for key, value in note.items() if key == "rows" or key.endswith("seconds")}
        places.report({"bench": "fill", "folder": str(folder), **shown, "machine": places.facts()})
    return 0


def ensure(place: places.Place, *, rows: int, companies: int = 2000, seed: int = 1) -> dict[str, Any]:
    """Fill the place once; the note that is kept with it: tenant, token, rows, seconds."""
    if place.note.get("rows") == rows:
        return place.note
    if place.note:
        raise SystemExit(
            f"{place.folder} holds {place.note['rows']} rows; remove it or choose another folder"
        )
    started, used = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    note: dict[str, Any] = {"rows": rows, **_tenant(companies, seed)}
    _write_demands(note, rows, companies, seed)
    filled, then = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    _index(note["tenant_id"], rows, seed)
    ended, now = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
    _settle()
    note |= {
        "fill_seconds": round(filled - started, 1),
        "fill_cpu_seconds": round(then.ru_utime - used.ru_utime + then.ru_stime - used.ru_stime, 1),
        "index_seconds": round(ended - filled, 1),
        "index_cpu_seconds": round(now.ru_utime - then.ru_utime + now.ru_stime - then.ru_stime, 1),
    }
    (place.folder / "bench.json").write_text(json.dumps(note))
    return note


def _tenant(companies: int, seed: int) -> dict[str, Any]:
    from zaocha.accounts import actions, actors, tokens
    from zaocha.companies.models import Company
    from zaocha.kernel import clock

    at = clock.now()
    tenant = actions.create_tenant(slug="bench", name="青禾街道", at=at)
    system = actors.system(tenant)
    units = [
        actions.create_unit(name=f"第{number}办公室", kind="inside", by=system, at=at).pk
        for number in range(UNITS)
    ]
    person = actions.create_person(
        new=actions.NewPerson(login="bench", name="沈知夏", password="a-long-tea-password"), by=system, at=at
    )
    actions.give_role(person=person, role="desk", by=system, at=at)
    names = texts.companies(random.Random(seed), companies)
    made = Company.objects.bulk_create(
        Company(
            tenant=tenant, name=f"云溪市{name}有限公司（{number}）", short_name=name, created_at=at,
            lookup=f" {name} 云溪市{name}有限公司 ",
        )
        for number, name in enumerate(names)
    )  # fmt: skip
    token = tokens.create(person=person, name="bench", at=at)
    return {
        "tenant_id": tenant.pk, "token": token, "login": "bench", "password": "a-long-tea-password",
        "unit_ids": units, "companies": companies, "first_company": made[0].pk if made else None,
    }  # fmt: skip


def _write_demands(note: dict[str, Any], rows: int, companies: int, seed: int) -> None:
    from zaocha.demands.models import Demand, Step
    from zaocha.kernel import clock

    at = clock.now()
    columns, values = _columns(Demand)
    bulk(Demand._meta.db_table, columns, _demand_rows(values, note, rows, companies, seed, at))
    columns, values = _columns(Step)
    bulk(Step._meta.db_table, columns, _step_rows(values, rows, at))


def _demand_rows(
    values: dict[str, Any], note: dict[str, Any], rows: int, companies: int, seed: int, at: datetime
) -> Iterator[list[Any]]:
    chance = random.Random(seed)
    states, weights = zip(*STATES, strict=True)
    for number, (code, words) in enumerate(texts.demands(seed, rows), 1):
        state = chance.choices(states, weights)[0]
        raised = at - timedelta(minutes=rows - number, days=1)
        is_closed = state == "closed"
        row = {
            **values,
            "id": number, "tenant_id": note["tenant_id"], "words": words, "category": code, "channel": "phone",
            "state": state, "raised_at": stamp(raised), "due_at": stamp(raised + timedelta(days=7)),
            "restricted": flag(code.startswith("14")), "raised_by": "贺总",
            "company_id": note["first_company"] + chance.randrange(companies) if companies else None,
            "unit_id": None if state in ("raised", "accepted") else chance.choice(note["unit_ids"]),
            "answer": "已经安排人员到现场查看，本周内处理好。" if is_closed else "",
            "result": "solved" if is_closed else "", "word": "solved" if is_closed else "",
            "closed_as": "solved" if is_closed else "",
            "replied_at": stamp(raised + timedelta(days=2)) if is_closed else None,
            "closed_at": stamp(raised + timedelta(days=4)) if is_closed else None,
        }  # fmt: skip
        yield list(row.values())


def _step_rows(values: dict[str, Any], rows: int, at: datetime) -> Iterator[list[Any]]:
    for number in range(1, rows + 1):
        row = {
            **values, "id": number, "demand_id": number, "step": "accept", "from_state": "raised",
            "to_state": "accepted", "actor": "person:1", "actor_name": "沈知夏", "at": stamp(at),
        }  # fmt: skip
        yield list(row.values())


def _columns(model: Any) -> tuple[list[str], dict[str, Any]]:
    """Column names, and per column the value that the model gives by default, ready for the database."""
    from django.db import connection

    fields = model._meta.concrete_fields
    values = {}
    for field in fields:
        value = None if field.null else field.get_default()
        ready = field.get_db_prep_save(value, connection) if value is not None else None
        values[field.column] = (getattr(ready, "dumps", None) and json.dumps(value)) or ready
    return list(values), values


def stamp(at: datetime) -> Any:
    """A moment as the database in use stores it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(at) if connection.vendor == "sqlite" else at


def flag(value: bool) -> Any:
    """A truth value as the database in use stores it."""
    from django.db import connection

    return int(value) if connection.vendor == "sqlite" else value


def bulk(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows by executemany (SQLite) or COPY (PostgreSQL), and set the next key after them."""
    from django.db import connection, transaction

    names = ", ".join(f'"{one}"' for one in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(columns))
            connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
            return
        with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM " + f'"{table}"))', [table]
        )


def _index(tenant_id: int, rows: int, seed: int) -> None:
    from zaocha.search import index

    words = ((number, words) for number, (_code, words) in enumerate(texts.demands(seed, rows), 1))
    with index.rebuilding():
        index.put_many(tenant_id=tenant_id, kind="demand", rows=words)


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    raise SystemExit(main())
