"""Writes of a round: open, places, wishes, propose, rulings, confirm, cancel."""

from zaocha.allocations.actions.deciding import (
    NewRuling,
    NewWish,
    cancel,
    confirm,
    lift,
    propose,
    rule,
    step,
    wish,
)
from zaocha.allocations.actions.rounds import (
    CHOICES,
    NewPlace,
    NewRound,
    add_place,
    change_round,
    open_round,
    remove_place,
)

__all__ = [
    "CHOICES", "NewPlace", "NewRound", "NewRuling", "NewWish", "add_place", "cancel", "change_round", "confirm", "lift", "open_round", "propose",
    "remove_place", "rule", "step", "wish",
]  # fmt: skip
