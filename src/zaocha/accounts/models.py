"""Tenants, units, people, memberships, links and tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Tenant(models.Model):
    """A sub-district, park or association whose desk this is; every row belongs to one."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40, blank=True)
    officer = models.CharField(max_length=40, blank=True)  # the named officer that companies may call
    language = models.CharField(max_length=10, default="zh-hans")
    settings = models.JSONField(default=dict)  # office hours, chains, presets: overrides of shipped data
    set_up_at = models.DateTimeField(null=True)  # None: begun from pasted minutes, not set up yet
    created_at = models.DateTimeField()


class Unit(models.Model):
    """A unit of the sub-district (assigned), a body outside it (asked), or the desk itself."""

    class Kind(models.TextChoices):
        DESK = "desk", _("desk")
        INSIDE = "inside", _("unit of the sub-district")
        OUTSIDE = "outside", _("body above or outside")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INSIDE)
    contact = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="unit_name")]

    def __str__(self) -> str:
        return self.short_name or self.name


class People(BaseUserManager["Person"]):
    """Looks a person up by what they type to sign in."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(login=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody with an account."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]
    objects: Any = People()

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role, in a unit where the role belongs to one; `chain` for chain leaders."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.CASCADE, null=True)
    chain = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "chain"], name="membership_once", nulls_distinct=False
            )
        ]


class Link(models.Model):
    """An address that works without an account, for one purpose and one subject.

    The token in the address is worked out from the row (`links.token`), so it can be shown again
    and needs no storing; the row makes it expiring and revocable.
    """

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    purpose = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)
    single_use = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "purpose", "subject_id"], name="link_subject")]


class ApiToken(models.Model):
    """A bearer token of a person; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class SignInAttempt(models.Model):
    """Failed sign-ins, for the lock-out; removed after a good one."""

    login = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["login", "at"], name="attempt_login")]
