"""Lists of 100 and single demands over HTTP: `python bench/pages.py --rows 1000000`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import clients, fill, places, servers, statements

# What is asked for: name -> (path, whether it takes the session of a browser instead of a token).
# {id} is one of the newest thousand demands.
TARGETS = {
    "list_api": ("/api/v1/demands?limit=100", False),
    "detail_api": ("/api/v1/demands/{id}", False),
    "list_page": ("/demands/?limit=100", True),
    "detail_page": ("/demands/{id}/", True),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each target, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rows", type=int, default=1_000_000, help="Demands that are there already.")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="Web processes.")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", choices=list(TARGETS), nargs="+", default=list(TARGETS))
    parser.add_argument("--port", type=int, default=8150)
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or places.default_folder(given.database, given.rows)
    with places.place(database=given.database, folder=folder) as place:
        fill.ensure(place, rows=given.rows, companies=min(2000, max(1, given.rows)))
        runs = []
        for workers in given.workers:
            with servers.serving(place, port=given.port, workers=workers) as server:
                for name in given.only:
                    runs.append(_measured(server, name, given.connections, given.seconds))
        places.report({"bench": "pages", "rows": given.rows, "runs": runs, "machine": places.facts()})
    return 0


def _measured(server: servers.Serving, name: str, connections: int, seconds: float) -> dict[str, Any]:
    path, by_session = TARGETS[name]
    note = server.place.note
    newest = _newest()
    headers = _session(note) if by_session else {"Authorization": f"Bearer {note['token']}"}
    chance = random.Random(3)

    def make(number: int) -> tuple[str, bytes]:
        return str(number), clients.get(path.replace("{id}", str(chance.choice(newest))), **headers)

    clients.Load(server.port, connections, make, seconds=1).run()
    with servers.Meter(server) as meter:
        answers = clients.Load(server.port, connections, make, seconds=seconds).run()
    good = [answer for answer in answers if answer.status == 200]
    way = {"login": note["login"]} if by_session else {"token": note["token"]}
    count, sql = statements.of(lambda client: client.get(path.replace("{id}", str(newest[0]))), **way)
    return {
        "target": name, "workers": server.workers, "per_second": round(len(good) / meter.took, 1),
        "failed": len(answers) - len(good), "statements": count,
        **meter.per(len(good)),
        **clients.spread([answer.seconds for answer in good]),
        "bytes": len(good[0].body) if good else 0,
        "sql": [text[:140] for text in sql],
    }  # fmt: skip


def _newest() -> list[int]:
    from zaocha.demands.models import Demand

    return list(Demand.objects.order_by("-pk").values_list("pk", flat=True)[:1000])


def _session(note: dict[str, Any]) -> dict[str, str]:
    from django.test import Client

    from zaocha.accounts.models import Person

    client = Client()
    client.force_login(Person.objects.get(login=note["login"]))
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    return {"Cookie": f"{cookies}; zaocha_language=zh-hans"}


if __name__ == "__main__":
    raise SystemExit(main())
