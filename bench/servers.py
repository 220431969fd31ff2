"""Zaocha as `zaocha serve` runs it: web and worker as processes of their own, their CPU time, their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.places import ROOT, Place

TICK = os.sysconf("SC_CLK_TCK")


class Serving:
    """The running command with its children."""

    def __init__(self, place: Place, *, port: int, workers: int) -> None:
        self.place, self.port, self.workers = place, port, workers
        command = [sys.executable, "-m", "zaocha", "serve", "--port", str(port), "--workers", str(workers)]
        self.log = place.folder / "serve.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=place.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self, seconds: float = 90) -> None:
        """Until every web process answers."""
        until = time.monotonic() + seconds
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sign-in/", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"zaocha serve did not come up, see {self.log}") from None
                time.sleep(0.1)

    def family(self, *words: str) -> list[int]:
        """Process ids of the command's descendants whose command line holds one of the words."""
        found, waiting = [], [self.process.pid]
        while waiting:
            process = waiting.pop()
            waiting += _children(process)
            line = _command(process)
            if process != self.process.pid and (not words or any(word in line for word in words)):
                found.append(process)
        return found

    def web(self) -> list[int]:
        worker = set(self.worker())
        return [one for one in self.family() if one not in worker]

    def worker(self) -> list[int]:
        return self.family("zaocha.config.worker")

    def kill(self) -> None:
        """kill -9 of everything at once: the whole process group."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def serving(place: Place, *, port: int, workers: int) -> Iterator[Serving]:
    """Start, wait until it answers, stop."""
    server = Serving(place, port=port, workers=workers)
    try:
        server.wait()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@dataclass
class Meter:
    """What a measured stretch took: wall time, CPU by part, and how many cores other programs kept busy."""

    server: Serving
    began: float = field(default_factory=time.monotonic)
    took: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    others: float = 0.0

    def __enter__(self) -> Meter:
        self._before, self._own, self._busy = used(self.server), time.process_time(), busy_seconds()
        self.began = time.monotonic()
        return self

    def __exit__(self, *_error: object) -> None:
        self.took = time.monotonic() - self.began
        after = used(self.server)
        self.cpu = {name: after[name] - self._before[name] for name in after}
        own = sum(self.cpu.values()) + time.process_time() - self._own
        self.others = max(0.0, busy_seconds() - self._busy - own) / self.took

    def per(self, count: int) -> dict[str, float]:
        """CPU milliseconds of each part per thing done, and the cores that others kept busy."""
        rows = {
            f"{name}_cpu_ms": round(seconds * 1000 / max(1, count), 2) for name, seconds in self.cpu.items()
        }
        return {**rows, "cores_busy_with_other_programs": round(self.others, 2)}


def busy_seconds() -> float:
    """CPU time that all cores have spent on anything so far."""
    fields = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _wait, *rest = fields
    return (user + nice + system + sum(rest[:3])) / TICK


def used(server: Serving) -> dict[str, float]:
    """CPU seconds so far of web, worker and, where it is a server, the database."""
    found = {"web": cpu_seconds(server.web()), "worker": cpu_seconds(server.worker())}
    if server.place.server is not None:
        found["database"] = cpu_seconds(server.place.server.processes())
    return found


def cpu_seconds(processes: list[int]) -> float:
    """CPU time of processes so far, user and system."""
    total = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def _children(process: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(one) for one in path.read_text().split()]
        except OSError:
            continue
    return found


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
