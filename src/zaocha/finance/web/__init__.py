"""Pages of credit dossiers, banks and digital upgrades."""

from django.urls import path

from zaocha.finance.web import bank_page, banks, company_credits, company_upgrades, credits, upgrades

urlpatterns = [
    path("credits/", credits.credits, name="credits"),
    path("credits/new/", credits.new, name="credit-new"),
    path("credits/suited/", credits.suited, name="credits-suited"),
    path("credits/export/", credits.export, name="credits-export"),
    path("credits/<int:pk>/", credits.one, name="credit"),
    path("credits/<int:pk>/edit/", credits.edit, name="credit-edit"),
    path("credits/<int:pk>/do/", credits.do, name="credit-do"),
    path("credits/<int:pk>/banks/<int:referral_pk>/", credits.message, name="credit-message"),
    path("credits/<int:pk>/banks/<int:referral_pk>/docx/", credits.docx, name="credit-docx"),
    path("banks/", banks.banks, name="banks"),
    path("banks/<int:pk>/", banks.edit, name="bank"),
    path("upgrades/", upgrades.upgrades, name="upgrades"),
    path("upgrades/new/", upgrades.new, name="upgrade-new"),
    path("upgrades/export/", upgrades.export, name="upgrades-export"),
    path("upgrades/<int:pk>/", upgrades.one, name="upgrade"),
    path("upgrades/<int:pk>/edit/", upgrades.edit, name="upgrade-edit"),
    path("upgrades/<int:pk>/do/", upgrades.do, name="upgrade-do"),
    path("b/<str:token>/", bank_page.by_link, name="link-bank"),
    path("c/<str:token>/credits/", company_credits.list_, name="link-company-credits"),
    path("c/<str:token>/credits/<int:pk>/", company_credits.one, name="link-company-credit"),
    path("c/<str:token>/upgrades/", company_upgrades.list_, name="link-company-upgrades"),
    path("c/<str:token>/upgrades/<int:pk>/", company_upgrades.one, name="link-company-upgrade"),
]
