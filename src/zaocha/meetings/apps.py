"""Django's name for this area."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "zaocha.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Register the background work, and what the page of a chain shows of its meetings."""
        from zaocha.meetings import tasks  # noqa: F401
        from zaocha.meetings.queries import of_chain

        of_chain.register()
