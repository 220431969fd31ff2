"""Rows of the offers, split by noun."""

from zaocha.offers.models.needs import Need, Survey
from zaocha.offers.models.policies import Policy, PolicyEdition
from zaocha.offers.models.sites import Offer, OfferNote, Photo
from zaocha.offers.models.sources import Look, Source
from zaocha.offers.models.viewings import Outcome, Viewing

__all__ = [
    "Look",
    "Need",
    "Offer",
    "OfferNote",
    "Outcome",
    "Photo",
    "Policy",
    "PolicyEdition",
    "Source",
    "Survey",
    "Viewing",
]
