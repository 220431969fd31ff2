"""Django's name for this area."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zaocha.accounts"
    label = "accounts"
