"""Pages of the policies."""

from django.urls import path

from zaocha.offers.web.policies import editing, lists, one

urlpatterns = [
    path("policies/", lists.policies, name="policies"),
    path("policies/export.xlsx", lists.export, name="policies-export"),
    path("policies/packs/", lists.packs, name="policy-packs"),
    path("policies/new/", editing.new, name="policy-new"),
    path("policies/new/yaml/", editing.yaml_new, name="policy-yaml-new"),
    path("policies/<int:pk>/", one.policy, name="policy"),
    path("policies/<int:pk>/policy.yaml", one.yaml, name="policy-yaml"),
    path("policies/<int:pk>/edit/", editing.edit, name="policy-edit"),
    path("policies/<int:pk>/edit/yaml/", editing.yaml_edit, name="policy-yaml-edit"),
    path("policies/<int:pk>/publish/", one.publish, name="policy-publish"),
    path("policies/<int:pk>/repeal/", one.repeal, name="policy-repeal"),
    path("policies/<int:pk>/drop-draft/", one.drop, name="policy-drop"),
]
