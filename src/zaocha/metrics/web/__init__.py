"""Pages of the figures: the wall, reports, and what is published."""

from zaocha.metrics.web import publications, reports, wall

urlpatterns = [*wall.urlpatterns, *reports.urlpatterns, *publications.urlpatterns]
