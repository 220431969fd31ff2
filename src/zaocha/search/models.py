"""What is indexed, and how often each token occurs."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One indexed text of one subject; its key is the row number in the full-text table.

    A changed text becomes a new entry, so a posting that outlived its entry can never point to another.
    On PostgreSQL the table has one column more, `tokens`, that `postgres.py` alone reads and writes.
    """

    tenant_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)  # see terms.KINDS
    subject_id = models.BigIntegerField()
    text = models.TextField()  # uniform (simplified, half width, lower case), at most terms.LIMIT long

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "kind", "subject_id"], name="entry_once")]


class Frequency(models.Model):
    """In how many entries a token occurs; a bare prefix stands for the number of entries."""

    token = models.CharField(max_length=80, primary_key=True)
    n = models.BigIntegerField()
