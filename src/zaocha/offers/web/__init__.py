"""Pages of the offers."""

from __future__ import annotations

from zaocha.offers.web import policies

urlpatterns = [*policies.urlpatterns]
