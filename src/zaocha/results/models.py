"""Results, their counter-entries, and what those who benefited said of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Result(models.Model):
    """One thing that changed. What it says never changes: a counter-entry takes it back, a new entry corrects it.

    A counter-entry has the negative amount and the day of what it counters, so that sums are right without a look
    at which is which. The database itself refuses to change what an entry says (migration 0002).
    """

    class Entry(models.TextChoices):
        ENTRY = "entry", _("entry")
        COUNTER = "counter", _("counter-entry")

    tenant = models.ForeignKey(Tenant, models.CASCADE, db_index=False)
    kind = models.CharField(max_length=20)  # kinds.yaml
    entry = models.CharField(max_length=7, choices=Entry.choices, default=Entry.ENTRY)
    amount = models.DecimalField(max_digits=16, decimal_places=2)  # below nought in a counter-entry alone
    unit = models.CharField(max_length=10)  # kinds.UNITS
    happened_on = models.DateField()
    company = models.ForeignKey(Company, models.PROTECT, null=True, db_index=False)
    chain = models.CharField(max_length=20, blank=True)  # of the company when it happened
    evidence = models.TextField()  # by what it is known
    # Point upward without a foreign key: what it came from, ("hire", id), and the demand or promise behind it.
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.BigIntegerField(null=True)
    demand_id = models.BigIntegerField(null=True)
    promise_id = models.BigIntegerField(null=True)
    counters = models.OneToOneField("self", models.PROTECT, null=True, related_name="counter")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected")
    reason = models.CharField(max_length=400, blank=True)  # of a counter-entry or correction
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)  # actor mark
    recorded_name = models.CharField(max_length=60, blank=True)
    # What happens to an entry afterwards; nothing else is ever written to it.
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_name = models.CharField(max_length=60, blank=True)
    disputed_at = models.DateTimeField(null=True)
    countered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry="entry", amount__gt=0, counters=None)
                | models.Q(entry="counter", amount__lt=0, counters__isnull=False),
                name="result_sign",
            ),
            models.UniqueConstraint(
                fields=["tenant", "kind", "origin_kind", "origin_id"],
                condition=models.Q(entry="entry", countered_at=None, origin_id__isnull=False),
                name="result_once",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "-happened_on", "-id"], name="result_newest"),
            models.Index(fields=["tenant", "kind", "happened_on"], name="result_kind"),
            models.Index(fields=["company", "-happened_on"], name="result_company"),
            models.Index(fields=["demand_id"], name="result_demand", condition=models.Q(demand_id__isnull=False)),
            models.Index(
                fields=["tenant", "disputed_at"], name="result_disputed", condition=models.Q(disputed_at__isnull=False)
            ),
        ]  # fmt: skip

    @property
    def state(self) -> str:
        """counter, taken_back, confirmed, disputed or waiting."""
        if self.entry == self.Entry.COUNTER:
            return "counter"
        if self.countered_at:
            return "taken_back"
        if self.confirmed_at:
            return "confirmed"
        return "disputed" if self.disputed_at else "waiting"


class Word(models.Model):
    """What the one who benefited said: so it is, or not so, with words."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="words")
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=40)  # actor mark
    said_name = models.CharField(max_length=60, blank=True)
