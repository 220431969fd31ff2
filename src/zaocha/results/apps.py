"""Django's name for this area."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "zaocha.results"
    label = "results"
