"""What was counted ahead for large towns: one row per month, chain and secrecy, and how old it is."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Tenant


class Counted(models.Model):
    """How far a tenant's rows were counted ahead: the generation that holds now."""

    tenant = models.OneToOneField(Tenant, models.CASCADE, primary_key=True)
    generation = models.IntegerField(default=0)
    as_of = models.DateTimeField(null=True)


class Summary(models.Model):
    """Sums of one sort of rows of one month. They add up: over months, chains and secrecy."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, db_index=False)
    generation = models.IntegerField()
    over = models.CharField(max_length=10)  # demands, promises, results
    month = models.DateField(null=True)  # its first day; None: rows without a day
    chain = models.CharField(max_length=20, blank=True)
    secrecy = models.IntegerField()  # 0: open; 1: a hidden author's; 2: conduct of offices
    sums = models.JSONField(default=dict)  # see `summaries.add`

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "generation", "over", "month", "chain", "secrecy"], name="summary_once",
                nulls_distinct=False,
            )
        ]  # fmt: skip
