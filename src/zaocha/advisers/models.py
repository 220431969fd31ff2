"""Advisers, what they declared, what they are asked, their turns, and their visits."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant
from zaocha.companies.models import Company
from zaocha.demands.models import Demand
from zaocha.offers.models import Policy


class Adviser(models.Model):
    """Somebody appointed to advise: a person of the town, or an outside expert who answers by link."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", _("industry adviser")
        FINANCE = "finance", _("finance adviser")
        LEGAL = "legal", _("legal adviser")
        INTEGRITY = "integrity", _("integrity adviser")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.SET_NULL, null=True)
    employer = models.CharField(max_length=80, blank=True)  # as named; a company of the register in `company`
    company = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=400, blank=True)
    fields = models.JSONField(default=list)
    chains = models.JSONField(default=list)  # empty: every chain
    languages = models.JSONField(default=list)
    hours = models.PositiveIntegerField(default=8)  # a month
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day after the term
    terms = models.JSONField(default=list)  # earlier ones: [from, to, why it ended]
    appointed_at = models.DateTimeField()
    appointed_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["tenant", "kind", "ends_on"], name="adviser_kind")]

    def __str__(self) -> str:
        return self.name

    def standing(self, on: date) -> str:
        """`coming`, `active` or `ended` on a day."""
        if on < self.starts_on:
            return "coming"
        return "active" if on < self.ends_on else "ended"


class Conflict(models.Model):
    """A conflict of interest as its adviser declared it: with one company, or with a whole chain."""

    class Why(models.TextChoices):
        COMPETITOR = "competitor", _("competitor of mine")
        EMPLOYER = "employer", _("I work or worked for it")
        SHARE = "share", _("I hold a share in it")
        CUSTOMER = "customer", _("customer or supplier of mine")
        FAMILY = "family", _("family")
        OTHER = "other", _("another reason")

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="conflicts")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    chain = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)


class Advice(models.Model):
    """What a company asks an adviser, from the asking to the company's word."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed to the company")
        PUT = "put", _("put to an adviser")
        UNFILLED = "unfilled", _("nobody is free")
        ACCEPTED = "accepted", _("accepted")
        VISITED = "visited", _("visited, company asked")
        CONFIRMED = "confirmed", _("visit confirmed by the company")
        DECLINED = "declined", _("not wanted by the company")
        DROPPED = "dropped", _("withdrawn or ended")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    demand = models.ForeignKey(Demand, models.SET_NULL, null=True)
    kind = models.CharField(max_length=10, choices=Adviser.Kind.choices)
    field = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices)
    adviser = models.ForeignKey(Adviser, models.SET_NULL, null=True)  # who has it now
    shown_to = models.JSONField(
        default=list
    )  # who may read the notes, as the company ticked: desk, officer, unit
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    is_proposal = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    end_words = models.CharField(max_length=400, blank=True)
    client_key = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="advice_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "-id"], name="advice_state"),
            models.Index(fields=["tenant", "company", "-id"], name="advice_company"),
        ]

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {
            "proposed": "purple", "put": "blue", "unfilled": "red", "accepted": "teal", "visited": "amber",
            "confirmed": "green",
        }.get(self.state, "grey")  # fmt: skip


class Turn(models.Model):
    """One adviser to whom it was put, with the reasons of that moment; it passes on by itself."""

    class Answer(models.TextChoices):
        OPEN = "", _("not answered yet")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("handed on")
        PASSED = "passed", _("time was up, it passed on")
        TAKEN = "taken", _("taken back by the desk")

    advice = models.ForeignKey(Advice, models.CASCADE, related_name="turns")
    adviser = models.ForeignKey(Adviser, models.CASCADE)
    reasons = models.JSONField(default=list)  # codes and figures of `ranking`
    chosen = models.CharField(max_length=300, blank=True)  # why the desk chose somebody else than the first
    put_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["advice"], condition=models.Q(answer=""), name="turn_live"),
            models.UniqueConstraint(fields=["advice", "adviser"], name="turn_once"),
        ]


class Visit(models.Model):
    """What the adviser did there. The notes are read by the company, their writer, and whom the company ticked."""

    advice = models.OneToOneField(Advice, models.CASCADE, related_name="visit")
    adviser = models.ForeignKey(Adviser, models.CASCADE)
    on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    place = models.CharField(max_length=120, blank=True)
    notes = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)  # 1 … 5, in words on every page; never averaged
    rating_words = models.CharField(max_length=400, blank=True)


class Explained(models.Model):
    """A policy that was explained at a visit, with what it said to the company that day."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="explained")
    policy = models.ForeignKey(Policy, models.CASCADE)
    code = models.CharField(max_length=14)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "policy"], name="explained_once")]
