"""What is worked out: size, scale, the first year above it, the score by yield, and how it is said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zaocha.accounts.models import Tenant
from zaocha.companies.facts import deriving, queries, scoring
from zaocha.companies.models import Company

ON = date(2026, 3, 2)


def known(**values: str | dict[str, str]):
    """Facts of an industrial company; a dictionary gives years."""
    told = [
        (name, period, text, ON, "desk")
        for name, said in values.items()
        for period, text in sorted((said if isinstance(said, dict) else {"": said}).items())
    ]
    company = Company(pk=1, industry="1830", employees=120)
    return queries.fact_set(company, told, on=ON, enjoyed=frozenset())


def test_size_scale_and_quotients_follow_without_being_asked() -> None:
    found = known(
        revenue={"2024": "25000000", "2025": "30000000"},
        rd_spend={"2025": "1200000"},
        founded_on="2015-03-02",
    )
    assert found.value("company_size") == "small"
    assert found.value("above_scale") is True
    assert found.value("rd_share") == Decimal("0.04")
    assert found.value("revenue_growth") == Decimal("0.2")
    assert found.value("age_years") == 11
    assert found.values["company_size"].worked_out


def test_what_was_said_goes_before_what_would_be_worked_out() -> None:
    found = known(revenue={"2025": "30000000"}, above_scale={"2025": "false"}, company_size={"2025": "micro"})
    assert found.value("above_scale") is False
    assert found.value("company_size") == "micro"


def test_nothing_is_worked_out_from_what_is_missing() -> None:
    found = known(rd_spend={"2025": "1"})
    assert not {"rd_share", "above_scale", "revenue_growth", "age_years"} & set(found.values)
    assert deriving.lacking("rd_share", found) == ("Needs: Revenue of the year",)


def test_the_first_year_above_scale_is_sure_only_when_no_year_is_missing() -> None:
    years = {"2023": "9000000", "2024": "21000000", "2025": "30000000"}
    assert known(revenue=years, founded_on="2023-05-01").value("first_above_scale_year") == 2024
    assert known(revenue=years, founded_on="2022-05-01").value("first_above_scale_year") is None
    assert known(revenue=years).value("first_above_scale_year") is None


def test_the_score_of_the_published_example() -> None:
    """The vector of the brief: below scale, tax per mu 8 (10,000 yuan), tax per kWh 0.2 yuan: 77.0200."""
    found = known(
        revenue={"2025": "9000000"}, tax_paid={"2025": "960000"}, land_mu={"2025": "12"},
        electricity_kwh={"2025": "4800000"},
    )  # fmt: skip
    tenant = Tenant(settings={"yield_classes": {"A": ">= 90", "B": "[70..90)", "C": "< 70"}})
    score = scoring.scored(found, tenant=tenant)
    assert score is not None
    assert (score.total, score.grade) == ("77.0200", "B")
    assert score.steps
    without = scoring.scored(known(revenue={"2025": "9000000"}), tenant=Tenant(settings={}))
    assert without is not None
    assert (without.total, without.grade) == ("", "")
    assert set(without.missing) == {"Tax paid in the year", "Land used", "Electricity used in the year"}
    assert scoring.scored(known(), tenant=tenant) is None


@pytest.mark.parametrize(
    "name", ["company_size", "above_scale", "revenue_last_year", "rd_share", "age_years"]
)
def test_every_worked_out_fact_says_how(name: str) -> None:
    found = known(
        revenue={"2024": "25000000", "2025": "30000000"},
        rd_spend={"2025": "1200000"},
        founded_on="2015-03-02",
    )
    assert all(deriving.steps(name, found))
