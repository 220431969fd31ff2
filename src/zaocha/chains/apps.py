"""Django's name for this area."""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "zaocha.chains"
    label = "chains"
