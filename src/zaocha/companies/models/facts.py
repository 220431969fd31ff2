"""What is known of a company, each value with period, day, source and reader; and what it agreed to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models.companies import Company


class FactValue(models.Model):
    """One value of one fact, or the note that it was asked for and is not known.

    Never changed: a correction ends the row and points to its successor. What the register holds in columns of its
    own (industry, employees …) and what is worked out is not stored here.
    """

    class Source(models.TextChoices):
        COMPANY = "company", _("the company itself")
        DESK = "desk", _("entered by the desk")
        IMPORT = "import", _("out of a table")
        API = "api", _("another system")
        REGISTER = "register", _("the register of companies")
        DERIVED = "derived", _("worked out")

    class Confidence(models.TextChoices):
        STATED = "stated", _("as stated")
        DOCUMENTED = "documented", _("seen on paper")
        ESTIMATED = "estimated", _("estimated")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)  # of the dictionary, rules.facts
    period = models.CharField(max_length=10, blank=True)  # "2025", "2025-06", "2025-06-30", or "" without one
    value = models.TextField(blank=True)  # in the one spelling of rules.facts; "" when not known
    is_known = models.BooleanField(default=True)  # False: asked for, and the company does not know
    as_of = models.DateField()  # the day for which it holds
    source = models.CharField(max_length=10, choices=Source.choices)
    evidence = models.CharField(max_length=120, blank=True)  # the paper or file that it was taken from
    confidence = models.CharField(max_length=10, choices=Confidence.choices, default=Confidence.STATED)
    visible_to = models.CharField(max_length=10, blank=True)  # "" : as the dictionary says
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)  # mark of the actor
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name", "period"], condition=models.Q(ended_at=None), name="fact_live"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "company", "name", "period"],
                condition=models.Q(ended_at=None),
                name="fact_of_tenant",
            ),
            models.Index(fields=["company", "name", "id"], name="fact_history"),
        ]


class Consent(models.Model):
    """What a company said to one use of its facts; without a row the default of the purpose holds."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    purpose = models.CharField(max_length=20)  # see facts.purposes
    is_agreed = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)  # decided anew

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "purpose"], condition=models.Q(ended_at=None), name="consent_live"
            )
        ]
        indexes = [models.Index(fields=["tenant", "purpose", "company"], name="consent_of_tenant")]
