"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class TitlesConfig(AppConfig):
    name = "zaocha.titles"
    label = "titles"

    def ready(self) -> None:
        """Make the background work known."""
        import_module("zaocha.titles.tasks")
