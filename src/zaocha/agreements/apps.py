"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "zaocha.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Register what happens later, and who sees the agreement behind a promise."""
        import_module("zaocha.agreements.tasks")
        access, promises = (import_module(f"zaocha.{area}.access") for area in ("agreements", "promises"))
        for kind in ("clause", "company_clause"):
            promises.origin(kind, access.need_clause)
