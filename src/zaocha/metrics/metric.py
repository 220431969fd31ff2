"""What a figure is: what is counted, out of what, what is left out, and over which rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

Over = Literal["demands", "promises", "results"]


@dataclass(frozen=True)
class Metric:
    """One figure. `counted` and `among` are conditions over rows whose `dated_by` lies in the period.

    kind: `count` (rows that fulfil `counted`), `rate` (counted ÷ among), `median` (of `value`), `sum` (of `value`, in
    `unit`), `companies` (how many different ones).
    """

    code: str
    label: Any
    explanation: Any
    over: Over
    dated_by: str
    kind: Literal["count", "rate", "median", "sum", "companies"]
    counted: Callable[[Any], Q]
    among: Callable[[Any], Q] = lambda _at: Q()
    left_out: Any = ""
    value: str = ""
    unit: str = ""
    icon: str = "chart-bar"
    tone: str = "teal"
