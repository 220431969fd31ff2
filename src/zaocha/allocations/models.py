"""Rounds in which scarce places are handed out: places, wishes, rulings by persons, what was given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Round(models.Model):
    """One round: what is handed out, until when one may wish, by which rules."""

    class Kind(models.TextChoices):
        ADVICE = "advice", _("advisers' hours")
        COURSE = "course", _("seats in courses")
        HALL = "hall", _("shared halls")
        OTHER = "other", _("other places")

    class State(models.TextChoices):
        OPEN = "open", _("wishes are taken")
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    wishes_until = models.DateField()  # the last day on which a company may wish
    per_company = models.PositiveIntegerField(default=1)  # places that one company may get
    weights = models.JSONField(default=dict)  # see `scoring.WEIGHTS`
    solver = models.CharField(max_length=20, blank=True)
    solved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=400, blank=True)  # of a cancelled round
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["tenant", "state", "id"], name="round_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"open": "blue", "proposed": "amber", "confirmed": "green", "cancelled": "grey"}[self.state]


class Place(models.Model):
    """What a round hands out `capacity` times."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    note = models.CharField(max_length=200, blank=True)  # day and hour, teacher, hall
    capacity = models.PositiveIntegerField()
    kept = models.PositiveIntegerField(default=0)  # of these, for companies that were never given one

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="place_name")]

    def __str__(self) -> str:
        return self.name


class Wish(models.Model):
    """A company wishes for a place; `choice` 1 is its dearest."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="wishes")
    company = models.ForeignKey(Company, models.CASCADE)
    place = models.ForeignKey(Place, models.CASCADE)
    choice = models.PositiveIntegerField()
    words = models.CharField(max_length=300, blank=True)
    has_need = models.BooleanField(default=False)  # the desk knows a demand that it would meet
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "company", "place"], name="wish_once"),
            models.UniqueConstraint(fields=["round", "company", "choice"], name="wish_choice"),
        ]


class Ruling(models.Model):
    """A person overrules the proposal, with a reason."""

    class Kind(models.TextChoices):
        MUST = "must", _("is given it")
        MUST_NOT = "must_not", _("is not given it")

    round = models.ForeignKey(Round, models.CASCADE, related_name="rulings")
    company = models.ForeignKey(Company, models.CASCADE)
    place = models.ForeignKey(Place, models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    made_name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "company", "place"], name="ruling_once")]


class Grant(models.Model):
    """A place that a company is to get, with its weight and where they come from."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="grants")
    company = models.ForeignKey(Company, models.CASCADE)
    place = models.ForeignKey(Place, models.CASCADE)
    weight = models.IntegerField()
    ruled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "company", "place"], name="grant_once")]
        indexes = [models.Index(fields=["company"], name="grant_company")]
