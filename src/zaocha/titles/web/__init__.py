"""Pages of titles, one module per noun."""

from zaocha.titles.web import by_link, dossiers, experts, notices, panels, papers, workers

urlpatterns = [
    *dossiers.urlpatterns, *workers.urlpatterns, *experts.urlpatterns, *panels.urlpatterns, *papers.urlpatterns,
    *by_link.urlpatterns, *notices.urlpatterns,
]  # fmt: skip
