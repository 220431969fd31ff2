"""Pages of the register of companies."""

from django.urls import path

from zaocha.companies.facts.web import urlpatterns as of_facts
from zaocha.companies.web import details, entries, lists, merging

urlpatterns = [
    *of_facts,
    path("companies/", lists.companies, name="companies"),
    path("companies/export.xlsx", lists.export, name="companies-export"),
    path("companies/new/", entries.new, name="company-new"),
    path("companies/industries/", entries.industries_, name="company-industries"),
    path("companies/<int:pk>/", details.company, name="company"),
    path("companies/<int:pk>/change/", entries.change, name="company-change"),
    path("companies/<int:pk>/link/", details.link, name="company-link"),
    path("companies/<int:pk>/contacts/new/", entries.add_contact, name="contact-new"),
    path("companies/<int:pk>/contacts/<int:contact_id>/", entries.change_contact, name="contact"),
    path(
        "companies/<int:pk>/contacts/<int:contact_id>/remove/", entries.remove_contact, name="contact-remove"
    ),
    path("companies/<int:pk>/merge/", merging.merge, name="company-merge"),
]
