"""Twenty book the same hall at the same moment, each a process of its own, on whichever database the tests run."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest
from django.db import connection

SOURCE = Path(__file__).parents[3]
TWENTY = 20
# Twenty children, each with its own connection, wait for the same moment and try.
RACE = """
import django; django.setup()
import os, sys, time
from datetime import datetime, timedelta
from django.db import connections
from zaocha.accounts import actors
from zaocha.accounts.models import Tenant
from zaocha.agreements.actions import booking
from zaocha.agreements.models import Facility
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI
from zaocha.kernel.errors import Conflict
hall, tenant = Facility.objects.get(), Tenant.objects.get(slug="qinghe")
companies = list(Company.objects.filter(tenant=tenant).order_by("pk").values_list("pk", flat=True))
by, at = actors.system(tenant), datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
connections.close_all()
moment, pids = time.time() + 0.3, []
for number in range(int(sys.argv[1])):
    pid = os.fork()
    if pid:
        pids.append(pid)
        continue
    time.sleep(max(0, moment - time.time()))
    new = booking.NewBooking(hall.pk, at + timedelta(hours=number % 2), "年会", count=2, company_id=companies[number % 2])
    try:
        booking.book(new=new, by=by, at=at)
        os._exit(0)
    except booking.Taken as refusal:
        os._exit(10 if refusal.nearest else 11)
    except BaseException:
        import traceback; traceback.print_exc(); sys.stderr.flush()
        os._exit(12)
print(*sorted(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids))
"""


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_one_wins_and_nineteen_are_told_what_is_free(world, tmp_path) -> None:
    from zaocha.agreements.actions import facilities
    from zaocha.agreements.models import Booking, Slot

    new = facilities.NewFacility(name="邻里中心礼堂", opens=time(9), closes=time(21))
    facilities.enter_facility(new=new, by=world.desk, at=world.at)
    environment = {
        **os.environ, "ZAOCHA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zaocha.config.settings",
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}", "ZAOCHA_DATABASE_URL": _url(tmp_path),
    }  # fmt: skip
    line = [sys.executable, "-c", RACE, str(TWENTY)]
    ran = subprocess.run(line, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout.split() == ["0"] + ["10"] * (TWENTY - 1), ran.stderr
    if connection.vendor == "postgresql":
        assert (Booking.objects.count(), Slot.objects.count()) == (1, 2)


def _url(folder: Path) -> str:
    """The tests' own database for other processes: PostgreSQL by its address, SQLite as a copy in a file."""
    if connection.vendor == "postgresql":
        had = connection.settings_dict
        return f"postgresql://{had['USER']}@{had['HOST']}:{had['PORT']}/{had['NAME']}"
    with sqlite3.connect(folder / "zaocha.sqlite3") as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    return ""
