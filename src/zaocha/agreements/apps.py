"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "zaocha.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Register what happens later, and who may confirm that a wish was met."""
        import_module("zaocha.agreements.tasks")
