"""Two hundred made-up policies over 25 facts, and tables of made-up companies with one value in ten missing."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from zaocha.rules import conditions
from zaocha.rules.conditions import All, Clause, Condition, NotGroup, Quotient
from zaocha.rules.feel import tree

MISSING = 0.10
WORDS = {
    "legal_form": (("company", "household", "cooperative"), (0.82, 0.15, 0.03)),
    "tax_credit": (("A", "B", "M", "C", "D"), (0.25, 0.35, 0.25, 0.1, 0.05)),
    "company_size": (("micro", "small", "medium", "large"), (0.6, 0.28, 0.1, 0.02)),
}
FLAGS = {
    "high_tech": 0.12, "tech_sme": 0.1, "above_scale": 0.08, "in_small_park": 0.2,
    "dishonest": 0.04, "serious_violation": 0.03, "environment_penalty": 0.03,
}  # fmt: skip
DAYS = {"founded_on": ("1998-01-01", 9_800), "project_filed_on": ("2019-01-01", 2_300)}
COUNTS = {  # thresholds that policies name
    "employees": (10, 20, 50, 100, 200, 300, 500, 1000),
    "tech_staff": (3, 5, 10, 20, 50, 100),
    "insured_employees": (5, 10, 30, 50, 100),
    "ip_class_1": (1, 2, 3, 5, 10, 20),
    "ip_class_2": (1, 3, 5, 6, 10, 20),
}
MONEY = {  # in 10,000 yuan
    "revenue": (100, 500, 1000, 2000, 5000, 10_000, 20_000, 40_000, 100_000),
    "profit": (0, 50, 100, 300, 500, 1000),
    "rd_spend": (10, 50, 100, 300, 500, 1000),
    "tax_paid": (5, 10, 50, 100, 300, 500, 1000),
    "assets": (500, 1000, 5000, 10_000, 40_000),
    "export_value": (0, 10, 100, 500, 1000),
}
SHARES = (
    ("rd_spend", "revenue", ("0.03", "0.04", "0.05", "0.06")),
    ("tech_staff", "employees", ("0.1", "0.15", "0.3")),
    ("export_value", "revenue", ("0.2",)),
    ("profit", "revenue", ("0.05",)),
    ("insured_employees", "employees", ("0.8",)),
)
YEARS = (2008, 2010, 2013, 2015, 2018, 2019, 2020, 2021, 2022)
FACTS = ("industry", "registered_area", *WORDS, *DAYS, *FLAGS, *COUNTS, *MONEY)


def codes() -> tuple[list[str], list[str]]:
    """Industry and area codes that companies have: invented, of the right shape."""
    one = random.Random(7)
    industries = {f"{one.randint(1, 97):02d}{one.randrange(100):02d}" for _ in range(1400)}
    provinces = (11, 12, 13, 31, 32, 33, 34, 35, 36, 37, 42, 43, 44, 51, 61)
    areas = {
        f"{one.choice(provinces)}{one.randrange(1, 20):02d}{one.randrange(1, 30):02d}" for _ in range(3200)
    }
    return sorted(industries), sorted(areas)


def policies(count: int = 200, *, seed: int = 1, shared: bool = True) -> list[tuple[str, Condition]]:
    """Named conditions of three to eight clauses; thresholds from short lists, or (not `shared`) any number."""
    writer = _Writer(random.Random(seed), shared=shared)
    return [(f"policy-{number:04d}", writer.condition()) for number in range(count)]


class _Writer:
    def __init__(self, chance: random.Random, *, shared: bool) -> None:
        self.chance, self.shared = chance, shared
        industries, areas = codes()
        divisions = sorted({one[:2] for one in industries})
        cities = sorted({one[:4] for one in areas})
        self.industries = [
            tuple(
                chance.sample(divisions, chance.randint(1, 8))
                + chance.sample(industries, chance.randint(0, 6))
            )
            for _ in range(40)
        ]
        self.areas = [(one,) for one in sorted({one[:2] for one in areas})]
        self.areas += [tuple(chance.sample(cities, chance.randint(1, 5))) for _ in range(30)]

    def condition(self) -> Condition:
        left, parts = self.chance.randint(3, 8), list[Condition]()
        for fact in ("dishonest", "serious_violation", "environment_penalty"):
            if left > 2 and self.chance.random() < 0.3:
                parts.append(Clause(fact, tree.Compare("=", False)))
                left -= 1
        while left > 0:
            kind = self.chance.random()
            if left >= 2 and kind < 0.25:
                size = min(left, self.chance.choice((2, 2, 3)))
                parts.append(conditions.Any(tuple(self.clause() for _ in range(size))))
                left -= size
            else:
                parts.append(NotGroup(self.clause()) if kind > 0.96 else self.clause())
                left -= 1
        return All(tuple(parts))

    def clause(self) -> Clause:
        """By weight: amounts and counts, shares, codes by prefix, lists of words, days, flags."""
        kinds: Sequence[tuple[Callable[[], Clause], int]] = (
            (self.number, 40), (self.share, 12), (self.industry, 15), (self.area, 10),
            (self.word, 11), (self.day, 5), (self.flag, 7),
        )  # fmt: skip
        made = self.chance.choices([make for make, _weight in kinds], [weight for _make, weight in kinds])
        return made[0]()

    def number(self) -> Clause:
        fact = self.chance.choice((*COUNTS, *MONEY))
        unit = 10_000 if fact in MONEY else 1
        listed = MONEY[fact] if fact in MONEY else COUNTS[fact]
        value = self.chance.choice(listed) if self.shared else self.chance.randint(0, max(listed))
        operator = self.chance.choice((">=", ">=", ">=", "<="))
        return Clause(fact, tree.Compare(operator, Decimal(value * unit)))

    def share(self) -> Clause:
        above, below, values = self.chance.choice(SHARES)
        value = self.chance.choice(values) if self.shared else f"0.{self.chance.randint(1, 999):03d}"
        return Clause(Quotient(above, below), tree.Compare(">=", Decimal(value)))

    def industry(self) -> Clause:
        return Clause("industry", tree.StartsWith(self.chance.choice(self.industries)))

    def area(self) -> Clause:
        return Clause("registered_area", tree.StartsWith(self.chance.choice(self.areas)))

    def word(self) -> Clause:
        fact = self.chance.choice(tuple(WORDS))
        some = self.chance.sample(WORDS[fact][0], self.chance.choice((1, 2, 2)))
        tests = tuple(tree.Compare("=", one) for one in some)
        return Clause(fact, tree.OneOf(tests) if len(tests) > 1 else tests[0])

    def day(self) -> Clause:
        years = YEARS if self.shared else range(2000, 2025)
        month = 1 if self.shared else self.chance.randint(1, 12)
        day = datetime.date(self.chance.choice(years), month, 1)
        return Clause(self.chance.choice(tuple(DAYS)), tree.Compare(self.chance.choice((">=", "<")), day))

    def flag(self) -> Clause:
        fact = self.chance.choice(("high_tech", "tech_sme", "above_scale", "in_small_park"))
        return Clause(fact, tree.Compare("=", True))


def table(rows: int, *, seed: int = 3, missing: float = MISSING) -> Any:
    """An Arrow table: `company` and one column per fact."""
    import numpy as np
    import pyarrow as pa

    chance = np.random.default_rng(seed)
    made: dict[str, Any] = {}
    for name, pool in zip(("industry", "registered_area"), codes(), strict=True):
        weight = 1 / np.arange(1, len(pool) + 1) ** 0.6
        drawn = chance.choice(len(pool), rows, p=weight / weight.sum())
        made[name] = pa.array(pool).take(pa.array(drawn))
    for name, (words, share) in WORDS.items():
        made[name] = pa.array(words).take(pa.array(chance.choice(len(words), rows, p=share)))
    for name, (first, days) in DAYS.items():
        made[name] = pa.array(np.datetime64(first) + chance.integers(0, days, rows), pa.date32())
    made |= {name: pa.array(chance.random(rows) < share) for name, share in FLAGS.items()}
    made |= {name: pa.array(values) for name, values in _numbers(chance, rows).items()}
    columns = [pa.array(np.arange(rows))]
    for name in FACTS:
        gone = pa.array(chance.random(rows) < missing)
        columns.append(_without(made[name], gone))
    return pa.table(columns, names=["company", *FACTS])


def _without(values: Any, gone: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(gone, pa.scalar(None, values.type), values)


def _numbers(chance: Any, rows: int) -> Mapping[str, Any]:
    """Whole persons, pieces and yuan, with the long tails that companies have."""
    import numpy as np

    staff = np.exp(chance.normal(3.2, 1.4, rows)).astype("i4") + 1
    revenue = np.exp(chance.normal(16.2, 1.8, rows)).astype("i8")
    share = {
        "profit": chance.normal(0.06, 0.1, rows), "rd_spend": chance.beta(1, 22, rows),
        "tax_paid": chance.beta(2, 40, rows), "assets": np.exp(chance.normal(0.3, 0.8, rows)),
        "export_value": chance.beta(0.3, 3, rows),
    }  # fmt: skip
    return {
        "employees": staff,
        "tech_staff": (staff * chance.beta(1, 6, rows)).astype("i4"),
        "insured_employees": (staff * chance.beta(6, 1.5, rows)).astype("i4"),
        "ip_class_1": chance.poisson(np.exp(chance.normal(-0.8, 1.5, rows))).astype("i4"),
        "ip_class_2": chance.poisson(np.exp(chance.normal(0, 1.5, rows))).astype("i4"),
        "revenue": revenue,
        **{name: (revenue * one).astype("i8") for name, one in share.items()},
    }


def plain(condition: Condition) -> Any:
    """The condition as JSON for programs that know nothing of Zaocha (bench/match_peers.py)."""
    if isinstance(condition, NotGroup):
        return ["not", plain(condition.item)]
    if isinstance(condition, All | conditions.Any):
        return ["all" if isinstance(condition, All) else "any", *map(plain, condition.items)]
    subject, test = condition.subject, condition.test
    if isinstance(subject, Quotient) and isinstance(test, tree.Compare) and isinstance(test.value, Decimal):
        upper, lower = test.value.as_integer_ratio()
        return ["share", subject.numerator, subject.denominator, test.op, upper, lower]
    if isinstance(test, tree.StartsWith):
        return ["prefix", subject, list(test.prefixes)]
    if isinstance(test, tree.OneOf):
        return ["in", subject, [one.value for one in test.items if isinstance(one, tree.Compare)]]
    if isinstance(test, tree.Compare):
        value = test.value
        if isinstance(value, Decimal):
            value = int(value)
        return ["compare", subject, test.op, str(value) if isinstance(value, datetime.date) else value]
    raise TypeError(test)


def write(folder: Path, *, rows: int, count: int = 200, seed: int = 1) -> tuple[Path, Path]:
    """Put a table and plain rules into a folder, once; their paths."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    companies, rules = folder / f"companies-{rows}.parquet", folder / f"rules-{count}-{seed}.json"
    if not companies.exists():
        pq.write_table(table(rows), companies, row_group_size=131_072, compression="snappy")
    rules.write_text(json.dumps([[name, plain(one)] for name, one in policies(count, seed=seed)]))
    return companies, rules


