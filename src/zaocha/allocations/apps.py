"""Django's name for this area."""

from django.apps import AppConfig


class AllocationsConfig(AppConfig):
    name = "zaocha.allocations"
    label = "allocations"
