"""Django's name for this area."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "zaocha.agreements"
    label = "agreements"
