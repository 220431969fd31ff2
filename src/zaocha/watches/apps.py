"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class WatchesConfig(AppConfig):
    name = "zaocha.watches"
    label = "watches"

    def ready(self) -> None:
        """Register what follows events, and whose promises are hidden."""
        import_module("zaocha.watches.tasks")
