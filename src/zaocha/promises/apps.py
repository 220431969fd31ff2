"""Django's name for this area."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "zaocha.promises"
    label = "promises"
