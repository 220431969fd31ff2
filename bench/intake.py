"""Durable creates over HTTP: `python bench/intake.py --rows 1000000 --workers 2 --writers 64`."""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import clients, fill, places, servers, statements, texts

PATH = "/api/v1/demands"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each asked-for number of processes and writers, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000, help="Demands that are there already.")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="Web processes.")
    parser.add_argument("--writers", type=int, nargs="+", default=[8, 64], help="Connections.")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(given.database, given.rows)
    with places.place(database=given.database, folder=folder) as place:
        note = fill.ensure(place, rows=given.rows)
        count, sql = _statements(note)
        runs = [
            one_run(place, port=given.port, workers=workers, writers=writers, seconds=given.seconds)
            for workers in given.workers
            for writers in given.writers
        ]
        places.report(
            {
                "bench": "intake", "rows": given.rows, "statements": count, "runs": runs,
                "sql": [text[:160] for text in sql], "machine": places.facts(),
            }
        )  # fmt: skip
    return 1 if any(run["refused"] for run in runs) else 0


def one_run(place: places.Place, *, port: int, workers: int, writers: int, seconds: float) -> dict[str, Any]:
    """Serve, warm up, write for a while."""
    note = place.note
    words = [row for _code, row in texts.demands(31, 2000)]
    with servers.serving(place, port=port, workers=workers) as server:
        clients.Load(port, writers, maker(note, words), seconds=2).run()
        with servers.Meter(server) as meter:
            answers = clients.Load(port, writers, maker(note, words), seconds=seconds).run()
        backlog = _waiting_jobs()
    made = [answer for answer in answers if answer.status in (200, 201)]
    return {
        "workers": workers, "writers": writers, "seconds": round(meter.took, 1), "created": len(made),
        "refused": len(answers) - len(made),
        "statuses": dict(Counter(str(answer.status) for answer in answers)),
        "per_second": round(len(made) / meter.took, 1),
        **meter.per(len(made)),
        **clients.spread([answer.seconds for answer in made]),
        "jobs_waiting_at_the_end": backlog,
    }  # fmt: skip


def maker(note: dict[str, Any], words: Sequence[str]) -> clients.Make:
    """Requests that each make one demand, with an idempotency key of their own."""
    run, token = uuid.uuid4().hex[:12], note["token"]

    def make(number: int) -> tuple[str, bytes]:
        key = f"{run}-{number}"
        body = {
            "words": f"{words[number % len(words)]}（{number}）",
            "company_id": note["first_company"] + number % min(100, note.get("companies", 100)),
            "category": "12",
            "raised_by": "贺总",
        }
        return key, clients.post(PATH, body, Authorization=f"Bearer {token}", Idempotency_Key=key)

    return make


def _statements(note: dict[str, Any]) -> tuple[int, list[str]]:
    def create(client: Any) -> None:
        body = {"words": "清水路路灯不亮", "company_id": note["first_company"], "category": "12"}
        key = uuid.uuid4().hex
        answer = client.post(
            PATH, json.dumps(body), content_type="application/json", headers={"idempotency-key": key}
        )
        if answer.status_code not in (200, 201):
            raise SystemExit(f"the create was refused: {answer.status_code} {answer.content[:500]!r}")

    return statements.of(create, token=note["token"])


def _waiting_jobs() -> int:
    from zaocha.kernel.models import Job

    return Job.objects.filter(state="ready").count()


if __name__ == "__main__":
    raise SystemExit(main())
