"""Pages of this area, one module per noun."""

from zaocha.meetings.web import invitations, minutes, minutes_drafts, papers, planning, readback, table

urlpatterns = [
    *planning.urlpatterns,
    *invitations.urlpatterns,
    *table.urlpatterns,
    *readback.urlpatterns,
    *papers.urlpatterns,
    *minutes.urlpatterns,
    *minutes_drafts.urlpatterns,
]
