"""Django's name for this area."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "zaocha.meetings"
    label = "meetings"
