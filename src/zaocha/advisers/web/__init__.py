"""Pages of the corps, of requests, of an outside expert's link and of a company's link."""

from django.urls import path

from zaocha.advisers.web import by_adviser, by_company, corps, requests

urlpatterns = [
    path("advisers/", corps.advisers, name="advisers"),
    path("advisers/export/", corps.export, name="advisers-export"),
    path("advisers/new/", corps.new, name="adviser-new"),
    path("advisers/requests/", requests.advices, name="advices"),
    path("advisers/requests/export/", requests.export, name="advices-export"),
    path("advisers/requests/new/", requests.new, name="advice-new"),
    path("advisers/requests/<int:pk>/", requests.one, name="advice"),
    path("advisers/<int:pk>/", corps.one, name="adviser"),
    path("advisers/<int:pk>/edit/", corps.edit, name="adviser-edit"),
    path("a/<str:token>/", by_adviser.page, name="link-adviser"),
    path("a/<str:token>/<int:pk>/", by_adviser.one, name="link-adviser-one"),
    path("c/<str:token>/advisers/", by_company.page, name="link-company-advisers"),
]
