"""Viewings of an offer, and what came of them: m2 let, mu sold, a loan granted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.offers.models.needs import Need
from zaocha.offers.models.sites import Offer


class Viewing(models.Model):
    """An appointment to look at an offer."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        FITS = "fits", _("seen: it may fit")
        NOT = "not", _("seen: it does not fit")
        ABSENT = "absent", _("did not take place")
        CANCELLED = "cancelled", _("cancelled")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="viewings")
    need = models.ForeignKey(Need, models.SET_NULL, null=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    who = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=60, blank=True)  # who shows it, with telephone
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    words = models.TextField(blank=True)  # what was said of it
    sequence = models.IntegerField(default=0)  # rises with every change: calendars replace the entry
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "starts_at"], name="viewing_starts")]


class Outcome(models.Model):
    """What changed hands, with its evidence; the result of an offer and, where there is one, of a need."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="outcomes")
    need = models.ForeignKey(Need, models.SET_NULL, null=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    who = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=20)  # let, sold, granted, passed_on
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=10)  # m2, mu, CNY, piece
    on_day = models.DateField()
    evidence = models.TextField()
    noted_by = models.CharField(max_length=60, blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "on_day"], name="outcome_day")]
