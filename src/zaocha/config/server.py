"""`zaocha serve` and `zaocha demo`: web and worker as one command."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from django.conf import settings
from django.db import connection

from zaocha.config.operation import migrate
from zaocha.kernel import clock

log = logging.getLogger(__name__)


def _options(command: click.Command) -> click.Command:
    for option in (
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
        click.option("--port", default=8000, show_default=True, help="Port to listen on."),
        click.option("--workers", default=1, show_default=True, help="Web processes."),
    ):
        command = option(command)
    return command


@click.command()
@_options  # type: ignore[arg-type]
def serve(host: str, port: int, workers: int) -> None:
    """Run web and worker on the data folder; Ctrl-C ends both.

    Example: zaocha serve --port 8000
    """
    from zaocha.accounts import setup

    migrate()
    click.echo(f"Zaocha: http://{host}:{port}/  ({settings.DATA_FOLDER})")
    if setup.is_empty() or setup.resumable():
        click.echo(f"  From another machine, begin at http://{host}:{port}/?token={setup.token()}")
    run(host=host, port=port, workers=workers)


@click.command()
@_options  # type: ignore[arg-type]
@click.option("--seed", default=1, show_default=True, help="The same number makes the same town.")
@click.option("--only-make", is_flag=True, help="Make the town and do not serve it.")
def demo(host: str, port: int, workers: int, seed: int, only_make: bool) -> None:
    """Make a demo town in the data folder (once) and run it.

    Example: zaocha demo --port 8000
    """
    from zaocha.config.demo import town

    migrate()
    sign_ins = town.ensure(seed=seed, at=clock.now(), say=click.echo)
    click.echo(f"\n  Zaocha 早茶: http://{host}:{port}/\n")
    for login, password, role in sign_ins:
        click.echo(f"  {login:<12} {password:<16} {role}")
    click.echo("")
    if not only_make:
        os.environ["ZAOCHA_DEMO"] = "1"
        run(host=host, port=port, workers=workers)


def run(*, host: str, port: int, workers: int) -> None:
    """Start the web server and one worker as children, and end both together."""
    # SQLite: one writer at a time, so one thread a process; PostgreSQL: four.
    threads = 1 if connection.vendor == "sqlite" else 4
    connection.close()
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "zaocha.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "zaocha.config.worker"]
    environment = {"DJANGO_SETTINGS_MODULE": "zaocha.config.settings", **os.environ}
    children = [subprocess.Popen(command, env=environment) for command in (web, worker)]  # noqa: S603

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        stop(0, None)
        codes = [_ended(child) for child in children]
    if any(code not in {0, -signal.SIGTERM, -signal.SIGINT} for code in codes):
        raise SystemExit(1)


def _ended(child: subprocess.Popen[bytes]) -> int:
    """The exit code of a child that was told to stop; one that does not stop in time is killed."""
    try:
        return child.wait(timeout=15)
    except subprocess.TimeoutExpired:
        log.warning("process %s did not stop and was killed", child.pid)
        child.kill()
        return child.wait()
