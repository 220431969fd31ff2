"""Writes of goods, dealings, supplies and introductions."""

from zaocha.dealings.actions.goods import NewGood, change_good, enter_good, install_goods
from zaocha.dealings.actions.introducing import NewIntroduction, answer, drop, introduce, tell_outcome
from zaocha.dealings.actions.telling import NewDealing, end_dealing, end_supply, tell_dealing, tell_supply

__all__ = [
    "NewDealing", "NewGood", "NewIntroduction", "answer", "change_good", "drop", "end_dealing", "end_supply",
    "enter_good", "install_goods", "introduce", "tell_dealing", "tell_outcome", "tell_supply",
]  # fmt: skip
