"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "zaocha.offers"
    label = "offers"

    def ready(self) -> None:
        """What a company is asked next is worked out over the town's policies."""
        import_module("zaocha.offers.asking").register()
