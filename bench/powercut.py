"""Power cuts under 64 writers: `python bench/powercut.py --cuts 12` (as root).

Zaocha runs on an ext4 disk that notes every write and flush (`bench/disks.py`). Afterwards the power is cut at
chosen moments: the image holds what was flushed by then, and a part, by chance, of what was still in the
cache. Each image is mounted, the database is opened, checked, and compared with what was acknowledged by then.
`--careless` does the same with synchronous=NORMAL, to show that the trial can tell the difference.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import clients, crash, disks, fill, places, servers
from bench.postgres import Server


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, cut, look, and report; exit code 1 when anything acknowledged was lost, 3 when it cannot run here."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--cuts", type=int, default=12)
    parser.add_argument("--writers", type=int, default=64)
    parser.add_argument("--workers", type=int, default=2, help="Web processes.")
    parser.add_argument("--seconds", type=float, default=6, help="Of writing.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--careless", action="store_true", help="SQLite with synchronous=NORMAL.")
    parser.add_argument("--port", type=int, default=8153)
    given = parser.parse_args(arguments)
    if why := disks.lacking():
        print(f"a power cut cannot be tried here: {why}", file=sys.stderr)
        return 3
    if given.careless:
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.careless"
    folder = Path(tempfile.mkdtemp(prefix="zaocha-powercut-"))
    folder.chmod(0o755)
    try:
        return _trial(folder, given)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _trial(folder: Path, given: argparse.Namespace) -> int:
    disk = disks.Disk(folder / "disk", megabytes=768 if given.database == "postgresql" else 384)
    with disk.running() as mounted:
        run, acknowledged, began, ended = _write(disk, mounted, given)
    chance = random.Random(given.seed)
    cuts = []
    for _ in range(given.cuts):
        cuts.append(
            _cut(folder, disk, acknowledged, given, until=chance.randint(began, ended), chance=chance)
        )
        print(cuts[-1], file=sys.stderr)
    lost = sum(cut["missing"] for cut in cuts)
    damaged = sum(bool(cut["damage"]) for cut in cuts)
    places.report(
        {
            "bench": "powercut", "database": given.database, "careless": given.careless, "cuts": cuts,
            "acknowledged": len(run.acknowledged), "log_bytes": ended,
            "cuts_with_losses": sum(cut["missing"] > 0 for cut in cuts), "lost": lost, "damaged": damaged,
            "load": [round(one, 1) for one in os.getloadavg()],
        }
    )  # fmt: skip
    return 1 if lost or damaged else 0


def _write(
    disk: disks.Disk, mounted: Path, given: argparse.Namespace
) -> tuple[crash.Run, list[tuple[int, int, str]], int, int]:
    """Writers at work; per acknowledged demand (position of the log, id, key); positions of begin and end."""
    from django.db import connections

    mounted.chmod(0o755)
    with places.place(database=given.database, folder=mounted / "data") as place:
        fill.ensure(place, rows=200, companies=200)
        connections.close_all()
        run = crash.Run(place.note)
        acknowledged: list[tuple[int, int, str]] = []

        def note(answer: clients.Answer) -> None:
            if answer.status in (200, 201):
                number = int(json.loads(answer.body)["id"])
                run.acknowledged[answer.name] = number
                acknowledged.append((disk.position(), number, answer.name))

        with servers.serving(place, port=given.port, workers=given.workers):
            began = disk.position()
            load = clients.Load(given.port, given.writers, run.make, seconds=given.seconds, on_answer=note)
            thread = threading.Thread(target=load.run)
            thread.start()
            time.sleep(given.seconds)
            ended = disk.position()
            thread.join()
    return run, acknowledged, began, ended


def _cut(
    folder: Path,
    disk: disks.Disk,
    acknowledged: Sequence[tuple[int, int, str]],
    given: argparse.Namespace,
    *,
    until: int,
    chance: random.Random,
) -> dict[str, Any]:
    image, copy = folder / "cut.img", folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    left = disk.image(until=until, chance=chance, path=image)
    with disks.opened(image, folder / "look") as found:
        shutil.copytree(found / "data", copy, symlinks=True, ignore=shutil.ignore_patterns(".s.*"))
    wanted = {(number, key) for position, number, key in acknowledged if position <= until}
    look = _look_sqlite if given.database == "sqlite" else _look_postgresql
    there, damage = look(copy)
    return {
        "at": until,
        "acknowledged": len(wanted),
        "missing": len(wanted - there),
        "damage": damage,
        **left,
    }


def _look_sqlite(copy: Path) -> tuple[set[tuple[int, str]], str]:
    connection = sqlite3.connect(copy / "zaocha.sqlite3")
    try:
        check = connection.execute("PRAGMA integrity_check").fetchone()[0]
        rows = set(connection.execute("SELECT id, raised_by FROM demands_demand"))
    except sqlite3.DatabaseError as error:
        return set(), str(error)
    finally:
        connection.close()
    return rows, "" if check == "ok" else check


def _look_postgresql(copy: Path) -> tuple[set[tuple[int, str]], str]:
    import psycopg

    server = Server(copy / "postgresql")
    (server.data / "postmaster.pid").unlink(missing_ok=True)
    if server.user:
        for path in [server.folder, *server.folder.rglob("*")]:
            shutil.chown(path, server.user)
    try:
        server.start()
    except Exception as error:  # whatever keeps it from coming up is the finding
        return set(), f"it did not start: {error}"
    try:
        with psycopg.connect(server.url) as connection:
            return set(connection.execute("SELECT id, raised_by FROM demands_demand")), ""
    finally:
        server.stop()


if __name__ == "__main__":
    raise SystemExit(main())
