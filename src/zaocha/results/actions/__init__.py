"""Writes of results: record, enter, confirm, dispute, correct, take back."""

from zaocha.results.actions.correcting import correct, take_back, undo
from zaocha.results.actions.recording import MOST, NewResult, enter, record
from zaocha.results.actions.saying import confirm, dispute

__all__ = ["MOST", "NewResult", "confirm", "correct", "dispute", "enter", "record", "take_back", "undo"]