def documents(folder: Path, *, count: int = 200, seed: int = 1) -> Path:
    """The same policies as documents, for `zaocha match run`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, condition in policies(count, seed=seed):
        version = {"valid_from": "2025-01-01", "when": _document(condition)}
        policy = {
            "id": name, "title": name, "place": "示例市", "authority": "经信局", "kind": "subsidy",
            "source": {"title": "made up for a benchmark"}, "versions": [version],
        }  # fmt: skip
        (folder / f"{name}.json").write_text(json.dumps(policy, ensure_ascii=False))
    return folder


def _document(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, NotGroup):
        return {"not": _document(condition.item)}
    if isinstance(condition, All | conditions.Any):
        return {"all" if isinstance(condition, All) else "any": [_document(one) for one in condition.items]}
    if isinstance(condition.subject, Quotient):
        return {
            "ratio": [condition.subject.numerator, condition.subject.denominator],
            "test": _text(condition.test),
        }
    return {"fact": condition.subject, "test": _text(condition.test)}


def _text(test: tree.Test) -> str:
    if isinstance(test, tree.StartsWith):
        return "starts with(?, " + ", ".join(json.dumps(one) for one in test.prefixes) + ")"
    if isinstance(test, tree.OneOf):
        return ", ".join(_text(one) for one in test.items)
    if not isinstance(test, tree.Compare):
        raise TypeError(test)
    value = test.value
    if isinstance(value, datetime.date):
        said = f'date("{value}")'
    else:
        said = (
            str(value).lower()
            if isinstance(value, bool)
            else json.dumps(value)
            if isinstance(value, str)
            else str(value)
        )
    return said if test.op == "=" else f"{test.op} {said}"
