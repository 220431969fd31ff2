"""Django's name for this area."""

from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "zaocha.talent"
    label = "talent"
