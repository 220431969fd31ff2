"""Everything that is read of demands; each reader sees only what `access` lets them."""

from zaocha.demands.access import visible
from zaocha.demands.queries.clocks import Clock, Times, clock
from zaocha.demands.queries.filters import GROUPS, Filters, narrowed
from zaocha.demands.queries.lists import CAP, LIMIT, Page, Row, counts, of_company, page, rows_of
from zaocha.demands.queries.one import Detail, detail, found, timeline

__all__ = [
    "CAP",
    "GROUPS",
    "LIMIT",
    "Clock",
    "Detail",
    "Filters",
    "Page",
    "Row",
    "Times",
    "clock",
    "counts",
    "detail",
    "found",
    "narrowed",
    "of_company",
    "page",
    "rows_of",
    "timeline",
    "visible",
]
