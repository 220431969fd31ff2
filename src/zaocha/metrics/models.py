"""What was counted ahead for large towns (one row per month, chain and secrecy, and its age), and what was published."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Person, Tenant


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


class Publication(models.Model):
    """The figures of a period as a named person reviewed them for the public: frozen, taken back but never edited."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    period = models.CharField(max_length=10)  # `2026`, `2026-Q1`, `2026-03`
    first_on = models.DateField()
    until_on = models.DateField()
    contents = models.JSONField()  # see `publishing.contents`: small numbers are not in it
    reviewed_by = models.ForeignKey(Person, models.PROTECT)
    reviewer = models.CharField(max_length=110)  # name and post as on that day
    reviewed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "period"], condition=models.Q(taken_back_at=None), name="publication_once"
            )
        ]

    def __str__(self) -> str:
        return self.period
