"""Shared facilities, the days on which they are closed, bookings, and the slots that no two may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Facility(models.Model):
    """A hall, court or room that companies and the community share, with its rules."""

    class Who(models.TextChoices):
        ALL = "all", _("every company")
        COMMUNITY = "community", _("companies of its community")
        AGREEMENT = "agreement", _("companies with an agreement in force")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True)
    community = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=80, blank=True)  # who opens the door: name and telephone
    rules = models.TextField(blank=True)  # in words, shown to whoever books
    persons = models.IntegerField(null=True)  # how many it holds
    at_once = models.IntegerField(default=1)  # how many bookings at a time: courts, tables
    who = models.CharField(max_length=10, choices=Who.choices, default=Who.ALL)
    days = models.CharField(max_length=7, default="0123456")  # weekdays on which it is open, Monday is 0
    opens = models.TimeField()
    closes = models.TimeField()
    slot_minutes = models.IntegerField(default=60)
    most_slots = models.IntegerField(default=3)  # in one booking
    ahead_days = models.IntegerField(default=30)  # how far ahead it may be booked
    per_week = models.IntegerField(default=2)  # bookings of one company in a week
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="facility_name")]

    def __str__(self) -> str:
        return self.name


class Closing(models.Model):
    """Days on which a facility is closed, both ends included."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="closings")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)


class Booking(models.Model):
    """A facility taken for a time by a company, or by somebody whom the desk names."""

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        CANCELLED = "cancelled", _("cancelled")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="bookings")
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    who = models.CharField(max_length=80, blank=True)  # when it is no company
    purpose = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    used = models.BooleanField(null=True)  # the company's own word afterwards; nobody is asked twice
    client_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="booking_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["facility", "starts_at"], name="booking_facility"),
            models.Index(fields=["tenant", "company", "starts_at"], name="booking_company"),
        ]


class Slot(models.Model):
    """One slot of a facility that a booking holds: the database lets nobody else have it. Cancelling frees it."""

    facility = models.ForeignKey(Facility, models.CASCADE, db_index=False)
    starts_at = models.DateTimeField()
    lane = models.IntegerField()  # 0 … at_once - 1
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="slots")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facility", "starts_at", "lane"], name="slot_held_once")
        ]
