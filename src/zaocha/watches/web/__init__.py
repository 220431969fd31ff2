"""Pages of the watches, one module per noun."""

from __future__ import annotations

from django.urls import URLPattern

from zaocha.watches.web import needs, sources, watches

urlpatterns: list[URLPattern] = [*watches.urlpatterns, *needs.urlpatterns, *sources.urlpatterns]
