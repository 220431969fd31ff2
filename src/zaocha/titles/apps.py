"""Django's name for this area."""

from django.apps import AppConfig


class TitlesConfig(AppConfig):
    name = "zaocha.titles"
    label = "titles"
