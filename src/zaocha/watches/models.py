"""Watches and their firings."""

from __future__ import annotations

from django.db import models

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.offers.models import Need, Offer, Source
from zaocha.promises.models import Promise


class Watch(models.Model):
    """A standing promise: tell somebody as soon as an offer of a kind fulfils all conditions.

    `must`: conditions `[{"fact", "test"}, …]`; `rule_key` is the same for the same rule.
    """

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    kind = models.CharField(max_length=20)
    must = models.JSONField(default=list)
    rule_key = models.CharField(max_length=40)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    who = models.CharField(max_length=120, blank=True)  # where the register does not know them
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True)
    need = models.ForeignKey(Need, models.SET_NULL, null=True)
    source = models.ForeignKey(Source, models.SET_NULL, null=True)
    restricted = models.BooleanField(default=False)  # its demand hides the author
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_words = models.TextField(blank=True)
    client_key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=models.Q(ended_at=None), name="watch_of_promise"
            ),
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="watch_client_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "kind", "rule_key"], name="watch_waiting", condition=models.Q(ended_at=None)
            ),
            models.Index(fields=["tenant", "origin_kind", "origin_id"], name="watch_origin"),
            models.Index(fields=["tenant", "company"], name="watch_company"),
        ]


class Firing(models.Model):
    """A watch and an offer that newly fulfils it, once per version of the offer's facts.

    `holds` while the offer goes on fulfilling it: only when it stopped and does so anew it fires again.
    """

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    watch = models.ForeignKey(Watch, models.CASCADE, related_name="firings")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="firings")
    version = models.IntegerField()
    holds = models.BooleanField(default=True)
    evidence = models.TextField()
    promise = models.ForeignKey(Promise, models.SET_NULL, null=True)
    fired_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when a person sent the message on
    told_by = models.CharField(max_length=60, blank=True)
    told_how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "offer", "version"], name="firing_once"),
        ]
        indexes = [
            models.Index(fields=["offer", "holds"], name="firing_holds"),
            models.Index(fields=["tenant", "-fired_at"], name="firing_newest"),
            models.Index(fields=["tenant"], name="firing_untold", condition=models.Q(told_at=None)),
        ]
