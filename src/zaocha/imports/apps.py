"""Django's name for this area."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zaocha.imports"
    label = "imports"
