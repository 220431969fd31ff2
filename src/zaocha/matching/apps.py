"""Django's name for this area."""

from importlib import import_module

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "zaocha.matching"
    label = "matching"

    def ready(self) -> None:
        """Make the background work known, and where questions find the policies that they would settle."""
        import_module("zaocha.matching.tasks")
        judging = import_module("zaocha.matching.judging")
        import_module("zaocha.companies.facts.asking").compare_with(
            judging.rules_in_force, enjoyed=judging.enjoyed_by
        )
