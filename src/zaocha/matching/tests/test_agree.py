"""Many companies decided at once get the verdicts, amounts and near misses that each gets alone."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from tests import world as small

from zaocha.companies.models import Company, Consent, FactValue
from zaocha.matching import deciding
from zaocha.matching.models import Enjoyed, Verdict
from zaocha.offers.models import Policy
from zaocha.rules.facts import dictionary
from zaocha.rules.policies import reading

pytestmark = pytest.mark.django_db

NUMBERS = {
    "digital_investment": (0, 60_000, 86_000, 99_999, "100000.5", 420_000),
    "revenue": (900_000, "19999999.99", 20_000_000, 30_000_000),
    "rd_spend": (0, 27_000, 600_000, 2_000_000),
    "tech_staff": (0, 3, 10, 12),
    "loan_rate": ("0.03", "0.0435"),
    "taxable_income": (-5, 0, 900),
}
WORDS = {"land_class": ("A", "B", "C", "D"), "tax_credit": ("A", "B", "M")}
DAYS = {"founded_on": date(2024, 12, 20), "loan_paid_out_on": date(2025, 12, 20)}
FLAGS = ("high_tech", "dishonest", "above_scale")
TESTS: dict[str, tuple[str, ...]] = {
    "digital_investment": (">= 100000", "< 60000", "[80000..420000)", "= 86000", ">= 100000, [1..5]", "!= 0"),
    "revenue": (">= 20000000", "> 25000000"),
    "revenue_last_year": (">= 20000000",),
    "revenue_growth": (">= 0.1", "< 0"),
    "rd_share": (">= 0.03", "not([0..0.02])"),
    "employees": ("[20..300)", ">= 10"),
    "tech_staff": (">= 10", "is missing", "> 0"),
    "first_above_scale_year": ("= 2025", ">= 2024"),
    "company_size": ('"micro","small"',),
    "land_class": ('"A","B"', 'not("D")'),
    "industry": ('starts with(?, "17", "18")',),
    "founded_on": ('>= date("2025-01-01")', '< date("2025-03-01")'),
    "chains": ('"socks"', 'not("socks")'),
    **dict.fromkeys(FLAGS, ("true", "false")),
}
CARD = {
    "form": "score_card", "passes": "60", "then": {"form": "rate", "base": "rd_spend", "rate": "10%"},
    "items": [
        {"label": {"zh": "人员", "en": "staff"}, "group": "people", "base": "tech_staff",
         "bands": [{"in": "[3..10)", "points": "20"}, {"in": ">= 10", "points": "40"}]},
        {"label": {"zh": "评级", "en": "class"}, "group": "class", "fact": "land_class",
         "codes": {"A": "40", "B": "20"}},
    ],
}  # fmt: skip
BENEFITS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"form": "fixed", "amount": "50000"},
    {"form": "rate", "base": "digital_investment", "rate": "30%", "cap": "30000"},
    {"form": "rate", "base": "rd_spend", "rate": "5%"},
    {"form": "unknown"},
    CARD,
    {**CARD, "tells": [{"group": "total", "fact": "points_of_card"}]},
)


class Chance:
    """Random policies and companies of one seed."""

    def __init__(self, world: Any, seed: int) -> None:
        self.world, self.random = world, random.Random(seed)

    def clause(self) -> dict[str, Any]:
        if self.random.random() < 0.1:
            return {
                "ratio": ["rd_spend", "revenue"],
                "test": self.random.choice((">= 0.03", "< 0.02", "> 0")),
            }
        name = self.random.choice(list(TESTS))
        return {"fact": name, "test": self.random.choice(TESTS[name])}

    def condition(self, depth: int = 2) -> dict[str, Any]:
        kind = self.random.random()
        if depth == 0 or kind < 0.35:
            return self.clause()
        if kind < 0.45:
            return {"not": self.condition(depth - 1)}
        items = [self.condition(depth - 1) for _ in range(self.random.choice((1, 2, 2, 3)))]
        return {"all" if kind < 0.85 else "any": items}

    def version(self, since: str, until: str | None) -> dict[str, Any]:
        made: dict[str, Any] = {"valid_from": since}
        if until:
            made["valid_to"] = until
        if self.random.random() < 0.9:
            made["when"] = self.condition()
        if self.random.random() < 0.15:
            made["window"] = {"from": "2026-02-01", "to": self.random.choice(("2026-03-01", "2026-04-01"))}
            if self.random.random() < 0.4:
                made["window"] = {"from": "2024-02-20", "to": "2024-03-10", "yearly": "true"}
        benefit = self.random.choice(BENEFITS)
        if benefit is not None:
            made["benefit"] = benefit
            if benefit.get("tells"):
                tested = {"fact": "points_of_card", "test": self.random.choice((">= 60", "< 30"))}
                made["when"] = {"all": [tested, made["when"]]} if "when" in made else tested
        return made

    def document(self, number: int) -> dict[str, Any]:
        versions = [self.version("2024-01-01", None)]
        if self.random.random() < 0.3:
            versions = [self.version("2024-01-01", "2026-01-01"), self.version("2026-01-01", None)]
        made = {**small.POLICY, "id": f"p{number}", "versions": versions}
        if any("tells" in (one.get("benefit") or {}) for one in versions):
            label = {"zh": "得分", "en": "points"}
            made["facts"] = [{"name": "points_of_card", "label": label, "type": "number"}]
        if self.random.random() < 0.2:
            made["anchor"] = "loan_paid_out_on"
            if self.random.random() < 0.5:
                versions[-1]["retroactive_from"] = "2025-12-25"
        if self.random.random() < 0.3:
            made |= {"group": "g", "take": "highest"}
        if self.random.random() < 0.3:
            made["excludes"] = [f"p{self.random.randrange(8)}"]
        if self.random.random() < 0.15:
            made[self.random.choice(("repeatable", "terms_unknown"))] = True
        reading.from_data(made, dictionary=dictionary())
        return made

    def policies(self, count: int) -> list[Policy]:
        at = self.world.at
        return Policy.objects.bulk_create(
            Policy(
                tenant=self.world.tenant, code=f"p{number}", state="published", document=self.document(number),
                created_at=at, updated_at=at, repealed_on=date(2026, 3, 1) if self.random.random() < 0.05 else None,
            )
            for number in range(count)
        )  # fmt: skip

    def companies(self, count: int) -> list[int]:
        made = Company.objects.bulk_create(
            Company(
                tenant=self.world.tenant, name=f"厂{number}", credit_code=f"913306{number:012d}",
                industry=self.random.choice(("", "1761", "1830", "6510")), created_at=self.world.at,
                chain=self.random.choice(("", "socks", "yarn")),
                employees=self.random.choice((None, 8, 25, 500)),
            )
            for number in range(count)
        )  # fmt: skip
        FactValue.objects.bulk_create(row for one in made for row in self.facts(one))
        Enjoyed.objects.bulk_create(
            Enjoyed(tenant=self.world.tenant, company=one, policy_code=f"p{self.random.randrange(8)}", recorded_at=self.world.at)
            for one in made
            if self.random.random() < 0.4
        )  # fmt: skip
        Consent.objects.bulk_create(
            Consent(tenant=self.world.tenant, company=one, purpose="policies", is_agreed=False, decided_at=self.world.at, decided_by="x")
            for one in made[::9]
        )  # fmt: skip
        return [one.pk for one in made]

    def facts(self, company: Company) -> list[FactValue]:
        lost = self.random.choice((0.0, 0.2, 0.6))
        values: dict[str, str] = {name: str(self.random.choice(some)) for name, some in NUMBERS.items()}
        values |= {name: self.random.choice(some) for name, some in WORDS.items()}
        values |= {name: self.random.choice(("true", "false")) for name in FLAGS}
        values |= {
            name: (day + timedelta(days=self.random.randrange(160))).isoformat() for name, day in DAYS.items()
        }
        found = []
        for name, value in values.items():
            if self.random.random() < lost:
                continue
            by_year = dictionary()[name].period == "year"
            years = self.random.sample(("2022", "2024", "2025", "2026"), self.random.randint(1, 3))
            for period in years if by_year else ("",):
                known = self.random.random() > 0.05
                changed = str(self.random.choice(NUMBERS[name])) if name in NUMBERS else value
                found.append(
                    FactValue(
                        tenant=self.world.tenant, company=company, name=name, period=period, is_known=known,
                        value=changed if known else "", as_of=date(2025, 12, 31), source="desk",
                        recorded_at=self.world.at, recorded_by="x",
                    )
                )  # fmt: skip
        return found


@pytest.mark.parametrize("seed", range(6))
def test_all_at_once_and_one_by_one_agree(world: Any, seed: int) -> None:
    chance = Chance(world, seed)
    policies, companies = chance.policies(14), chance.companies(40)
    asked = {"tenant_id": world.tenant.pk, "company_ids": companies, "on": world.at.date()}
    meant = deciding.one_by_one(policies, **asked)
    found = deciding._at_once(policies, **asked)
    assert {pair: (one, meant.get(pair)) for pair, one in found.items() if meant.get(pair) != one} == {}
    assert meant.keys() == found.keys()
    codes = {one.code for one in meant.values()}
    assert codes >= {"eligible", "missing", "excluded"}
    assert any(one.is_near for one in meant.values())


def test_only_what_changed_is_written_again(world: Any) -> None:
    chance = Chance(world, 3)
    policies, companies = chance.policies(8), chance.companies(30)
    one_day = {"tenant_id": world.tenant.pk, "company_ids": companies, "at": world.at}
    deciding.renew(policies, on=world.at.date(), **one_day)
    before = dict(Verdict.objects.values_list("pk", "decided_on"))
    told = FactValue.objects.filter(company_id=companies[0])
    told.delete()
    later = world.at.date() + timedelta(days=1)
    deciding.renew(policies, on=later, **one_day)
    after = dict(Verdict.objects.values_list("pk", "decided_on"))
    kept = before.keys() & after.keys()
    assert len(kept) > len(before) * 0.8
    assert set(after.values()) == {later}
    meant = deciding.one_by_one(policies, tenant_id=world.tenant.pk, company_ids=companies, on=later)
    rows = Verdict.objects.values_list("company_id", "policy_id", "code", "is_near", "amount")
    assert {(company, policy): tuple(rest) for company, policy, *rest in rows} == meant
