"""Django's name for this area."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "zaocha.help"
    label = "help"
