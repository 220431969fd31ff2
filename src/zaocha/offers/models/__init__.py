"""Rows of the offers, split by noun."""

from zaocha.offers.models.policies import Policy, PolicyEdition

__all__ = ["Policy", "PolicyEdition"]
