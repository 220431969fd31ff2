"""Where reports of corruption belong in this town, and the lessons of the integrity adviser. No report is a row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant


class Office(models.Model):
    """The discipline and supervision office that a town names, beside the national line."""

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField()


class Lesson(models.Model):
    """A lesson or a consulting hour on clean dealings, open to companies. Who came is not kept, only how many."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson")
        HOUR = "hour", _("consulting hour")
        PAPER = "paper", _("something to read")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LESSON)
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    teacher = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    came = models.PositiveIntegerField(null=True)  # companies, counted afterwards
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "starts_at"], name="lesson_day")]

    def __str__(self) -> str:
        return self.title
