"""Writes of the corps, of requests and their turns, and of visits."""

from zaocha.advisers.actions.asking import NewAdvice, agree, ask, drop, put, show_to
from zaocha.advisers.actions.corps import (
    NewAdviser,
    NewConflict,
    appoint,
    change,
    declare,
    end_conflict,
    end_term,
    renew,
)
from zaocha.advisers.actions.turns import accept, hand_on, pass_on
from zaocha.advisers.actions.visiting import FollowUp, NewVisit, confirm, rate, visit

__all__ = [
    "FollowUp", "NewAdvice", "NewAdviser", "NewConflict", "NewVisit", "accept", "agree", "appoint", "ask", "change",
    "confirm", "declare", "drop", "end_conflict", "end_term", "hand_on", "pass_on", "put", "rate", "renew", "show_to",
    "visit",
]  # fmt: skip
