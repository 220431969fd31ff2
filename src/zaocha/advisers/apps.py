"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class AdvisersConfig(AppConfig):
    name = "zaocha.advisers"
    label = "advisers"

    def ready(self) -> None:
        """Register the job that passes a request on, and whose visit a promise may belong to."""
        import_module("zaocha.advisers.actions")
        access, promises = (import_module(f"zaocha.{area}.access") for area in ("advisers", "promises"))
        promises.origin("visit", access.need_own_visit)
