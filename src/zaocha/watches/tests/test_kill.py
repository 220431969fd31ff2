"""The worker dies while a parcel fires: afterwards everyone is told, once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3]
WAITING = 30

MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import world as small
from zaocha.offers.actions import sites
from zaocha.watches.actions import watching
world = small.build()
for number in range(%(waiting)d):
    rule = ({"fact": "area_mu", "test": ">= %%d" %% (number %% 8)},)
    watching.watch(new=watching.NewWatch("land_state", rule, who="第%%d家" %% number), by=world.desk, at=world.at)
for number in range(3):
    sites.enter(new=sites.NewOffer("land_state", {"area_m2": "10亩"}), by=world.desk, at=world.at)
"""
# Dies by SIGKILL in the middle of a transaction, some lots told and some not: after so many firings were worked out.
WORK = """
import django; django.setup()
import os, signal, sys
from datetime import datetime, timedelta
from zaocha.kernel import tasks
from zaocha.kernel.clock import SHANGHAI
from zaocha.watches.actions import firing
left = int(sys.argv[1])
told = firing.told
def dying(*args, **more):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return told(*args, **more)
firing.told = dying
tasks.run_all(at=datetime(2026, 3, 3, 9, int(sys.argv[2]), tzinfo=SHANGHAI))
"""
COUNT = """
import django; django.setup()
from django.db.models import Count
from zaocha.kernel import audit
from zaocha.kernel.models import Event
from zaocha.promises.models import Promise
from zaocha.watches.models import Firing, Watch
twice = Firing.objects.values("watch", "offer").annotate(n=Count("pk")).filter(n__gt=1).count()
moments = Firing.objects.values("offer", "fired_at").distinct().count()
whole = audit.verify(tenant_id=Watch.objects.first().tenant_id).finding is None
print(Firing.objects.count(), twice, moments, Promise.objects.filter(state="kept").count(),
      Event.objects.filter(kind="watch_fired").count(), whole)
"""


def test_killed_in_the_middle_everyone_is_told_once_at_the_same_moment(tmp_path: Path) -> None:
    environment = {
        **os.environ, "ZAOCHA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "zaocha.config.settings",
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{SOURCE.parent}",
    }  # fmt: skip
    environment.pop("ZAOCHA_DATABASE_URL", None)

    def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-c", code, *arguments]
        return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)

    made = run(MAKE % {"waiting": WAITING})
    assert made.returncode == 0, made.stderr
    for minute, after in enumerate((1, WAITING // 2, WAITING // 2, WAITING + 3)):
        assert run(WORK, str(after), str(minute)).returncode == -9, "it was killed"
    assert run(WORK, "0", "9").returncode == 0
    counted = run(COUNT)
    assert counted.stdout.split() == ["90", "0", "3", "90", "90", "True"], counted.stderr
