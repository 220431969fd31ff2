"""Meetings, invitations, lines said at the table, minutes and their drafts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant, Unit
from zaocha.companies.models import Company
from zaocha.demands.models import Demand
from zaocha.promises.models import Promise


class Meeting(models.Model):
    """A morning tea."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("at the table")
        READ_BACK = "read_back", _("read-back")
        CLOSED = "closed", _("closed")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    theme = models.CharField(max_length=120)
    category = models.CharField(max_length=4, blank=True)  # what the theme is about
    chain = models.CharField(max_length=20, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    host = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    sequence = models.IntegerField(default=0)  # of the calendar file; rises with every change
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Two officers: every write at the table takes the next revision, and the pages ask for what is newer.
    revision = models.IntegerField(default=0)
    seats_revision = models.IntegerField(default=0)  # the last one that touched who sits where

    class Meta:
        indexes = [models.Index(fields=["tenant", "-starts_at"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.theme


class Invitation(models.Model):
    """A company, or a unit that can answer, invited to a meeting; also whoever came unasked."""

    class Answer(models.TextChoices):
        OPEN = "open", _("no answer yet")
        COMING = "coming", _("coming")
        NOT_COMING = "not_coming", _("not coming")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    company = models.ForeignKey(Company, models.CASCADE, null=True)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True)
    guest = models.CharField(max_length=60, blank=True)  # who comes: name and post as given
    reason = models.CharField(max_length=200, blank=True)  # why this one was suggested
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.OPEN)
    beforehand = models.TextField(blank=True)  # what they will raise
    present = models.BooleanField(default=False)
    seat = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "company"], condition=~models.Q(company=None), name="company_invited_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "unit"], condition=~models.Q(unit=None), name="unit_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.company or self.unit or self.guest)


class Line(models.Model):
    """Words said at the table, saved at once; everything but the words may stay empty."""

    class Outcome(models.TextChoices):
        NONE = "", _("not settled yet")
        ON_THE_SPOT = "on_spot", _("solved on the spot")
        PROMISED = "promised", _("promised")
        NOTED = "noted", _("no demand")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="lines")
    words = models.TextField()
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True)  # who said it
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    category = models.CharField(max_length=4, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=60, blank=True)
    demand = models.ForeignKey(Demand, models.SET_NULL, null=True)
    captured_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    captured_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.IntegerField(default=0)  # of the meeting, at the last change
    client_key = models.CharField(max_length=60)
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "client_key"], name="line_once")]
        indexes = [models.Index(fields=["meeting", "revision"], name="line_newer")]


class Statement(models.Model):
    """What somebody at the table said they would do about a line; a promise once the meeting closes."""

    line = models.OneToOneField(Line, models.CASCADE, related_name="statement")
    what = models.TextField(blank=True)  # blank: will answer
    kind = models.CharField(max_length=10, default="answer")  # as in promises: answer, act
    giver = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)
    due_on = models.DateField(null=True)
    trigger = models.CharField(max_length=200, blank=True)  # "as soon as …"
    confirmed = models.BooleanField(default=False)  # by its giver, at the read-back
    said_at = models.DateTimeField()
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True)

    @property
    def is_promise(self) -> bool:
        """Whether its giver confirmed it, at the read-back or later; until then it is only a statement."""
        return self.confirmed or (self.promise is not None and self.promise.confirmed_at is not None)


class Minutes(models.Model):
    """A text that was pasted or uploaded, kept as it came."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READ = "read", _("read")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True)
    title = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    host = models.CharField(max_length=60, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    source_text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    read_to = models.IntegerField(default=0)  # code points read so far, of a long text
    client_key = models.CharField(max_length=60, blank=True)  # a form sent twice makes one
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="minutes_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="minutes_newest")]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """A demand found in minutes, with the words it came from; nothing enters the pool by itself."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        DROPPED = "dropped", _("dropped")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="drafts")
    start = models.IntegerField()  # code points into source_text, end exclusive
    end = models.IntegerField()
    text = models.TextField()
    company_text = models.CharField(max_length=120, blank=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    raised_by = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=4, blank=True)
    quantities = models.JSONField(default=list)  # value, max, unit, text
    outcome = models.CharField(max_length=12, default="open")  # on_the_spot, promised, open
    answer = models.TextField(blank=True)
    promise = models.JSONField(null=True)  # by_whom, what, due_on, trigger, text
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)  # to whom it goes when confirmed
    proposed = models.JSONField(default=dict)  # what the reading proposed; {} when a person marked it
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    demand = models.ForeignKey(Demand, models.SET_NULL, null=True)

    class Meta:
        ordering = ["start", "id"]
        indexes = [models.Index(fields=["minutes", "state"], name="draft_state")]
