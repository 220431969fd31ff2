"""Django's name for this area."""

from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "zaocha.advisers"
    label = "advisers"
