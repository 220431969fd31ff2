"""All addresses: each area brings its own list."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from zaocha.config.api import api


def _of_areas() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for area in settings.AREAS:
        if find_spec(f"zaocha.{area}.web"):
            found += import_module(f"zaocha.{area}.web").urlpatterns
    return found


urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    *_of_areas(),
]
