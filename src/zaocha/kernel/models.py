"""Rows without a business noun: events (which are the audit chain), jobs, idempotency keys."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One past fact. All events of a tenant form a hash chain (`audit.verify`).

    `ids` holds ids and codes, `digests` salted digests of the written fields: never free text.
    `salt` is left out of the hash, so that erasure can delete it without breaking the chain.
    """

    tenant_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=40)
    at = models.DateTimeField()
    ids = models.JSONField(default=dict)
    digests = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "seq"], name="event_seq")]
        indexes = [models.Index(fields=["tenant_id", "subject_kind", "subject_id"], name="event_subject")]


class ChainHead(models.Model):
    """The last link of a tenant's chain; updated last in every transaction."""

    tenant_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class Job(models.Model):
    """Work for later, written in the transaction that caused it and leased by one worker at a time."""

    tenant_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="ready")  # ready, done, failed
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    attempts = models.IntegerField(default=0)
    cursor = models.JSONField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after", "id"], name="job_ready", condition=models.Q(state="ready"))
        ]


class IdempotencyKey(models.Model):
    """The remembered answer to a write, so that the same key never writes twice."""

    tenant_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    request = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "key"], name="idempotency_key")]
