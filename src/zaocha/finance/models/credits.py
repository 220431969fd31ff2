"""A wish for credit, what is pledged for it, the banks that it was sent to, and what they answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company


class Bank(models.Model):
    """A bank that answers by link, without an account."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=400, blank=True)
    is_resting = models.BooleanField(default=False)  # takes no new dossiers
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="bank_name")]

    def __str__(self) -> str:
        return self.name


class Credit(models.Model):
    """The dossier of one wish for credit."""

    class Purpose(models.TextChoices):  # codes of the fact `loan_purpose`
        EQUIPMENT = "equipment_renewal", _("renewal of equipment")
        TECHNOLOGY = "technology", _("science and technology")
        WORKING = "working_capital", _("working capital")
        CONSTRUCTION = "construction", _("construction of plant")
        OTHER = "other", _("another purpose")

    class State(models.TextChoices):
        GATHERING = "gathering", _("being gathered")
        SENT = "sent", _("with the banks")
        GRANTED = "granted", _("credit granted")
        CLOSED = "closed", _("closed without credit")
        WITHDRAWN = "withdrawn", _("withdrawn by the company")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    words = models.TextField()  # what it is for, in the company's words
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # CNY
    months = models.PositiveIntegerField(null=True)
    needed_by = models.DateField(null=True)
    demand_id = models.BigIntegerField(null=True)  # the demand that led to it; demands own their side
    state = models.CharField(max_length=10, choices=State.choices, default=State.GATHERING)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    client_key = models.CharField(max_length=80, blank=True)  # the same form sent twice is one dossier
    ended_at = models.DateTimeField(null=True)
    ended_words = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "state", "id"], name="credit_state"),
            models.Index(fields=["tenant", "company"], name="credit_company"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="credit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.get_purpose_display()}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"gathering": "amber", "sent": "blue", "granted": "green"}.get(self.state, "grey")

    @property
    def is_live(self) -> bool:
        """Whether anything can still happen to it before a bank's decision."""
        return self.state in (self.State.GATHERING, self.State.SENT)


class Pledge(models.Model):
    """A right that is pledged: type, number, owner, and whether it was ever pledged before."""

    class Kind(models.TextChoices):
        INVENTION = "invention", _("invention patent")
        UTILITY = "utility", _("utility model patent")
        DESIGN = "design", _("design patent")
        TRADEMARK = "trademark", _("trademark")
        COPYRIGHT = "copyright", _("copyright of software")
        OTHER = "other", _("another right")

    credit = models.ForeignKey(Credit, models.CASCADE, related_name="pledges")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    owner = models.CharField(max_length=120)
    valid_until = models.DateField(null=True)
    is_first = models.BooleanField(null=True)  # first pledge ever; None: not known

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credit", "number"], name="pledge_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Referral(models.Model):
    """A dossier at one bank. Nothing leaves the house before the company's consent for this bank."""

    class State(models.TextChoices):
        CONSENTED = "consented", _("the company agrees")
        SENT = "sent", _("sent, not answered")
        OFFERED = "offered", _("offered, the company decides")
        DECLINED = "declined", _("declined by the bank")
        ACCEPTED = "accepted", _("accepted by the company")
        REFUSED = "refused", _("refused by the company")
        REVOKED = "revoked", _("consent taken back")

    credit = models.ForeignKey(Credit, models.CASCADE, related_name="referrals")
    bank = models.ForeignKey(Bank, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONSENTED)
    consented_at = models.DateTimeField()
    consented_by = models.CharField(max_length=60)  # mark of who gave it
    consent_paper = models.CharField(max_length=200, blank=True)  # the desk notes a signed paper
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_name = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # CNY, of the credit line
    rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)  # per cent a year
    months = models.PositiveIntegerField(null=True)
    conditions = models.TextField(blank=True)
    offer_until = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)  # why the bank declined
    decided_at = models.DateTimeField(null=True)  # by the company
    decided_words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit", "bank"], condition=~models.Q(state="revoked"), name="referral_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.credit} → {self.bank}"

    @property
    def tone(self) -> str:
        """The colour of its state."""
        tones = {"consented": "amber", "sent": "blue", "offered": "purple", "accepted": "green"}
        return tones.get(self.state, "grey")


class Question(models.Model):
    """What a bank asks before it decides, and the company's answer."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="questions")
    words = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)


class Drawdown(models.Model):
    """Money paid out of a credit line; it counts when the company has confirmed it."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="drawdowns")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    on_day = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField(null=True)
    disputed_words = models.CharField(max_length=400, blank=True)
