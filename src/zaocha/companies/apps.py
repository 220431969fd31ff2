"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "zaocha.companies"
    label = "companies"

    def ready(self) -> None:
        """Companies and their facts can be imported from a table."""
        import_module("zaocha.companies.importing").register()
        import_module("zaocha.companies.facts.importing").register_kind()
