"""Companies and their contacts."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Person, Tenant


class Company(models.Model):
    """A company of the town. A merged one points to its successor and keeps its rows."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    code_verdict = models.CharField(max_length=16, blank=True)  # credit_codes verdict, or "" without a code
    industry = models.CharField(max_length=5, blank=True)  # GB/T 4754-2017, such as 1830
    chain = models.CharField(max_length=20, blank=True)  # code out of the tenant's chains
    community = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    employees = models.IntegerField(null=True)
    is_local = models.BooleanField(default=True)  # False: an alliance member elsewhere
    officer = models.ForeignKey(Person, models.SET_NULL, null=True)  # contact officer
    last_heard_at = models.DateTimeField(null=True)  # last demand, meeting or visit
    # What the search by name, pinyin, initials or code looks at: "青禾针织 qinghezhenzhi qhzz 9133…".
    lookup = models.CharField(max_length=400, blank=True)
    sorting = models.CharField(max_length=60, blank=True)  # pinyin of the short name: the order of lists
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True)
    source = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "credit_code"],
                condition=~models.Q(credit_code="") & models.Q(merged_into=None),
                name="company_code",
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "name"], name="company_name"),
            models.Index(fields=["tenant", "sorting", "id"], name="company_sorting"),
            models.Index(fields=["tenant", "community"], name="company_community"),
            models.Index(fields=["tenant", "lookup"], name="company_begins"),
            # Holds all that the search looks at, so that one pass over it answers.
            models.Index(fields=["tenant", "merged_into", "sorting", "id", "lookup"], name="company_lookup"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Contact(models.Model):
    """Somebody of the company whom the desk may reach."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField()
