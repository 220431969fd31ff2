"""Pages of the matching."""

from django.urls import path

from zaocha.matching.web import companies, lists, policies, preview, sandbox

urlpatterns = [
    path("companies/<int:pk>/policies/", companies.policies, name="company-policies"),
    path("companies/<int:pk>/benefits/", companies.record, name="company-benefits"),
    path("companies/<int:pk>/benefits/<int:enjoyed_id>/end/", companies.end, name="company-benefit-end"),
    path("policies/preview/", preview.preview, name="policy-preview"),
    path("policies/<int:pk>/companies/", policies.verdicts, name="policy-verdicts"),
    path("policies/<int:pk>/companies/export.xlsx", policies.export, name="policy-verdicts-export"),
    path("policies/<int:pk>/companies/<int:company_id>/", policies.company, name="policy-company"),
    path("policies/<int:pk>/automatic/", lists.automatic, name="policy-automatic"),
    path("policies/<int:pk>/automatic/list/", lists.put_on, name="policy-automatic-list"),
    path("policies/<int:pk>/automatic/export.xlsx", lists.export, name="policy-automatic-export"),
    path("policies/<int:pk>/automatic/<int:confirmation_id>/", lists.step, name="policy-automatic-step"),
    path("policies/<int:pk>/sandbox/", sandbox.trial, name="sandbox"),
    path("policies/<int:pk>/sandbox/export.xlsx", sandbox.export, name="sandbox-export"),
    path("policies/<int:pk>/sandbox/keep/", sandbox.keep, name="sandbox-keep"),
    path("policies/<int:pk>/sandbox/<int:proposal_id>/", sandbox.proposal, name="sandbox-proposal"),
    path("policies/<int:pk>/sandbox/<int:proposal_id>/drop/", sandbox.drop, name="sandbox-drop"),
]
