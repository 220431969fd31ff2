"""kill -9 of everything amid 64 writers, again and again: `python bench/crash.py --database sqlite --rounds 5`.

After each kill: everything acknowledged is there, the chain of events is whole, what was not acknowledged
can be sent again under its key without a second demand, and the index catches up.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import clients, fill, intake, places, servers


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the rounds, and report; exit code 1 when anything was lost or doubled."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--writers", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2, help="Web processes.")
    parser.add_argument("--longest", type=float, default=4, help="Most seconds of writing before the kill.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8152)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(f"crash-{given.database}", 1000)
    chance = random.Random(given.seed)
    with places.place(database=given.database, folder=folder) as place:
        fill.ensure(place, rows=1000, companies=200)
        rounds = []
        for number in range(given.rounds):
            after = chance.uniform(given.longest / 4, given.longest)
            rounds.append(one_round(place, given, after=after))
            print(f"round {number + 1}: {rounds[-1]}", file=sys.stderr)
        bad = sum(row["missing"] + row["doubled"] + row["unindexed"] + row["damage"] for row in rounds)
        places.report(
            {
                "bench": "crash", "rounds": rounds, "acknowledged": sum(row["acknowledged"] for row in rounds),
                "missing": sum(row["missing"] for row in rounds), "bad": bad, "machine": places.facts(),
            }
        )  # fmt: skip
    return 1 if bad else 0


def one_round(place: places.Place, given: argparse.Namespace, *, after: float) -> dict[str, Any]:
    """Write, kill, start again, look."""
    from django.db import connections

    connections.close_all()
    run = Run(place.note)
    server = servers.Serving(place, port=given.port, workers=given.workers)
    server.wait()
    load = clients.Load(given.port, given.writers, run.make, seconds=after + 60, on_answer=run.note_answer)
    kill = threading.Timer(after, _kill, [place, server])
    kill.start()
    load.run()
    kill.join()
    began = time.monotonic()
    if place.server is not None:
        place.server.start()
    with servers.serving(place, port=given.port, workers=given.workers):
        back = time.monotonic() - began
        missing = run.missing()
        again = clients.Load(given.port, 8, run.again(), count=len(run.unsure), seconds=60).run()
        refused = sum(answer.status not in (200, 201) for answer in again)
        unindexed = _unindexed()
    return {
        "killed_after_s": round(after, 2), "acknowledged": len(run.acknowledged), "unsure": len(run.unsure),
        "missing": missing, "doubled": run.doubled() + refused, "unindexed": unindexed, "damage": _damage(),
        "back_after_s": round(back, 2),
    }  # fmt: skip


class Run:
    """What was sent in a round: each demand carries its key as the name of who raised it."""

    def __init__(self, note: dict[str, Any]) -> None:
        self.name = uuid.uuid4().hex[:12]
        self.note = note
        self.bodies: dict[str, bytes] = {}
        self.acknowledged: dict[str, int] = {}

    @property
    def unsure(self) -> list[str]:
        return [key for key in self.bodies if key not in self.acknowledged]

    def make(self, number: int) -> tuple[str, bytes]:
        key = f"{self.name}-{number}"
        body = {
            "words": f"清水路路灯不亮，晚上员工下班不安全（{number}）",
            "company_id": self.note["first_company"] + number % 100,
            "category": "12",
            "raised_by": key,
        }
        self.bodies[key] = clients.post(
            intake.PATH, body, Authorization=f"Bearer {self.note['token']}", Idempotency_Key=key
        )
        return key, self.bodies[key]

    def again(self) -> clients.Make:
        keys = self.unsure
        return lambda number: (keys[number], self.bodies[keys[number]])

    def note_answer(self, answer: clients.Answer) -> None:
        if answer.status in (200, 201):
            self.acknowledged[answer.name] = int(json.loads(answer.body)["id"])

    def missing(self) -> int:
        """How many acknowledged demands are not there as they were acknowledged."""
        there = self._there()
        return sum((number, key) not in there for key, number in self.acknowledged.items())

    def doubled(self) -> int:
        """After everything was sent again: how many keys have not exactly one demand."""
        there = [key for _number, key in self._there()]
        return abs(len(there) - len(set(there))) + abs(len(set(there)) - len(self.bodies))

    def _there(self) -> set[tuple[int, str]]:
        from zaocha.demands.models import Demand

        rows = Demand.objects.filter(raised_by__startswith=f"{self.name}-")
        return set(rows.values_list("pk", "raised_by"))


def _kill(place: places.Place, server: servers.Serving) -> None:
    server.kill()
    if place.server is not None:
        place.server.kill()


def _unindexed(seconds: float = 120) -> int:
    """How many demands of the round the worker has not indexed, given some time."""
    from zaocha.kernel.models import Job

    until = time.monotonic() + seconds
    while (waiting := Job.objects.filter(state="ready").count()) and time.monotonic() < until:
        time.sleep(0.5)
    return waiting + Job.objects.filter(state="failed").count()


def _damage() -> int:
    """Findings of the audit and of the database's own check."""
    from django.db import connection

    from zaocha.accounts.models import Tenant
    from zaocha.kernel import audit

    found = sum(audit.verify(tenant_id=one.pk).finding is not None for one in Tenant.objects.all())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found += cursor.fetchone() != ("ok",)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
