"""Pages of facts: of the desk, and the company's own by its link."""

from django.urls import path

from zaocha.companies.facts.web import asking, codes, own, sheets, values

urlpatterns = [
    path("companies/facts/export.xlsx", sheets.export_all, name="facts-export"),
    path("companies/<int:pk>/facts/", sheets.sheet, name="company-facts"),
    path("companies/<int:pk>/facts/export.xlsx", sheets.export, name="company-facts-export"),
    path("companies/<int:pk>/facts/ask/", asking.ask, name="company-facts-ask"),
    path("companies/<int:pk>/facts/consent/", values.consent, name="company-consent"),
    path("companies/<int:pk>/facts/withdraw/<int:fact_id>/", values.withdraw, name="company-fact-withdraw"),
    path("companies/<int:pk>/facts/<slug:name>/", values.value, name="company-fact"),
    path("codes/industries/", codes.industries_, name="industry-codes"),
    path("c/<str:token>/facts/", own.facts, name="link-company-facts"),
    path("c/<str:token>/facts/<slug:name>/", own.fact, name="link-company-fact"),
]
