"""Django's name for this area."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zaocha.search"
    label = "search"
