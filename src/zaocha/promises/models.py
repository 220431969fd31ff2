"""Promises, and what happened to each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant, Unit
from zaocha.companies.models import Company


class Promise(models.Model):
    """Who promised what to whom, by a day or upon a trigger.

    `stated` is a statement at the table; it becomes `open` when its giver or the unit confirms it, and ends as
    `answered` (the reply came first), `declined` (its giver did not mean it so) or `lapsed` (what it belonged to
    ended). Late is no state: an open promise whose day has passed.
    """

    class State(models.TextChoices):
        STATED = "stated", _("statement, not confirmed")
        OPEN = "open", _("promised")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")
        RELEASED = "released", _("released")
        ANSWERED = "answered", _("statement, answered in the reply")
        DECLINED = "declined", _("statement, declined by its giver")
        LAPSED = "lapsed", _("statement only, not confirmed")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    what = models.TextField()
    kind = models.CharField(max_length=10, default="answer")  # answer: will answer by; act: will do
    giver = models.CharField(max_length=60, blank=True)  # as named at the table
    person = models.ForeignKey(Person, models.SET_NULL, null=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    due_on = models.DateField(null=True)
    provisional = models.BooleanField(default=False)  # due in a year whose calendar is not published
    trigger = models.CharField(max_length=200, blank=True)  # "as soon as a parcel of 8 mu is listed"
    state = models.CharField(max_length=10, choices=State.choices, default=State.STATED)
    stated_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True)  # end of the next working day
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)  # name of who confirmed
    confirm_note = models.TextField(blank=True)  # in the words of who confirmed, such as why another day
    ended_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)  # how it was kept, why broken, who released
    # Points upward without a foreign key: ("demand", id) or ("line", id).
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.BigIntegerField(null=True)
    meeting_id = models.BigIntegerField(null=True)  # the table at which it was given

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "state", "due_on"], name="promise_due"),
            models.Index(fields=["tenant", "origin_kind", "origin_id"], name="promise_origin"),
            models.Index(fields=["tenant", "meeting_id"], name="promise_meeting"),
            models.Index(fields=["tenant", "company"], name="promise_company"),
        ]
