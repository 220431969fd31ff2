"""What is known of the demo town's companies: most of them with gaps, some corrected, a few silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.companies.facts import actions
from zaocha.companies.facts.actions import Entry
from zaocha.companies.models import Company

# Yuan of revenue per head and year, by chain.
PER_HEAD = {
    "materials": (700_000, 1_400_000),
    "knitting": (260_000, 620_000),
    "machinery": (350_000, 800_000),
}
SILENT = 0.12  # companies of whom only the register knows
THOROUGH, THOROUGH_MORE = 0.25, 0.6  # companies that send everything, and how much likelier each fact is then


def tell(companies: list[Company], *, by: Actor, seed: int, until: datetime) -> int:
    """Record what the town knows; the number of values."""
    rng = Random(f"facts-{seed}")  # noqa: S311
    count = 0
    for company in companies:
        if rng.random() < SILENT:
            continue
        earlier = until - timedelta(days=rng.randint(200, 500))
        later = until - timedelta(days=rng.randint(5, 150))
        entries = _of(company, rng=rng, year=later.year - 1)
        old = [one for one in entries if one.period and one.period < str(later.year - 1)]
        fresh = [one for one in entries if one not in old]
        count += _record(
            company,
            [one for one in old if int(one.period) < earlier.year],
            by=by,
            at=earlier,
            source="import",
        )
        speaker = _own(company, at=later) if rng.random() < 0.45 else by
        count += _record(company, fresh, by=speaker, at=later)
        _afterwards(company, entries, by=by, rng=rng, at=later)
    return count


def _record(company: Company, entries: list[Entry], *, by: Actor, at: datetime, source: str = "desk") -> int:
    if entries:
        actions.record(company_id=company.pk, entries=entries, by=by, at=at, source=source)
    return len(entries)


def _afterwards(company: Company, entries: list[Entry], *, by: Actor, rng: Random, at: datetime) -> None:
    """Some figures are put right after the annual report; one company in eight keeps its figures to itself."""
    told = [one for one in entries if one.name == "revenue" and one.period == str(at.year - 1) and one.value]
    if told and rng.random() < 0.2:
        value = Decimal(told[0].value or 0) * Decimal(str(round(rng.uniform(0.93, 1.06), 3)))
        right = Entry(
            "revenue",
            _round(value),
            told[0].period,
            evidence=f"{told[0].period} 年度审计报告",
            confidence="documented",
        )
        actions.record(
            company_id=company.pk, entries=[right], by=by, at=at + timedelta(days=4), reason="以审计报告为准"
        )
    own = _own(company, at=at)
    if rng.random() < 0.12:
        purpose = rng.choice(["policies", "figures"])
        actions.decide(
            company_id=company.pk, purpose=purpose, is_agreed=False, by=own, at=at + timedelta(days=1)
        )
    if rng.random() < 0.4:
        actions.decide(
            company_id=company.pk, purpose="partners", is_agreed=True, by=own, at=at + timedelta(days=1)
        )


def _own(company: Company, *, at: datetime) -> Actor:
    link = links.issue(tenant=company.tenant, purpose="company", subject_id=company.pk, by="system", at=at)
    return actors.of_company_link(link)


def _of(company: Company, *, rng: Random, year: int) -> list[Entry]:
    """The facts of a company that hang together; each is known by chance."""
    heads = company.employees or 20
    low, high = PER_HEAD.get(company.chain, PER_HEAD["knitting"])
    revenue = Decimal(heads) * rng.randint(low, high)
    profit = revenue * Decimal(str(round(rng.uniform(-0.02, 0.09), 4)))
    founded = date(rng.randint(1998, year - 1), rng.randint(1, 12), rng.randint(1, 28))
    land = Decimal(heads) / rng.choice([8, 12, 16])
    now, last, before = str(year + 1), str(year), str(year - 1)
    chance: list[tuple[float, Callable[[], Entry]]] = [
        (0.85, lambda: Entry("founded_on", founded.isoformat())),
        (0.72, lambda: Entry("revenue", _round(revenue), last)),
        (0.55, lambda: Entry("revenue", _round(revenue * Decimal("0.94")), before)),
        (0.4, lambda: Entry("main_revenue", _round(revenue * Decimal("0.97")), last)),
        (0.5, lambda: Entry("assets", _round(revenue * Decimal("0.8")), last)),
        (0.4, lambda: Entry("liabilities", _round(revenue * Decimal(str(rng.choice([0.2, 0.35, 0.45, 0.6])))), last)),
        (0.35, lambda: Entry("tax_paid", _round(revenue * Decimal("0.032")), last)),
        (0.2, lambda: Entry("profit", _round(profit), last)),
        (0.45, lambda: Entry("value_added", _round(revenue * Decimal("0.21")), last)),
        (0.6, lambda: Entry("land_mu", f"{land:.1f}", last)),
        (0.5, lambda: Entry("plant_m2", str(rng.choice([1500, 3000, 5000, 8000, 12000])), last)),
        (0.4, lambda: Entry("electricity_kwh", str(heads * rng.randint(3000, 9000)), last)),
        (0.25, lambda: Entry("energy_tce", f"{heads * rng.uniform(3, 9):.0f}", last)),
        (0.2, lambda: Entry("emissions_t", f"{heads * rng.uniform(0.01, 0.06):.2f}", last)),
        (0.3, lambda: Entry("rd_spend", _round(revenue * Decimal(str(rng.choice([0, 0.01, 0.025, 0.034, 0.052])))), last)),
        (0.45, lambda: Entry("equipment_investment", _round(revenue * Decimal(str(rng.choice([0, 0.02, 0.06])))), now)),
        (0.4, lambda: Entry("digital_investment", str(rng.choice([0, 60_000, 86_000, 98_000, 150_000, 420_000])), now)),
        (0.35, lambda: Entry("insured_employees", str(int(heads * rng.uniform(0.6, 1))), f"{last}-12")),
        (0.3, lambda: Entry("graduates_hired", str(rng.choice([0, 0, 1, 2, 4])), now)),
        (0.3, lambda: Entry("export_value", _round(revenue * Decimal(str(rng.choice([0, 0.2, 0.5, 0.8])))), last)),
        (0.55, lambda: Entry("high_tech", "true" if revenue > 40_000_000 and rng.random() < 0.4 else "false")),
        (0.45, lambda: Entry("specialised", rng.choice(["none", "none", "none", "innovative", "provincial"]))),
        (0.4, lambda: Entry("factory_grade", rng.choice(["none", "none", "none", "workshop_city", "workshop_provincial"]))),
        (0.3, lambda: Entry("ip_class_1", str(rng.choice([0, 0, 1, 2])))),
        (0.5, lambda: Entry("tax_credit", rng.choice(["A", "A", "B", "B", "M", "C"]), last)),
        (0.5, lambda: Entry("dishonest", "false")),
        (0.4, lambda: Entry("in_small_park", rng.choice(["true", "false", "false"]))),
        (0.35, lambda: Entry("land_class", rng.choice(["A", "B", "B", "C"]), last)),
        (0.12, lambda: Entry("dcmm_level", None)),
    ]  # fmt: skip
    # Each is drawn even when it stays unknown, so that one more line here does not change the other companies.
    more = THOROUGH_MORE if rng.random() < THOROUGH else 0
    drawn = [(rng.random() < likely + more, make()) for likely, make in chance]
    return [entry for is_known, entry in drawn if is_known]


def _round(value: Decimal) -> str:
    """To the thousand, as one says it."""
    return str(int(value / 1000) * 1000)
