"""Django's name for this area."""

from django.apps import AppConfig


class DealingsConfig(AppConfig):
    name = "zaocha.dealings"
    label = "dealings"
