"""Django's name for this area."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "zaocha.help"
    label = "help"

    def ready(self) -> None:
        """Register the handlers of events."""
        from zaocha.help import tasks  # noqa: F401
