"""Who needs what, and the surveys that ask for it or for what is there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Survey(models.Model):
    """A round of asking: what is there of a kind, or who needs it; filled by the desk, or by link."""

    class About(models.TextChoices):
        OFFERS = "offers", _("what is there")
        NEEDS = "needs", _("who needs what")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=120)
    about = models.CharField(max_length=10, choices=About.choices)
    kind = models.CharField(max_length=20)
    intro = models.TextField(blank=True)
    until_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.title


class Need(models.Model):
    """What somebody looks for: conditions that must hold, and weighted wishes.

    `must`: conditions `[{"fact", "test"}, …]`, all of which must hold (S-FEEL unary tests);
    `wishes`: `[{"fact", "test", "weight"}, …]`, weights 1 to 3.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be confirmed by the desk")
        OPEN = "open", _("looking")
        MET = "met", _("met")
        CLOSED = "closed", _("no longer looking")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    who = models.CharField(max_length=120, blank=True)  # as named, where the register does not know them
    phone = models.CharField(max_length=40, blank=True)
    must = models.JSONField(default=list)
    wishes = models.JSONField(default=list)
    by_on = models.DateField(null=True)  # wanted by
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    restricted = models.BooleanField(default=False)  # its demand hides the author
    origin_kind = models.CharField(max_length=20, blank=True)  # upward without a key: ("demand", id)
    origin_id = models.BigIntegerField(null=True)
    survey = models.ForeignKey(Survey, models.SET_NULL, null=True)
    closed_words = models.TextField(blank=True)
    client_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="need_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "state", "-id"], name="need_kind"),
            models.Index(fields=["tenant", "origin_kind", "origin_id"], name="need_origin"),
        ]
