"""Django's name for this area."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "zaocha.desks"
    label = "desks"
