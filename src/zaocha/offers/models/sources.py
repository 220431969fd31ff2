"""Where news of offers comes from, who looks, and when they last did."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Person, Tenant


class Source(models.Model):
    """A place where offers are made known, such as a bureau's notices; somebody looks, nothing is fetched."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=20)  # of offers
    person = models.ForeignKey(Person, models.SET_NULL, null=True)  # who looks
    every_days = models.IntegerField(default=1)  # working days between two looks
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="source_name")]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """Somebody looked at a source: nothing new, or so many offers entered."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="looks")
    found = models.CharField(max_length=10)  # nothing, something
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
