"""Facts that are worked out come to the same for one company and for many."""

from datetime import date, timedelta
from decimal import Context, Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zaocha.rules import deriving
from zaocha.rules.facts import FactDefinition, FactSet, FactValue, dictionary
from zaocha.rules.planes import columns, derived
from zaocha.rules.planes.columns import Numbers, Ratios
from zaocha.rules.texts import Text

ON = date(2026, 3, 1)
MONEY = st.one_of(
    st.none(), st.decimals(-(10**6), 10**6, places=2), st.sampled_from([Decimal(0), Decimal(10**13)])
)
DAYS = st.one_of(st.none(), st.dates(date(1996, 2, 20), date(2026, 2, 28)))
ODD = FactDefinition(
    "odd", Text("", ""), "number", derived="max(revenue, min(assets, 3)) * 2 - -rd_spend / (assets + 0.5)"
)
FACTS = dictionary().with_facts([ODD])
NAMES = (
    "revenue",
    "revenue_last_year",
    "rd_spend",
    "liabilities",
    "assets",
    "employees",
    "industry",
    "founded_on",
)
WANTED = ("revenue_growth", "debt_ratio", "rd_share", "age_years", "company_size", "odd")


def numbers(values):
    known = np.array([one is not None for one in values])
    return Numbers(np.array([int((one or 0) * 100) for one in values], np.int64), known, 2)


def days(values):
    known = np.array([one is not None for one in values])
    return Numbers(np.array([one.toordinal() if one else 0 for one in values], np.int64), known)


COMPANY = st.fixed_dictionaries(
    {
        **dict.fromkeys(NAMES[:5], MONEY),
        "employees": st.one_of(
            st.none(), st.sampled_from([Decimal(one) for one in (0, 4, 5, 19, 20, 300, 1000)])
        ),
        "industry": st.sampled_from([None, "1830", "5101", "6510", "7010", "53", "6610"]),
        "founded_on": DAYS,
    }
)


@given(st.lists(COMPANY, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_many_come_to_what_one_comes_to(companies):
    table = {name: [one[name] for one in companies] for name in NAMES}
    given_columns = {name: numbers(table[name]) for name in NAMES[:6]}
    given_columns |= {"industry": columns.texts(table["industry"]), "founded_on": days(table["founded_on"])}
    found = derived.completed(given_columns, wanted=WANTED, dictionary=FACTS, on=ON)
    for row, company in enumerate(companies):
        known = {name: FactValue(value) for name, value in company.items() if value is not None}
        single = deriving.completed(FactSet(ON, known), FACTS)
        for name in WANTED:
            assert shown(found[name], row) == near(single.value(name)), name


def test_what_was_said_stays():
    revenue, share = numbers([Decimal(100), Decimal(100)]), numbers([Decimal("0.25"), None])
    said = {"revenue": revenue, "rd_spend": revenue, "rd_share": share}
    found = derived.completed(said, wanted=["rd_share"], dictionary=FACTS, on=ON)["rd_share"]
    assert [shown(found, 0), shown(found, 1)] == [Decimal("0.25"), Decimal(1)]


def test_years_are_full_on_the_day():
    birthdays = [date(2025, 3, 1), date(2025, 3, 2), date(2024, 2, 29), ON + timedelta(days=1)]
    found = derived.completed({"founded_on": days(birthdays)}, wanted=["age_years"], dictionary=FACTS, on=ON)
    meant = [deriving.years_between(one, ON) for one in birthdays]
    assert [shown(found["age_years"], row) for row in range(4)] == meant == [1, 0, 2, -1]


def shown(column, row):
    if not column.known[row]:
        return None
    if isinstance(column, Ratios):
        return near(Decimal(int(column.above[row])) / Decimal(int(column.below[row])))
    return column.words[column.values[row]]


def near(value):
    """One company is worked out with 34 digits, many exactly: no threshold can tell them apart."""
    return Context(prec=15).plus(value) if isinstance(value, Decimal) else value
