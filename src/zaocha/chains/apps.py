"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "zaocha.chains"
    label = "chains"

    def ready(self) -> None:
        """Register what follows events, members as an import, and the lines of plans as origins of promises."""
        import_module("zaocha.chains.tasks")
        import_module("zaocha.chains.importing").register()
        access, promises = (import_module(f"zaocha.{area}.access") for area in ("chains", "promises"))
        promises.origin("plan", access.need_plan_seen, access.may_plan)
