"""Django's name for this area."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "zaocha.matching"
    label = "matching"
