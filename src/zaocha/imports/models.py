"""Staged imports."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Person, Tenant


class Import(models.Model):
    """A table on its way in: read, mapped, checked whole, then taken or thrown away."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=20)  # companies, ledger
    file_name = models.CharField(max_length=200)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # field -> header
    state = models.CharField(
        max_length=10, default="mapping"
    )  # mapping, checking, checked, taking, done, failed
    total = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    job_id = models.BigIntegerField(null=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class ImportRow(models.Model):
    """One row as it stood in the file, what was made of it, and why it cannot be taken."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.IntegerField()  # as the spreadsheet counts
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [{"code", "field", "params"}]
    decision = models.CharField(max_length=10, blank=True)  # new, change, same, conflict, skip
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "number"], name="import_row")]
