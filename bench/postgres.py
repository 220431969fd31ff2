"""A private PostgreSQL that keeps its data and syncs them: started, stopped, killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from pathlib import Path

from tests import machine

# Debian's defaults, but for the memory that any installation sets: a quarter of a small machine.
SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB"}


class Server:
    """One server on a folder; made at the first start."""

    def __init__(self, folder: Path) -> None:
        found = machine.postgres_binaries()
        if found is None:
            raise SystemExit("no PostgreSQL here: apt install postgresql")
        self.binaries, self.folder, self.user = found, folder.absolute(), machine.other_user()
        self.data = self.folder / "data"
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"postgresql://zaocha@127.0.0.1:{self.port}/zaocha"

    def start(self) -> None:
        """Start it, and recover if it was killed."""
        is_new = not self.data.exists()
        if is_new:
            self._make()
        settings = {**SETTINGS, "port": self.port, "listen_addresses": "127.0.0.1"}
        words = " ".join(f"-c {key}={value}" for key, value in settings.items()) + f" -k {self.folder}"
        self._run(
            "pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.folder / "log", "-o", words, "start"
        )
        if is_new:
            self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "zaocha", "zaocha")

    def stop(self) -> None:
        """Stop it in good order."""
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-t", "120", "stop")

    def processes(self) -> list[int]:
        """The process ids of this server: the first and its children."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *(int(one) for one in children)]

    def kill(self) -> None:
        """kill -9 of all its processes, the first one first."""
        for process in self.processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        # Dead processes may stay in the table for a while; their lock files say nothing any more.
        for path in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            path.unlink(missing_ok=True)

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, *self.folder.parents[:1]):
            folder.chmod(0o755)
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "-D", self.data, "-U", "zaocha", "-E", "UTF8", "--locale=C", "-A", "trust")

    def _run(self, program: str, *words: object) -> None:
        machine.run_as(self.user, [self.binaries / program, *words])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
