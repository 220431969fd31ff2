"""Companies are found as they are typed, in the same order as a plain look at every one would give."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zaocha.companies import checks, credit_codes, finding
from zaocha.companies.models import Company

SIGNS = "晴松竹梅兰荷云霞青禾锦绣"
KINDS = ["针织", "袜业", "纺织", "机械", "新材料"]


@pytest.fixture
def register(world) -> list[Company]:
    """Some hundred companies, many of them alike, with Latin names and numbers, and a merged one."""
    rng = random.Random(7)
    made = []
    for number in range(900):
        short = "".join(rng.choice(SIGNS) for _ in range(2)) + rng.choice(KINDS)
        short = rng.choice([short, short, short, f"ABC{short}", f"{number}{short}"])
        values = {"name": f"云溪市{short}有限公司", "short_name": short}
        values["credit_code"] = credit_codes.make("330681", number) if number % 3 else ""
        made.append(Company(tenant=world.tenant, created_at=world.at, **{**values, **checks.derived(values)}))
    Company.objects.bulk_create(made)
    Company.objects.filter(pk=made[0].pk).update(merged_into=made[1])
    return list(Company.objects.filter(tenant=world.tenant, merged_into=None))


def plainly(register: list[Company], text: str, limit: int) -> list[int]:
    """The plain scan: every company looked at, one by one."""
    wanted = finding.words(text)

    def closeness(one: Company) -> int:
        first, held = wanted[0], one.lookup
        if held.startswith(first):
            return 0
        if f" {first} " in held:
            return 1
        if one.sorting.startswith(first):
            return 2
        return 3 if f" {first}" in held else 4

    fitting = [one for one in register if wanted and all(word in one.lookup for word in wanted)]
    fitting.sort(key=lambda one: (closeness(one), one.sorting, one.pk))
    return [one.pk for one in fitting[:limit]]


def test_it_finds_what_a_plain_scan_finds_in_the_same_order(world, register, monkeypatch) -> None:
    rng = random.Random(11)
    texts = ["晴", "晴松", "q", "qs", "qingsong", "91", "9133", "针织", "zz", "abc", "ABC晴", "12", "青 针织", "zhen",
             "云溪市", "晴松针织有限公司", "禾 hj", "不存在", "%", "_", "  "]  # fmt: skip
    for one in rng.sample(register, 25):
        word = rng.choice(one.lookup.split())
        start = rng.randrange(len(word))
        texts.append(word[start : start + rng.randint(1, 4)])
    for many in (3, 500):  # codes that begin alike: very many, or not so many
        monkeypatch.setattr(finding, "MANY", many)
        for text in texts:
            for limit in (1, 8):
                found = finding.lookup(tenant_id=world.tenant.pk, text=text, limit=limit)
                assert [one.pk for one in found] == plainly(register, text, limit), (text, many, limit)


def test_the_search_reads_an_index_that_holds_all_it_needs(world, register) -> None:
    with CaptureQueriesContext(connection) as captured:
        finding.lookup(tenant_id=world.tenant.pk, text="xxgs")
    assert len(captured) <= 3
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + captured[1]["sql"])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "COVERING INDEX company_lookup" in plan
