"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zaocha.imports"
    label = "imports"

    def ready(self) -> None:
        """Make the background work known."""
        import_module("zaocha.imports.tasks")
