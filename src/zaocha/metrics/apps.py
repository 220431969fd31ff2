"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "zaocha.metrics"
    label = "metrics"

    def ready(self) -> None:
        """What counts ahead in the background."""
        import_module("zaocha.metrics.tasks")
