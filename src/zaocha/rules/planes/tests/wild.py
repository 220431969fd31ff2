"""Random conditions and companies: every test, every type, values close to the thresholds, facts missing."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zaocha.rules.conditions import All, Clause, Condition, NotGroup, NotPublic, Quotient
from zaocha.rules.conditions import Any as AnyOf
from zaocha.rules.feel import tree

NUMBERS: Mapping[str, tuple[int, int, int]] = {  # lowest, highest, decimal places
    "employees": (0, 12, 0),
    "revenue": (-3, 40, 2),
    "rd_spend": (0, 9, 2),
    "land_mu": (0, 20, 4),
    "loan_rate": (0, 1, 3),
}
WORDS: Mapping[str, tuple[str, ...]] = {
    "industry": ("17", "18", "181", "1810", "1819", "183", "1830", "1761", "28", "2826"),
    "registered_area": ("33", "3306", "330681", "330604", "330681001", "3301", "320100"),
    "tax_credit": ("A", "B", "M", "C", "D"),
    "company_size": ("micro", "small", "medium", "large"),
}
MEMBERS = ("socks", "textiles", "socks-yarn", "海产", "")
FLAGS = ("high_tech", "dishonest")
DAYS = ("founded_on", "project_filed_on")
SETS = ("chains",)
QUOTIENTS = (
    Quotient("rd_spend", "revenue"),
    Quotient("revenue", "employees"),
    Quotient("land_mu", "loan_rate"),
)
FIRST_DAY = date(2019, 12, 28)
FACTS = (*NUMBERS, *WORDS, *FLAGS, *DAYS, *SETS)


@dataclass
class Wild:
    """A stream of random things."""

    random: random.Random
    missing: float = 0.15

    def condition(self, depth: int = 3) -> Condition:
        """Groups of groups of clauses; now and then an empty group."""
        kind = self.random.random()
        if depth == 0 or kind < 0.4:
            return NotPublic() if self.random.random() < 0.03 else self.clause()
        if kind < 0.55:
            return NotGroup(self.condition(depth - 1))
        count = self.random.choice((0, 1, 2, 2, 3, 3, 4))
        items = tuple(self.condition(depth - 1) for _ in range(count))
        return All(items) if kind < 0.8 else AnyOf(items)

    def clause(self) -> Clause:
        """One test of one subject."""
        kind = self.random.random()
        if kind < 0.4:
            name = self.random.choice(tuple(NUMBERS))
            return Clause(name, self.ordered(lambda: self.number(name)))
        if kind < 0.55:
            return Clause(self.random.choice(QUOTIENTS), self.ordered(self.share))
        if kind < 0.75:
            name = self.random.choice(tuple(WORDS))
            return Clause(name, self.worded(WORDS[name], prefixes=name in {"industry", "registered_area"}))
        if kind < 0.85:
            return Clause(self.random.choice(DAYS), self.ordered(self.day))
        if kind < 0.93:
            return Clause(self.random.choice(SETS), self.worded(MEMBERS[:-1], prefixes=True, unequal=False))
        return Clause(self.random.choice(FLAGS), self.flag())

    def ordered(self, value: Callable[[], Any]) -> tree.Test:
        """A test of a number, share or day."""
        kind = self.random.random()
        if kind < 0.5:
            return tree.Compare(self.random.choice(("<", "<=", ">", ">=", "=", "!=")), value())
        if kind < 0.7:
            low, high = sorted((value(), value()))
            same = low == high
            closed = [same or self.random.random() < 0.5 for _ in range(2)]
            return tree.Interval(low, high, *closed)
        return self.mixed(lambda: self.ordered(value))

    def worded(self, words: Sequence[str], *, prefixes: bool, unequal: bool = True) -> tree.Test:
        """A test of a text, code or set."""
        kind = self.random.random()
        if kind < 0.3:
            return tree.Compare(
                "!=" if unequal and self.random.random() < 0.3 else "=", self.random.choice(words)
            )
        if kind < 0.55 and prefixes:
            some = [self.random.choice(words) for _ in range(self.random.choice((1, 1, 2, 3)))]
            cut = [one[: self.random.randint(1, len(one))] for one in some]
            return tree.StartsWith(tuple(cut))
        return self.mixed(lambda: self.worded(words, prefixes=prefixes, unequal=unequal))

    def flag(self) -> tree.Test:
        """A test of a boolean."""
        if self.random.random() < 0.7:
            return tree.Compare(self.random.choice(("=", "!=")), self.random.random() < 0.5)
        return self.mixed(lambda: tree.Compare("=", self.random.random() < 0.5))

    def mixed(self, inner: Callable[[], tree.Test]) -> tree.Test:
        """Lists, opposites, `-` and `is missing`."""
        kind = self.random.random()
        if kind < 0.1:
            return tree.Anything()
        if kind < 0.3:
            return tree.IsMissing()
        if kind < 0.6:
            return tree.Not(inner())
        return tree.OneOf(tuple(inner() for _ in range(self.random.choice((1, 2, 3)))))

    def number(self, name: str) -> Decimal:
        """A number of the fact's range, few places, so that thresholds are often hit."""
        low, high, places = NUMBERS[name]
        places = self.random.choice((0, places))
        if places and high - low > 3 and self.random.random() < 0.7:
            places = 1
        return Decimal(self.random.randint(low * 10**places, high * 10**places)).scaleb(-places)

    def share(self) -> Decimal:
        """A threshold of a quotient."""
        return Decimal(self.random.choice(("0", "0.03", "0.05", "0.5", "1", "2.5", "20", "-1", "0.333333")))

    def day(self) -> date:
        """A day around the turn of a year."""
        return FIRST_DAY + timedelta(days=self.random.randint(0, 8))

    def company(self) -> dict[str, Any]:
        """Known facts by name."""
        made: dict[str, Any] = {name: self.number(name) for name in NUMBERS}
        made |= {name: self.random.choice(words) for name, words in WORDS.items()}
        made |= {name: self.random.random() < 0.5 for name in FLAGS}
        made |= {name: self.day() for name in DAYS}
        made |= {name: frozenset(one for one in MEMBERS[:-1] if self.random.random() < 0.4) for name in SETS}
        return {name: value for name, value in made.items() if self.random.random() >= self.missing}


def arrow(companies: Sequence[Mapping[str, Any]]) -> Any:
    """The companies as an Arrow table, as a Parquet file would hold them."""
    import pyarrow as pa

    def column(name: str) -> Any:
        values = [one.get(name) for one in companies]
        if name in SETS:
            return pa.array([None if one is None else sorted(one) for one in values], pa.list_(pa.string()))
        kinds = {
            **{one: pa.decimal128(12, 4) for one in NUMBERS},
            **{one: pa.string() for one in WORDS},
            **{one: pa.bool_() for one in FLAGS},
            **{one: pa.date32() for one in DAYS},
        }
        return pa.array(values, kinds[name])

    names = [f"c{number}" for number in range(len(companies))]
    return pa.table({"company": pa.array(names), **{name: column(name) for name in FACTS}})
