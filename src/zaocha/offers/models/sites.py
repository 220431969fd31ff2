"""Offers that stand somewhere or come from somebody: land, plant, farmhouses, equipment, loans; their photos."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant
from zaocha.companies.models import Company


class Offer(models.Model):
    """Something that can meet a need. Facts: see `facts`; states and steps: see `lifecycle`.

    `facts`: name → kept text; `not_public`: names whose value is known not to be published;
    `words`: name → the words of a notice that say it. `version` counts the changes of facts.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("to be confirmed by the desk")
        OPEN = "open", _("on offer")
        RESERVED = "reserved", _("reserved")
        TAKEN = "taken", _("taken")
        WITHDRAWN = "withdrawn", _("withdrawn")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    facts = models.JSONField(default=dict)
    not_public = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    size = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # in the unit of its kind
    taken = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))  # of it let or sold
    place = models.CharField(max_length=200, blank=True)
    shape = models.JSONField(null=True)  # GeoJSON geometry: where it is
    closes_on = models.DateField(null=True)  # after this day it is over
    owner = models.ForeignKey(Company, models.SET_NULL, null=True)
    owner_name = models.CharField(max_length=80, blank=True)
    owner_phone = models.CharField(max_length=40, blank=True)
    officer = models.ForeignKey(Person, models.SET_NULL, null=True)  # who looks after it
    source = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    survey = models.ForeignKey("offers.Survey", models.SET_NULL, null=True)
    reserved_for = models.CharField(max_length=120, blank=True)
    reserved_until = models.DateField(null=True)
    heard_at = models.DateTimeField()  # last word that it is still so
    asked_at = models.DateTimeField(null=True)  # when its owner was last asked
    client_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="offer_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "kind", "state", "-id"], name="offer_kind"),
            models.Index(fields=["tenant", "state", "heard_at"], name="offer_heard"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def free(self) -> Decimal | None:
        """What of its size is not taken yet."""
        return None if self.size is None else max(self.size - self.taken, Decimal(0))


class OfferNote(models.Model):
    """One line of an offer's history: what was changed, from what to what, by whom."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="notes")
    code = models.CharField(max_length=30)
    version = models.IntegerField(default=1)
    changes = models.JSONField(default=dict)  # fact name → [before, after]
    words = models.TextField(blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()


class Photo(models.Model):
    """A picture of an offer; never required. The file is named after its content."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="photos")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    width = models.IntegerField()
    height = models.IntegerField()
    caption = models.CharField(max_length=120, blank=True)
    added_by = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "digest"], name="photo_once")]
