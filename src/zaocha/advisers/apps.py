"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "zaocha.advisers"
    label = "advisers"

    def ready(self) -> None:
        """Register the job that passes a request on."""
        import_module("zaocha.advisers.actions")
