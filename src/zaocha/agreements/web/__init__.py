"""Pages of agreements, facilities, activities and workers' wishes."""

from zaocha.agreements.web import (
    activities,
    activities_by_link,
    agreements,
    agreements_by_link,
    facilities,
    facilities_by_link,
    wishes,
    wishes_by_link,
)

urlpatterns = [
    *activities.urlpatterns,
    *activities_by_link.urlpatterns,
    *agreements.urlpatterns,
    *agreements_by_link.urlpatterns,
    *facilities.urlpatterns,
    *facilities_by_link.urlpatterns,
    *wishes.urlpatterns,
    *wishes_by_link.urlpatterns,
]
