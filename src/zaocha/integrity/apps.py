"""Django's name for this area."""

from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "zaocha.integrity"
    label = "integrity"
