"""Verdicts of all companies renewed in the database, one by one and at once: `python bench/renew.py --companies 5000`."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import match_world, places

DAY = datetime.date(2026, 3, 2)
AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
BENEFITS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"form": "fixed", "amount": "50000"},
    {"form": "rate", "base": "rd_spend", "rate": "10%", "cap": "500000"},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, renew, and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--companies", type=int, default=5000)
    parser.add_argument("--policies", type=int, default=200)
    parser.add_argument("--sample", type=int, default=40, help="Companies that are decided one by one.")
    parser.add_argument("--data", type=Path, help="Data folder; a usual one under /tmp without it.")
    given = parser.parse_args(arguments)
    folder = given.data or Path(f"/tmp/zaocha-bench/renew-{given.companies}-{given.policies}")
    with places.place(database=given.database, folder=folder) as place:
        tenant = place.note.get("tenant_id") or _fill(place, given.companies, given.policies)
        report = {"bench": "renew", "companies": given.companies, "policies": given.policies}
        places.report({**report, **measured(tenant, given.sample), "machine": places.facts()})
    return 0


def measured(tenant: int, sample: int) -> dict[str, Any]:
    """CPU seconds of deciding one by one and at once, of a first and a second renewal, and of a published policy."""
    from zaocha.companies.models import Company
    from zaocha.matching import deciding
    from zaocha.matching.models import Verdict

    ids = list(Company.objects.filter(tenant_id=tenant).order_by("pk").values_list("pk", flat=True))
    policies = deciding.policies_of(tenant_id=tenant, on=DAY)
    pairs = len(ids) * len(policies)
    asked: dict[str, Any] = {"tenant_id": tenant, "on": DAY}
    one_by_one, meant = _timed(lambda: deciding.one_by_one(policies, company_ids=ids[:sample], **asked))
    first, found = _timed(lambda: deciding.decided(policies, company_ids=ids[:sample], **asked))
    at_once = sum(
        _timed(lambda part=ids[start : start + 500]: deciding.decided(policies, company_ids=part, **asked))[0]
        for start in range(0, len(ids), 500)
    )
    Verdict.objects.filter(tenant_id=tenant).delete()
    runs = {name: _refreshed(tenant) for name in ("written", "renewed")}
    runs["published"] = _refreshed(tenant, policy_id=policies[0].pk)
    return {
        "same": meant == found,
        "rows": Verdict.objects.filter(tenant_id=tenant).count(),
        "one_by_one": _rate(one_by_one, sample * len(policies)),
        "at_once": _rate(at_once, pairs),
        "laid_out_ms": round(1000 * first, 1),
        **{
            name: {**_rate(sum(steps), len(ids) if name == "published" else pairs), "longest_step_ms": round(1000 * max(steps), 1)}
            for name, steps in runs.items()
        },
    }  # fmt: skip


def _refreshed(tenant: int, **which: int) -> list[float]:
    """CPU seconds of each step of the background task."""
    from django.db import transaction

    from zaocha.matching import tasks

    steps, cursor = [], None
    while not steps or cursor is not None:
        started = time.process_time()
        with transaction.atomic():
            cursor = tasks.refresh(tenant=tenant, cursor=cursor, at=AT, **which).cursor
        steps.append(time.process_time() - started)
    return steps


def _timed(call: Any) -> tuple[float, Any]:
    started = time.process_time()
    found = call()
    return time.process_time() - started, found


def _rate(seconds: float, pairs: int) -> dict[str, Any]:
    return {
        "cpu_seconds": round(seconds, 2),
        "microseconds_a_pair": round(1e6 * seconds / pairs, 2),
        "pairs_per_cpu_second": round(pairs / seconds),
    }


def _fill(place: places.Place, companies: int, policies: int) -> int:
    """A tenant with companies, their facts and published policies."""
    import json

    from zaocha.accounts import actions
    from zaocha.companies.models import Company, FactValue
    from zaocha.offers.models import Policy
    from zaocha.rules.facts import dictionary

    tenant = actions.create_tenant(slug="bench", name="青禾街道", at=AT)
    rows = match_world.table(companies).to_pylist()
    made = Company.objects.bulk_create(
        (
            Company(
                tenant=tenant, name=f"企业{number}", industry=row["industry"] or "", employees=row["employees"],
                credit_code=f"91{row['registered_area'] or '330600'}{number:010d}", created_at=AT,
            )
            for number, row in enumerate(rows)
        ),
        batch_size=500,
    )  # fmt: skip
    of_year = {name: dictionary()[name].period == "year" for name in match_world.FACTS}
    FactValue.objects.bulk_create(
        (
            FactValue(
                tenant=tenant, company=company, name=name, period="2025" if of_year[name] else "", value=_stored(row[name]),
                as_of=DAY, source="import", recorded_at=AT, recorded_by="bench",
            )
            for company, row in zip(made, rows, strict=True)
            for name in match_world.FACTS
            if row[name] is not None and name not in ("industry", "registered_area", "employees", "legal_form")
        ),
        batch_size=1000,
    )  # fmt: skip
    files = sorted(match_world.documents(place.folder / "documents", count=policies).glob("*.json"))
    for number, file in enumerate(files):
        document = json.loads(file.read_text())
        benefit = BENEFITS[number % len(BENEFITS)]
        if benefit:
            document["versions"][0]["benefit"] = benefit
        Policy.objects.create(
            tenant=tenant,
            code=document["id"],
            state="published",
            document=document,
            created_at=AT,
            updated_at=AT,
        )
    (place.folder / "bench.json").write_text(json.dumps({"tenant_id": tenant.pk}))
    return int(tenant.pk)


def _stored(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    raise SystemExit(main())
