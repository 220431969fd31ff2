"""Django's name for this area."""

from django.apps import AppConfig


class DemandsConfig(AppConfig):
    name = "zaocha.demands"
    label = "demands"
