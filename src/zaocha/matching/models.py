"""Verdicts, benefits that a company has, confirmations, and proposals of the sandbox."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.offers.models import Policy


class Verdict(models.Model):
    """What a policy says to a company; kept unless it is `not_eligible` and not near. Never written by hand."""

    class Code(models.TextChoices):
        ELIGIBLE = "eligible", _("eligible")
        NOT_ELIGIBLE = "not_eligible", _("not eligible")
        MISSING = "missing", _("facts missing")
        WINDOW_CLOSED = "window_closed", _("window not open")
        EXCLUDED = "excluded", _("excluded by another benefit")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    policy = models.ForeignKey(Policy, models.CASCADE)
    code = models.CharField(max_length=14, choices=Code.choices)
    is_near = models.BooleanField(default=False)  # one clause fails, and its distance is known
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # CNY
    decided_on = models.DateField()  # the day for which it holds
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "policy"], name="verdict_pair")]
        indexes = [
            models.Index(fields=["tenant", "policy", "code", "company"], name="verdict_policy"),
            models.Index(fields=["tenant", "company", "code"], name="verdict_company"),
        ]


class Freshness(models.Model):
    """How far the verdicts of a tenant are up to date: one row per tenant."""

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)


class Enjoyed(models.Model):
    """A benefit that a company has had: it may exclude others."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    policy_code = models.CharField(max_length=80)  # a policy of the town, or of another authority
    year = models.PositiveIntegerField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # CNY
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # recorded in error, or paid back

    class Meta:
        indexes = [models.Index(fields=["tenant", "company"], name="enjoyed_company")]


class Confirmation(models.Model):
    """One company on the list of a policy that needs no application (免申即享)."""

    class State(models.TextChoices):
        LISTED = "listed", _("to be confirmed by the company")
        CONFIRMED = "confirmed", _("confirmed by the company")
        DECLINED = "declined", _("declined by the company")
        PAID = "paid", _("paid out")
        DROPPED = "dropped", _("taken off the list")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    policy = models.ForeignKey(Policy, models.CASCADE)
    edition = models.PositiveIntegerField()  # the published edition that was compared
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # CNY, as first compared
    paid_amount = models.DecimalField(
        max_digits=18, decimal_places=2, null=True
    )  # CNY, as the authority gave it
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "policy"],
                condition=~models.Q(state__in=["declined", "dropped", "paid"]),
                name="confirmation_live",
            )
        ]
        indexes = [models.Index(fields=["tenant", "policy", "state"], name="confirmation_policy")]


class Proposal(models.Model):
    """A change of a policy that was tried in the sandbox, kept under a name."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    policy = models.ForeignKey(Policy, models.CASCADE)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    author = models.CharField(max_length=60)
    changes = models.JSONField(default=dict)  # path in the document → new value
    base = models.JSONField(default=dict)  # the document that it was compared with
    result = models.JSONField(default=dict)  # figures as they were worked out then
    on = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "policy", "created_at"], name="proposal_policy")]
