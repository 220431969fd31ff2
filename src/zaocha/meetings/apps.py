"""Django's name for this area."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "zaocha.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Register the background work."""
        from zaocha.meetings import tasks  # noqa: F401
