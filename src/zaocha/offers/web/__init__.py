"""Pages of the offers, one module per noun."""

from __future__ import annotations

from zaocha.offers.web import policies, sites

urlpatterns = [*policies.urlpatterns, *sites.urlpatterns]
