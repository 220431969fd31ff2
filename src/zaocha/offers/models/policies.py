"""Policies, and every edition of them that was published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant


class Policy(models.Model):
    """One policy as a document (docs/formats/policy.md): what is in force, and what is being written.

    The columns below `lookup` are read out of the document when it is saved, for lists alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    code = models.CharField(max_length=80)  # the document's id; stable
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    document = models.JSONField(default=dict)  # as published; empty until then
    draft = models.JSONField(null=True)  # as being written; None when nothing is
    version = models.PositiveIntegerField(default=1)  # counts saves: a stale page is told
    pack = models.CharField(max_length=80, blank=True)  # the pack of the project that it came from
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.CharField(max_length=60, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=60, blank=True)
    repealed_on = models.DateField(null=True)  # no longer in force from this day
    repeal_reason = models.CharField(max_length=400, blank=True)
    lookup = models.CharField(max_length=1000, blank=True)
    title_zh = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    is_automatic = models.BooleanField(default=False)  # 免申即享: no application needed
    valid_from = models.DateField(null=True)  # of the first version
    valid_to = models.DateField(null=True)  # of the last version, half-open; None: until further notice

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="policy_code")]
        indexes = [models.Index(fields=["tenant", "state", "id"], name="policy_state")]

    def __str__(self) -> str:
        return self.title_zh or self.title_en or self.code


class PolicyEdition(models.Model):
    """A policy as it was published at one moment; never changed."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    note = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="policy_edition")]
