"""Pages of the promise ledger, and the page behind the link by which its giver confirms."""

from django.urls import path

from zaocha.promises.web import by_link, ledger

urlpatterns = [
    path("promises/", ledger.ledger, name="promises"),
    path("promises/<int:pk>/", ledger.one, name="promise"),
    path("promises/<int:pk>/ask/", by_link.ask, name="promise-ask"),
    path("p/<str:token>/", by_link.by_link, name="link-promise"),
]
