"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class DemandsConfig(AppConfig):
    name = "zaocha.demands"
    label = "demands"

    def ready(self) -> None:
        """Register what follows events, and the ledger as an import."""
        import_module("zaocha.demands.tasks")
        import_module("zaocha.demands.importing").register()
        areas = ("demands", "promises", "results")
        access, promises, results = (import_module(f"zaocha.{area}.access") for area in areas)
        promises.hide(access.hidden_promises)
        results.hide(access.hidden_results)
        promises.origin("demand", access.need_seen)
