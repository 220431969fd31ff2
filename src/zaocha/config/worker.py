"""The worker process: runs jobs as they come, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import time
from types import FrameType

import django

log = logging.getLogger(__name__)
PAUSE = 0.25  # seconds in which jobs gather to one batch; a new demand is found well within a second


def work() -> None:
    """Run until SIGTERM, SIGINT, or the end of the parent."""
    django.setup()
    from django.db import InterfaceError, OperationalError, connection

    from zaocha.kernel import clock, tasks

    running = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    parent = os.getppid()
    while running and os.getppid() == parent:
        try:
            more = tasks.run_some(at=clock.now()).more
        except (OperationalError, InterfaceError):
            # Busy for long, or being restarted: nothing is lost, try again.
            log.exception("the database did not answer")
            connection.close()
            more = False
            time.sleep(2)
        if not more:
            time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zaocha.config.settings")
    work()
