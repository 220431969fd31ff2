"""Django's name for this area."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "zaocha.finance"
    label = "finance"
