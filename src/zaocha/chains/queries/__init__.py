"""What may be read of chains and alliances."""

from zaocha.chains.queries.alliances import Figures, alliances, belongings, figures, of_company, organisations
from zaocha.chains.queries.chains import Overview, holders, overviews, terms
from zaocha.chains.queries.maps import Box, ChainMap, Tier, chain_map
from zaocha.chains.queries.members import MemberFilters, Stood, history, members, rows_of
from zaocha.chains.queries.plans import Planned, plan
from zaocha.chains.queries.problems import Problem, problems
from zaocha.chains.queries.waiting import (
    open_requests,
    requests,
    waiting_for_company,
    waiting_for_person,
)  # fmt: skip

__all__ = [
    "Box", "ChainMap", "Figures", "MemberFilters", "Overview", "Planned", "Problem", "Stood", "Tier",
    "alliances", "belongings", "chain_map", "figures", "history", "holders", "members", "of_company",
    "open_requests", "organisations", "overviews", "plan", "problems", "requests", "rows_of", "terms",
    "waiting_for_company", "waiting_for_person",
]  # fmt: skip
