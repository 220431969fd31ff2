"""Digital upgrades: machines counted, what was invested, the subsidy, and who accepted the work."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Upgrade(models.Model):
    """One project of a company."""

    class State(models.TextChoices):
        PLANNED = "planned", _("being planned")
        RUNNING = "running", _("under way")
        ACCEPTED = "accepted", _("work accepted")
        STOPPED = "stopped", _("stopped")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    title = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    machines = models.PositiveIntegerField()  # planned
    planned = models.DecimalField(max_digits=14, decimal_places=2)  # CNY to be invested
    spent = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # CNY by invoices
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    demand_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    accepted_on = models.DateField(null=True)
    accepted_by = models.CharField(max_length=120, blank=True)  # body that accepted it
    accepted_words = models.CharField(max_length=400, blank=True)
    policy_code = models.CharField(max_length=80, blank=True)  # under which the subsidy was paid
    subsidy = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # CNY paid
    subsidy_on = models.DateField(null=True)
    subsidy_confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    client_key = models.CharField(max_length=80, blank=True)
    ended_words = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "state", "id"], name="upgrade_state"),
            models.Index(fields=["tenant", "company"], name="upgrade_company"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="upgrade_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"planned": "amber", "running": "blue", "accepted": "green"}.get(self.state, "grey")

    @property
    def is_live(self) -> bool:
        """Whether machines may still be counted."""
        return self.state in (self.State.PLANNED, self.State.RUNNING)


class Count(models.Model):
    """Machines upgraded by a day; they count when the company has confirmed them."""

    upgrade = models.ForeignKey(Upgrade, models.CASCADE, related_name="counts")
    machines = models.PositiveIntegerField()
    what = models.CharField(max_length=120)  # kind of machine
    on_day = models.DateField()
    evidence = models.CharField(max_length=400)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField(null=True)
    disputed_words = models.CharField(max_length=400, blank=True)
