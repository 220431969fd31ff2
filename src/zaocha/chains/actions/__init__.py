"""Writes of chains and alliances."""

from zaocha.chains.actions.alliances import (
    NewAlliance,
    add_company,
    add_organisation,
    change_alliance,
    end_alliance,
    found_alliance,
    leave,
    withdraw,
)  # fmt: skip
from zaocha.chains.actions.members import follow, join, place, take_off
from zaocha.chains.actions.plans import NewLine, keep_line, plan
from zaocha.chains.actions.requests import NewRequest, answer, ask
from zaocha.chains.actions.terms import NewTerm, begin_term, end_term

__all__ = [
    "NewAlliance", "NewLine", "NewRequest", "NewTerm", "add_company", "add_organisation", "answer", "ask",
    "begin_term", "change_alliance", "end_alliance", "end_term", "follow", "found_alliance", "join", "keep_line",
    "leave", "place", "plan", "take_off", "withdraw",
]  # fmt: skip
