"""Staged imports."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Person, Tenant


class Import(models.Model):
    """A table on its way in: read, mapped, checked whole, then taken in one transaction or thrown away.

    States: reading, mapping, checking, checked, taking, done, stale (the register changed between check
    and taking: check again), dropped.
    """

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=20)  # see imports.kinds
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)  # of the file, to know it again
    sheet = models.CharField(max_length=60, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # field -> header
    guesses = models.JSONField(default=dict)  # field -> why it was guessed, {"code", "params"}
    state = models.CharField(max_length=10, default="reading")
    total = models.IntegerField(default=0)
    seen = models.IntegerField(default=0)  # rows checked so far
    counts = models.JSONField(default=dict)  # decision -> rows
    run = models.IntegerField(default=0)  # how often it was mapped: an older check gives up
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class ImportRow(models.Model):
    """One row as it stood in the file, what was made of it, and why it cannot be taken."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.IntegerField()  # as the spreadsheet counts
    cells = models.JSONField(default=list)
    remarks = models.JSONField(default=list)  # of the reader: [{"column", "code", "params"}]
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)  # [{"code", "field", "params", "note"}]
    questions = models.JSONField(default=list)  # codes of what a person has to answer
    answers = models.JSONField(default=dict)  # question -> answer
    changes = models.JSONField(default=dict)  # field -> [old, new]
    decision = models.CharField(max_length=10, blank=True)  # see imports.kinds.DECISIONS
    subject_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, blank=True)  # two rows with the same key are the same thing
    alias = models.CharField(max_length=120, blank=True)  # the same, where one of them has no key

    class Meta:
        indexes = [
            models.Index(fields=["batch", "number"], name="import_row"),
            models.Index(fields=["batch", "decision", "number"], name="import_decision"),
            models.Index(fields=["batch", "key"], name="import_key"),
            models.Index(fields=["batch", "alias"], name="import_alias"),
        ]
