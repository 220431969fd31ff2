"""Django's name for this area."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "zaocha.offers"
    label = "offers"
