"""Pages of chains and alliances."""

from django.urls import path

from zaocha.chains.web import alliances, by_link, chains, members, plans

urlpatterns = [
    path("chains/", chains.chains, name="chains"),
    path("chains/export/", alliances.export_list, name="alliances-export"),
    path("chains/alliances/new/", alliances.new, name="alliance-new"),
    path("chains/alliances/<int:pk>/", alliances.one, name="alliance"),
    path("chains/alliances/<int:pk>/edit/", alliances.edit, name="alliance-edit"),
    path("chains/alliances/<int:pk>/export/", alliances.export, name="alliance-export"),
    path("chains/<slug:code>/", chains.one, name="chain"),
    path("chains/<slug:code>/terms/", chains.terms, name="chain-terms"),
    path("chains/<slug:code>/plan/", plans.plan, name="chain-plan"),
    path("chains/<slug:code>/members/", members.members, name="chain-members"),
    path("chains/<slug:code>/members/export/", members.export, name="chain-members-export"),
    path("c/<str:token>/chain/", by_link.by_link, name="link-company-chain"),
]
