"""Co-building agreements: parties, clauses, and the days on which each clause falls due."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant, Unit
from zaocha.companies.models import Company
from zaocha.promises.models import Promise


class Agreement(models.Model):
    """What a community and companies promise each other for a time. One that has run out is no state: see `runs`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        OFFERED = "offered", _("with the parties")
        SIGNED = "signed", _("in force")
        ENDED = "ended", _("ended early")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_on = models.DateField(null=True)
    renews = models.ForeignKey("self", models.SET_NULL, null=True, related_name="renewals")
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)  # why it ended early
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["tenant", "state", "ends_on"], name="agreement_ends")]

    @property
    def number(self) -> str:
        """The number that people use."""
        return f"GJ{self.starts_on:%Y}-{self.pk:04d}"

    def runs(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.state == self.State.SIGNED and self.starts_on <= on <= self.ends_on


class Party(models.Model):
    """One side of an agreement: the community (a unit) or a company, with who speaks for it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True)
    spokesman = models.CharField(max_length=60, blank=True)
    agreed_at = models.DateTimeField(null=True)  # to the text, by its own link or as noted by the desk
    agreed_by = models.CharField(max_length=60, blank=True)
    objection = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "company"], name="party_company"),
            models.UniqueConstraint(fields=["agreement", "unit"], name="party_unit"),
        ]

    def __str__(self) -> str:
        return str(self.company or self.unit or "")


class Clause(models.Model):
    """What one party promises the others: once by a day, or every so many months while the agreement runs."""

    class Rhythm(models.IntegerChoices):
        ONCE = 0, _("a single time")
        MONTH = 1, _("every month")
        QUARTER = 3, _("every quarter")
        HALF = 6, _("every half-year")
        YEAR = 12, _("every year")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    party = models.ForeignKey(Party, models.CASCADE, related_name="clauses")  # who promises
    number = models.IntegerField()
    what = models.CharField(max_length=400)
    owner = models.CharField(max_length=60)  # the person who answers for it, as named
    months = models.IntegerField(choices=Rhythm.choices, default=Rhythm.ONCE)
    first_due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="clause_number")]


class Due(models.Model):
    """One day on which a clause falls due: a promise of the ledger, from the signing on.

    One side says that it is done, the other confirms; only then is the promise kept.
    """

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="dues")
    on = models.DateField()
    promise = models.ForeignKey(Promise, models.PROTECT, null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    done_words = models.CharField(max_length=400, blank=True)
    doubt = models.CharField(max_length=400, blank=True)  # of the other side: not done yet, because …

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "on"], name="clause_due")]
        indexes = [models.Index(fields=["on"], name="clause_due_on")]
