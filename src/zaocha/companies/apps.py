"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "zaocha.companies"
    label = "companies"

    def ready(self) -> None:
        """Companies can be imported from a table."""
        import_module("zaocha.companies.importing").register()
