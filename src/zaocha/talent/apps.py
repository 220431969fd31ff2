"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "zaocha.talent"
    label = "talent"

    def ready(self) -> None:
        """Make the expiry of candidates known."""
        import_module("zaocha.talent.tasks")
