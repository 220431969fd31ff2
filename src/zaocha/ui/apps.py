"""Django's name for this area."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zaocha.ui"
    label = "ui"
