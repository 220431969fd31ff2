"""What a panel's marks come to, by the rule of data/panels.yaml: exact, without rounding before comparing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from zaocha.titles.tables import Procedure


@dataclass(frozen=True)
class Given:
    """What one expert gives one dossier."""

    marks: dict[str, int]
    yes: bool


@dataclass(frozen=True)
class Decision:
    """What became of one dossier. `lacking`: codes of criteria below their least, `yes`, `total`."""

    passed: bool
    yes: int
    present: int
    means: dict[str, Fraction]
    lacking: tuple[str, ...]

    @property
    def total(self) -> Fraction:
        """The sum of the means, at most 100."""
        return sum(self.means.values(), Fraction(0))

    def as_json(self) -> dict[str, Any]:
        """As a dossier keeps it: means to two decimals."""
        return {
            "passed": self.passed, "yes": self.yes, "present": self.present, "total": shown(self.total),
            "means": {code: shown(value) for code, value in self.means.items()}, "lacking": list(self.lacking),
        }  # fmt: skip


def decided(given: Sequence[Given], *, how: Procedure) -> Decision:
    """Passed when two thirds of those present say yes, the total reaches the mark, and no criterion is below its least."""
    present = len(given)
    means = {
        one.code: Fraction(sum(sheet.marks[one.code] for sheet in given), present) if present else Fraction(0)
        for one in how.criteria
    }
    yes = sum(sheet.yes for sheet in given)
    lacking = [one.code for one in how.criteria if means[one.code] < one.least]
    if sum(means.values(), Fraction(0)) < how.pass_mark:
        lacking.append("total")
    if not present or Fraction(yes, present) < how.yes:
        lacking.append("yes")
    return Decision(not lacking, yes, present, means, tuple(lacking))


def enough(*, present: int, size: int, how: Procedure) -> bool:
    """Whether so many of the members are there that the panel may decide."""
    return Fraction(present, size) >= how.present


def shown(value: Fraction) -> str:
    """To two decimals, half up."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
