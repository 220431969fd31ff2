"""What the tests need of the machine: a private PostgreSQL and Chromium, installed where allowed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

skipped: list[str] = []


def chromium() -> str | None:
    """Path of a Chromium; installed with apt when root; None is noted in `skipped`."""
    for attempt in range(2):
        for name in ("chromium", "chromium-browser", "google-chrome"):
            if found := shutil.which(name):
                return found
        if attempt or not _apt("chromium", "fonts-noto-cjk"):
            break
    skipped.append("browser journeys: no Chromium here and no right to install it (apt install chromium)")
    return None


@contextmanager
def postgres() -> Iterator[str | None]:
    """A private server on a random port with fsync off; its URL, or None noted in `skipped`."""
    binaries = postgres_binaries()
    if binaries is None:
        skipped.append(
            "tests on PostgreSQL: no server here and no right to install it (apt install postgresql)"
        )
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="zaocha-pg-"))
    # initdb refuses to run as root: drop to another user.
    user = other_user()
    if user:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    settings += f" -c synchronous_commit=off -k {folder}"
    run_as(user, [binaries / "initdb", "-D", data, "-U", "zaocha", "-E", "UTF8", "--locale=C", "-A", "trust"])
    run_as(user, [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"])
    try:
        run_as(user, [binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "zaocha", "zaocha"])
        yield f"postgresql://zaocha@127.0.0.1:{port}/zaocha"
    finally:
        run_as(user, [binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def postgres_binaries() -> Path | None:
    for attempt in range(2):
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if found:
            return found[-1].parent
        if on_path := shutil.which("initdb"):
            return Path(on_path).resolve().parent
        if attempt or not _apt("postgresql"):
            break
    return None


def other_user() -> str | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def run_as(user: str | None, command: list[object]) -> None:
    words = [str(word) for word in command]
    if user:
        words = [
            "setpriv",
            f"--reuid={user}",
            f"--regid={pwd.getpwnam(user).pw_gid}",
            "--clear-groups",
            *words,
        ]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/", env={**os.environ, "HOME": "/tmp"})


def _apt(*packages: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode == 0
