"""Goods, what companies do with them, who supplies whom, and introductions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.demands.models import Demand


class Good(models.Model):
    """Something that is made and bought: a product, a material, a kind of work."""

    class Tier(models.TextChoices):
        UP = "up", _("upstream")
        MIDDLE = "middle", _("midstream")
        DOWN = "down", _("downstream")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    code = models.CharField(max_length=40)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60, blank=True)
    aliases = models.JSONField(default=list)  # other names
    chain = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=6, choices=Tier.choices)
    inputs = models.JSONField(default=list)  # codes of the goods that go into it
    lookup = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "code"], name="good_code")]

    def __str__(self) -> str:
        return self.en if self.en and (get_language() or "").startswith("en") else self.zh


class Dealing(models.Model):
    """What a company does with a good: it makes it, buys it, or has capacity to spare for it."""

    class Role(models.TextChoices):
        MAKES = "makes", _("makes")
        BUYS = "buys", _("buys")
        SPARE = "spare", _("has to spare")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    good = models.ForeignKey(Good, models.CASCADE)
    role = models.CharField(max_length=5, choices=Role.choices)
    quantity = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)  # as said: 吨/月, 万双/月
    note = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)  # of what is to spare or looked for
    source = models.CharField(max_length=10)  # company or desk
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "good", "role"], condition=models.Q(ended_at=None), name="dealing_live"
            )
        ]
        indexes = [models.Index(fields=["tenant", "good", "role"], name="dealing_good")]


class Supply(models.Model):
    """One company supplies another. Seen by these two alone: no query of anybody else reads these rows."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    supplier = models.ForeignKey(Company, models.CASCADE, related_name="+")
    buyer = models.ForeignKey(Company, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE)
    told_by = models.ForeignKey(Company, models.CASCADE, related_name="+")  # which end said so
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "buyer", "good"], condition=models.Q(ended_at=None), name="supply_live"
            )
        ]
        indexes = [models.Index(fields=["tenant", "good"], name="supply_good")]


class Introduction(models.Model):
    """Two companies that may suit each other; neither learns who the other is before both have said yes."""

    class State(models.TextChoices):
        ASKED = "asked", _("both are asked")
        INTRODUCED = "introduced", _("introduced")
        DECLINED = "declined", _("declined")
        DEALT = "dealt", _("they deal with each other")
        NO_DEAL = "no_deal", _("nothing came of it")
        DROPPED = "dropped", _("dropped by the desk")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    good = models.ForeignKey(Good, models.CASCADE)
    buyer = models.ForeignKey(Company, models.CASCADE, related_name="+")
    seller = models.ForeignKey(Company, models.CASCADE, related_name="+")
    demand = models.ForeignKey(Demand, models.SET_NULL, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    reasons = models.JSONField(
        default=list
    )  # codes of `candidates.REASONS`, as they were when it was proposed
    words = models.CharField(max_length=300, blank=True)  # what is looked for, shown to the seller
    buyer_yes = models.BooleanField(null=True)
    seller_yes = models.BooleanField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    introduced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=400, blank=True)  # in the words of whoever told it
    told_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "seller", "good"],
                condition=models.Q(state__in=["asked", "introduced"]),
                name="introduction_live",
            )
        ]
        indexes = [models.Index(fields=["tenant", "state", "id"], name="introduction_state")]

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {
            "asked": "blue", "introduced": "amber", "dealt": "green", "declined": "grey", "no_deal": "grey",
            "dropped": "grey",
        }[self.state]  # fmt: skip
