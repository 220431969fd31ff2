"""Activities and who signed up for them. How many came is one number; nobody is ticked off."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.agreements.models.facilities import Facility
from zaocha.companies.models import Company


class Activity(models.Model):
    """A course, a match, an evening: with places, and a waiting list that moves up by itself."""

    class State(models.TextChoices):
        OPEN = "open", _("sign-up is open")
        CANCELLED = "cancelled", _("cancelled")

    class Asks(models.TextChoices):
        NOT = "not", _("is not asked")
        MAY = "may", _("may be given")
        MUST = "must", _("is needed")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    organiser = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    facility = models.ForeignKey(Facility, models.SET_NULL, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    until = models.DateTimeField()  # sign-up closes
    seats = models.IntegerField()
    most_persons = models.IntegerField(default=3)  # in one sign-up
    asks_name = models.CharField(max_length=4, choices=Asks.choices, default=Asks.MAY)
    asks_phone = models.CharField(max_length=4, choices=Asks.choices, default=Asks.NOT)
    keep_days = models.IntegerField(default=30)  # after its end names and telephones are blotted out
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)  # why it was cancelled
    attended = models.IntegerField(null=True)  # how many came, as the organiser counted
    counted_at = models.DateTimeField(null=True)
    counted_by = models.CharField(max_length=60, blank=True)
    sequence = models.IntegerField(default=0)  # of its calendar entry
    forgotten_at = models.DateTimeField(null=True)  # names and telephones were blotted out
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["tenant", "starts_at"], name="activity_starts")]

    def __str__(self) -> str:
        return self.title


class Signup(models.Model):
    """Somebody's place, or place in the waiting list. Name and telephone only as the organiser chose."""

    class State(models.TextChoices):
        IN = "in", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        WITHDRAWN = "withdrawn", _("withdrawn")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="signups")
    company = models.ForeignKey(Company, models.SET_NULL, null=True)  # signed up by its page
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    persons = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)  # from the waiting list to a place
    told_at = models.DateTimeField(null=True)  # that it moved up, by the desk; its own page says so at once
    withdrawn_at = models.DateTimeField(null=True)
    client_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "client_key"],
                condition=~models.Q(client_key=""),
                name="signup_client_key",
            ),
            models.UniqueConstraint(
                fields=["activity", "company"],
                condition=models.Q(state__in=["in", "waiting"], company__isnull=False),
                name="signup_company",
            ),
        ]
        indexes = [models.Index(fields=["activity", "state", "id"], name="signup_state")]
