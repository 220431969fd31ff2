"""The figures of the demo town come out of its rows to the digit, on whatever day it is made."""

from __future__ import annotations

from datetime import datetime

import pytest

from zaocha.accounts import actors
from zaocha.accounts.models import Person
from zaocha.companies.models import Company
from zaocha.config.demo import town
from zaocha.kernel.clock import SHANGHAI
from zaocha.metrics import periods, queries
from zaocha.metrics.definitions import BY_CODE
from zaocha.results.models import Result

# What the town's wall shows once every service has told its part.
SAID = {
    "companies_helped": 191, "alliance_problems": 64, "titles_granted": 13, "graduates_hired": 126, "students_trained": 304,
    "machines_upgraded": 160, "credit_granted": 21_500_000,
}  # fmt: skip


@pytest.mark.django_db
def test_the_wall_of_the_demo_town_shows_the_figures_to_the_digit(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    at = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
    town.ensure(seed=1, at=at, say=lambda _text: None)
    everything = periods.of("all", on=at.date())
    for login in ("he", "shen"):  # leader and desk
        by = actors.of_person(Person.objects.get(login=login))
        found = {
            code: int(queries.figure(BY_CODE[code], by=by, period=everything, at=at).counted) for code in SAID
        }
        assert found == SAID
        for code, number in SAID.items():  # each opens to its rows
            if BY_CODE[code].kind == "companies":
                assert len(queries.companies(BY_CODE[code], by=by, period=everything, at=at)) == number
                continue
            rows = queries.counted_rows(BY_CODE[code], by=by, period=everything, at=at)
            assert sum(one.amount for one in rows) == number
    assert Company.objects.count() == 200
    assert not Result.objects.filter(kind="problem_solved", demand_id=None).exists()
