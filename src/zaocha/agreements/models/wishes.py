"""What workers need: collections behind a QR code, groups of like wishes, and voices without a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.demands.models import Demand


class Collection(models.Model):
    """A question to workers, answered without a name or an account."""

    class State(models.TextChoices):
        OPEN = "open", _("taking answers")
        CLOSED = "closed", _("no longer asked")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=80)
    question = models.CharField(max_length=200)
    community = models.CharField(max_length=60, blank=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True
    )  # whose workers are asked, if one company's
    open_until = models.DateField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.title


class WishGroup(models.Model):
    """Wishes that say the same: a choice that was offered, or words of workers. `voices` counts browsers."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="groups")
    label = models.CharField(max_length=120)
    is_choice = models.BooleanField(default=False)
    voices = models.IntegerField(default=0)
    joined = models.ForeignKey("self", models.SET_NULL, null=True)  # the desk put it together with another
    shown_at = models.DateTimeField(null=True)  # the desk has read it: until then only its author sees it
    hidden_reason = models.CharField(max_length=200, blank=True)  # abuse, or a person's name in it
    demand = models.ForeignKey(Demand, models.SET_NULL, null=True)
    pooled_at = models.DateTimeField(null=True)
    pooled_voices = models.IntegerField(null=True)  # how many had said so then
    pooled_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)  # what the desk says back beside the demand's state
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["collection", "-voices"], name="wish_most")]


class Voice(models.Model):
    """One browser's yes to a group, with its own words if it wrote any. Nothing else is known of it."""

    group = models.ForeignKey(WishGroup, models.CASCADE, related_name="said")
    words = models.CharField(max_length=200, blank=True)
    settled = models.BooleanField(null=True)  # what it says of the answer
    browser = models.CharField(
        max_length=32
    )  # digest of a random cookie and the collection; blank after its end
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "browser"], condition=~models.Q(browser=""), name="voice_once"
            )
        ]
        indexes = [models.Index(fields=["group", "at"], name="voice_at")]
