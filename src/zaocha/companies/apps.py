"""Django's name for this area."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "zaocha.companies"
    label = "companies"
