"""Django's name for this area."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "zaocha.metrics"
    label = "metrics"
