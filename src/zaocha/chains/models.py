"""Who leads, convenes and anchors a chain; where companies stand in it; alliances; plans; requests.

A chain itself is a code with its name in both languages (`companies.chains`), and a company is on the chain that the
register says. No row here is about a member of a party: organisations and posts only.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant
from zaocha.companies.models import Company
from zaocha.dealings.models import Good
from zaocha.promises.models import Promise

LIVE = models.Q(to_on=None)


class Term(models.Model):
    """Somebody leads or convenes a chain, or a company anchors it, from a day until before another: [from, to)."""

    class Role(models.TextChoices):
        LEADER = "leader", _("chain leader")
        CONVENER = "convener", _("convener")
        ANCHOR = "anchor", _("anchor company")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    chain = models.CharField(max_length=20)
    role = models.CharField(max_length=8, choices=Role.choices)
    person = models.ForeignKey(Person, models.SET_NULL, null=True)  # of a leader
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True
    )  # that anchors, or that the convener is of
    name = models.CharField(max_length=40, blank=True)  # as the company said; its function, no membership
    post = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "chain", "role"], condition=LIVE, name="term_live"),
            models.CheckConstraint(
                condition=LIVE | models.Q(to_on__gte=models.F("from_on")), name="term_forwards"
            ),
        ]

    def __str__(self) -> str:
        if self.role == self.Role.ANCHOR:
            return str(self.company or "")
        return self.name


class Place(models.Model):
    """Where a company stands in a chain, [from, to); `from_on` None: longer than anybody noted."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    chain = models.CharField(max_length=20)
    company = models.ForeignKey(Company, models.CASCADE, related_name="chain_places")
    position = models.CharField(max_length=6, choices=Good.Tier.choices, blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    words = models.CharField(max_length=200, blank=True)  # why it left
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company"], condition=LIVE, name="chain_place_live")]
        indexes = [models.Index(fields=["tenant", "chain", "to_on"], name="chain_place")]


class Alliance(models.Model):
    """Organisations and companies that bound themselves together, along a chain or across chains."""

    class Kind(models.TextChoices):
        PARTY = "party", _("party-building alliance")
        CHAIN = "chain", _("industry chain alliance")
        CROSS = "cross", _("alliance across chains")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=80)
    brand = models.CharField(max_length=40, blank=True)
    chain = models.CharField(max_length=20, blank=True)  # "": across chains
    aim = models.CharField(max_length=300, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    words = models.CharField(max_length=200, blank=True)  # why it ended

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="alliance_name")]

    def __str__(self) -> str:
        return self.brand or self.name


class Belonging(models.Model):
    """A company belongs to an alliance, [from, to)."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="belongings")
    company = models.ForeignKey(Company, models.CASCADE, related_name="belongings")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    words = models.CharField(max_length=200, blank=True)  # why it left
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "company"], condition=LIVE, name="belonging_live")
        ]


class Organisation(models.Model):
    """An organisation that is a member of an alliance, [from, to). Never who belongs to it."""

    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=80)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)  # whose organisation it is
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alliance", "name"], condition=LIVE, name="organisation_live")
        ]


class PlanLine(models.Model):
    """A line of a chain's service plan: a promise, and the category of demands that it answers."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    chain = models.CharField(max_length=20)
    category = models.CharField(max_length=4, blank=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "chain"], name="plan_chain")]


class Request(models.Model):
    """A company asks by its link to join or leave a chain or an alliance."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    kind = models.CharField(max_length=5, choices=[("join", _("join")), ("leave", _("leave"))])
    chain = models.CharField(max_length=20, blank=True)
    alliance = models.ForeignKey(Alliance, models.CASCADE, null=True)
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=models.Q(state="asked", alliance=None),
                name="chain_request_live",
            ),
            models.UniqueConstraint(
                fields=["company", "alliance"],
                condition=models.Q(state="asked"),
                name="alliance_request_live",
            ),
        ]
