"""Pages of the offers, one module per noun."""

from __future__ import annotations

from zaocha.offers.web import maps, needs, owners, photos, policies, reading, sites, surveys, viewings

urlpatterns = [
    *policies.urlpatterns,
    *maps.urlpatterns,
    *reading.urlpatterns,
    *sites.urlpatterns,
    *photos.urlpatterns,
    *owners.urlpatterns,
    *needs.urlpatterns,
    *viewings.urlpatterns,
    *surveys.urlpatterns,
]
