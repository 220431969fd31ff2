"""Twenty companies book the same hall at once over HTTP: `python bench/booking.py --database sqlite`.

Starts `zaocha serve` on SQLite or a private PostgreSQL with twenty companies; each has its own page, and all send their
form in the same moment, round after round, each round another time of the hall. One wins (302), the others get the form
back with the free times nearby (422). Ends with 1 when any round has another number of winners.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import places, servers

TWENTY, ROUNDS = 20, 10


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--port", type=int, default=8165)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="zaocha-booking-", ignore_cleanup_errors=True) as folder,
        places.place(database=asked.database, folder=Path(folder)) as place,
    ):
        addresses, hall, first = _town()
        serving = servers.Serving(place, port=asked.port, workers=2)
        try:
            serving.wait()
            found = [
                _round(asked.port, addresses, first + timedelta(hours=number))
                for number in range(asked.rounds)
            ]
        finally:
            serving.stop()
        winners = [statuses.count(302) for statuses, _seconds in found]
        told = [statuses.count(422) for statuses, _seconds in found]
        seconds = sorted(one for _statuses, rows in found for one in rows)
        places.report(
            {
                "what": "twenty book the same time at once",
                **places.facts(),
                "rounds": asked.rounds,
                "winners_per_round": winners,
                "told_per_round": told,
                "held_in_the_database": _held(hall),
                "median_ms": round(statistics.median(seconds) * 1000),
                "slowest_ms": round(seconds[-1] * 1000),
            }
        )
        return 0 if set(winners) == {1} and set(told) == {TWENTY - 1} else 1


def _town() -> tuple[list[str], int, datetime]:
    """Twenty companies with their pages, and a hall that is open all day; the first time that is raced for."""
    from datetime import time as clock_time

    from zaocha.accounts import actions, actors, links
    from zaocha.agreements.actions import facilities
    from zaocha.companies.models import Company
    from zaocha.kernel import clock

    at = clock.now()
    tenant = actions.create_tenant(slug="race", name="青禾街道", at=at)
    by = actors.system(tenant)
    rules = facilities.NewFacility(
        name="礼堂", opens=clock_time(0), closes=clock_time(23, 59), per_week=50, most_slots=1
    )
    hall = facilities.enter_facility(new=rules, by=by, at=at)
    addresses = []
    for number in range(TWENTY):
        company = Company.objects.create(tenant=tenant, name=f"第{number}袜厂", created_at=at)
        link = links.issue(tenant=tenant, purpose="company", subject_id=company.pk, by="system", at=at)
        addresses.append(f"/c/{links.token(link)}/facilities/{hall.pk}/")
    first = (at + timedelta(days=2)).replace(hour=1, minute=0, second=0, microsecond=0)
    return addresses, hall.pk, first


def _round(port: int, addresses: list[str], starts: datetime) -> tuple[list[int], list[float]]:
    """All of them at once; statuses and seconds."""
    browsers = [_browser(port, address) for address in addresses]
    gate = threading.Barrier(len(addresses))
    statuses, seconds = [0] * len(addresses), [0.0] * len(addresses)

    def send(place: int) -> None:
        opener, token = browsers[place]
        form = {
            "starts_at": f"{starts:%Y-%m-%dT%H:%M}",
            "count": "1",
            "purpose": "年会",
            "csrfmiddlewaretoken": token,
        }
        url = f"http://127.0.0.1:{port}{addresses[place]}"
        request = urllib.request.Request(url, urllib.parse.urlencode(form).encode())
        gate.wait()
        began = time.monotonic()
        try:
            statuses[place] = opener.open(request, timeout=60).status
        except urllib.error.HTTPError as answer:
            statuses[place] = answer.code
        seconds[place] = time.monotonic() - began

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(addresses))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, seconds


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


def _browser(port: int, address: str) -> tuple[urllib.request.OpenerDirector, str]:
    """An opener with its cookies, and the token of the form."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
    page = opener.open(f"http://127.0.0.1:{port}{address}", timeout=60).read().decode()
    opener.addheaders = [("Referer", f"http://127.0.0.1:{port}{address}")]
    found = next((cookie.value for cookie in jar if cookie.name == "zaocha_csrf"), "")
    mark = 'X-CSRFToken": "'
    return opener, page.split(mark, 1)[1].split('"', 1)[0] if mark in page else str(found)


def _held(hall: int) -> int:
    """How many slots are held in the end."""
    from zaocha.agreements.models import Slot

    return Slot.objects.filter(facility_id=hall).count()


if __name__ == "__main__":
    raise SystemExit(main())
