"""Where a benchmark runs: a data folder on SQLite or a private PostgreSQL, and facts about the machine."""

from __future__ import annotations

import datetime
import json
import os
import platform
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from bench.postgres import Server

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Place:
    """A database for a benchmark: `note` is what `bench/fill.py` left there (token, tenant, rows)."""

    database: str  # sqlite or postgresql
    folder: Path
    url: str
    server: Server | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Variables for the processes of Zaocha."""
        return {
            **os.environ,
            "ZAOCHA_DATA": str(self.folder),
            "ZAOCHA_DATABASE_URL": self.url,
            "ZAOCHA_LANG": "en",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

    @property
    def note(self) -> dict[str, object]:
        path = self.folder / "bench.json"
        return json.loads(path.read_text()) if path.exists() else {}


@contextmanager
def place(*, database: str, folder: Path) -> Iterator[Place]:
    """Start what the database needs, load Django on it (once a process) and bring the schema up."""
    signal.signal(signal.SIGTERM, _leave)  # so that what was started is stopped
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if database == "sqlite":
        yield _loaded(Place(database, folder, ""))
        return
    server = Server(folder / "postgresql")
    server.start()
    try:
        yield _loaded(Place(database, folder, server.url, server))
    finally:
        from django.db import connections

        connections.close_all()
        server.stop()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


def _loaded(found: Place) -> Place:
    os.environ.update({key: value for key, value in found.environment.items() if key.startswith("ZAOCHA_")})
    from zaocha.config import cli

    cli.start_django()
    from zaocha.config import operation

    operation.migrate()
    return found


def facts() -> dict[str, object]:
    """What the figures depend on: machine, versions, load, day, commit, database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    return {**machine(), "database": f"{connection.vendor} {version}"}


def machine() -> dict[str, object]:
    """The same for a benchmark without a database."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "day": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "loop_ms": _loop(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
    }


def _loop() -> float:
    """CPU milliseconds of a fixed loop: what a busy neighbour takes from every figure can be read from it."""
    best = 1e9
    for _ in range(5):
        began, total = time.process_time(), 0
        for number in range(200_000):
            total += number & 3
        best = min(best, time.process_time() - began)
    return round(best * 1000, 1)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def default_folder(database: str, rows: int) -> Path:
    """Where a filled database of this size is kept between benchmarks."""
    return Path(os.environ.get("ZAOCHA_BENCH", "/tmp/zaocha-bench")) / f"{database}-{rows}"


def report(found: dict[str, object]) -> None:
    """Print the result as JSON, and nothing else, on standard output."""
    print(json.dumps(found, ensure_ascii=False, indent=2))
