"""Pages of the demands: the list, one demand, a new one, slips, the ledger, and pages behind links."""

from __future__ import annotations

from django.urls import path

from zaocha.demands.web import call_back, entering, ledger, lists, one, slips

urlpatterns = [
    path("demands/", lists.demands, name="demands"),
    path("demands/export.xlsx", lists.export, name="demands-export"),
    path("demands/steps/", lists.steps, name="demand-steps"),
    path("demands/new/", entering.new, name="demand-new"),
    path("demands/new/companies/", entering.companies, name="demand-companies"),
    path("demands/ledger/", ledger.ledger, name="ledger"),
    path("demands/ledger.xlsx", ledger.download, name="ledger-download"),
    path("demands/slips.docx", slips.several, name="demand-slips"),
    path("demands/<int:pk>/", one.demand, name="demand"),
    path("demands/<int:pk>/correct/", one.correct, name="demand-correct"),
    path("demands/<int:pk>/take/<slug:verb>/", one.take, name="demand-take"),
    path("demands/<int:pk>/call-back/", call_back.message, name="demand-call-back"),
    path("demands/<int:pk>/slip/", slips.printable, name="demand-slip"),
    path("demands/<int:pk>/slip.docx", slips.one, name="demand-slip-docx"),
    path("s/<str:token>/", slips.by_link, name="link-slip"),
    path("k/<str:token>/", call_back.by_link, name="link-call_back"),
]
