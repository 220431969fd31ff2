"""Django's name for this area."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "zaocha.kernel"
    label = "kernel"
