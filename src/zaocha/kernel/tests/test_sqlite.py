"""Writers in several processes wait for each other, briefly, and give up in time."""

import sqlite3
import threading
import time

import pytest
from django.db import OperationalError

from zaocha.kernel.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # only so that connections may be opened at all


def connect(path, timeout=20):
    wrapper = DatabaseWrapper(
        {
            "ENGINE": "zaocha.kernel.sqlite", "NAME": str(path), "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False,
            "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "TEST": {},
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": timeout,
                        "init_command": "PRAGMA journal_mode=WAL;"},
        },
        alias="other",
    )  # fmt: skip
    wrapper.inc_thread_sharing()
    wrapper.connect()
    return wrapper


def write(wrapper):
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    wrapper.connection.execute("UPDATE counted SET n = n + 1")
    wrapper.commit()
    wrapper.set_autocommit(True)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "turns.sqlite3"
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("CREATE TABLE counted (n INTEGER)")
        plain.execute("INSERT INTO counted VALUES (0)")
    plain.close()
    return path


def test_nobody_is_refused_and_nothing_is_lost(path):
    def many():
        wrapper = connect(path)
        for _ in range(40):
            write(wrapper)
        wrapper.close()

    threads = [threading.Thread(target=many) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT n FROM counted").fetchone() == (240,)
    plain.close()


def test_who_waits_too_long_is_told(path):
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("BEGIN IMMEDIATE")
    wrapper = connect(path, timeout=0.2)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        write(wrapper)
    assert 0.15 < time.monotonic() - began < 10
    plain.execute("COMMIT")
    plain.close()
    wrapper.set_autocommit(True)
    write(wrapper)
    assert wrapper.connection.execute("PRAGMA busy_timeout").fetchone() == (200,)
    wrapper.close()
