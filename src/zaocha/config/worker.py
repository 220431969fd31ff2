"""The worker process: runs jobs as they come, until it is told to stop."""

from __future__ import annotations

import os
import signal
import time
from types import FrameType

import django


def work() -> None:
    """Run until SIGTERM, SIGINT, or the end of the parent."""
    django.setup()
    from zaocha.kernel import clock, tasks

    running = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    parent = os.getppid()
    while running and os.getppid() == parent:
        if not tasks.run_one(at=clock.now()):
            time.sleep(0.3)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zaocha.config.settings")
    work()
