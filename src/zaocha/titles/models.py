"""Workers who may ask for a title, their dossiers, and panels of experts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.models import Company
from zaocha.titles import tables


class Worker(models.Model):
    """Somebody of a company with what is known of their trade; nothing but this, until `expires_on`.

    `facts`: name → kept value (see data/facts.yaml), as of `told_on`. Erased: name and facts are blank.
    """

    class Told(models.TextChoices):
        COMPANY = "company", _("by the company")
        SELF = "self", _("by the worker")
        DESK = "desk", _("by the desk")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=60, blank=True)
    field = models.CharField(max_length=20)  # of work: code of data/rules.yaml
    facts = models.JSONField(default=dict)
    told_on = models.DateField()
    told_by = models.CharField(max_length=10, choices=Told.choices)
    told_mark = models.CharField(max_length=60)
    shown_to_company = models.BooleanField(default=True)
    consent_text = models.CharField(max_length=20, blank=True)  # version of the words agreed to
    consented_at = models.DateTimeField(null=True)
    consent_mark = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField()
    erased_at = models.DateTimeField(null=True)
    best = models.CharField(max_length=4, blank=True)  # verdict on the day it was told: may, near, ask, not
    client_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "best", "id"], name="title_worker_best"),
            models.Index(fields=["tenant", "company"], name="title_worker_company"),
            models.Index(fields=["expires_on"], name="title_worker_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="title_worker_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("erased"))


class Dossier(models.Model):
    """One title that a worker asks for: papers, where they went, and what was decided."""

    class State(models.TextChoices):
        GATHERING = "gathering", _("papers are gathered")
        FILED = "filed", _("with the authority")
        PANEL = "panel", _("before a panel")
        NOTICE = "notice", _("passed, open to objections")
        GRANTED = "granted", _("title granted")
        REFUSED = "refused", _("title not granted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="dossiers")
    company = models.ForeignKey(Company, models.SET_NULL, null=True)  # of that time
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=20)
    field = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GATHERING)
    statement = models.TextField(blank=True)  # what the worker can do, in own words
    authority = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(null=True)
    next_on = models.DateField(null=True)  # when somebody looks after it again, or answers are due
    panel = models.ForeignKey("titles.Panel", models.SET_NULL, null=True, related_name="dossiers")
    number = models.PositiveIntegerField(null=True)  # within its panel, as experts see it
    outcome = models.JSONField(default=dict)  # of a panel: yes, present, means
    reason = models.CharField(max_length=400, blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    granted_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_mark = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "state", "id"], name="title_dossier_state"),
            models.Index(fields=["tenant", "next_on"], name="title_dossier_next"),
            models.Index(fields=["company", "id"], name="title_dossier_company"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "level"],
                condition=models.Q(state__in=("gathering", "filed", "panel", "notice")),
                name="title_dossier_open",
            ),
            models.UniqueConstraint(
                fields=["tenant", "certificate"],
                condition=~models.Q(certificate=""),
                name="title_certificate",
            ),
        ]

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {
            "gathering": "blue", "filed": "amber", "panel": "purple", "notice": "teal", "granted": "green",
        }.get(self.state, "grey")  # fmt: skip

    @property
    def level_label(self) -> str:
        """The title asked for, in the reader's language."""
        return tables.level(self.level)

    @property
    def way_label(self) -> str:
        """By which way, in the reader's language."""
        found = tables.rules().get(self.rule)
        return str(tables.WAYS[found.way]) if found else self.rule


class Paper(models.Model):
    """A file in a dossier, kept in the data folder by its content."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20)  # code of data/evidence.yaml
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "kind", "digest"], name="title_paper_once")]


class Entry(models.Model):
    """A line in the history of a dossier: what was done or answered, and by whom."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="entries")
    kind = models.CharField(
        max_length=12
    )  # opened, filed, answer, returned, panel, decided, granted, refused …
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    mark = models.CharField(max_length=60)
    name = models.CharField(max_length=60, blank=True)


class Expert(models.Model):
    """Somebody who may sit on panels: where from, of which level, for which fields of work."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=40)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)  # when employed by one of the register
    employer = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=20)
    fields = models.JSONField(default=list)
    ended_on = models.DateField(null=True)  # from this day on not in the pool
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["tenant", "ended_on"], name="title_expert_pool")]

    def __str__(self) -> str:
        return self.name

    @property
    def level_label(self) -> str:
        """The expert's own title, in the reader's language."""
        return tables.level(self.level)

    @property
    def field_labels(self) -> list[str]:
        """Fields of work, in the reader's language."""
        return [tables.field(code) for code in self.fields]


class Tie(models.Model):
    """Something between an expert and a worker or a company that keeps the expert off a panel."""

    class Kind(models.TextChoices):
        RELATIVE = "relative", _("relative")
        TEACHER = "teacher", _("teacher and pupil")
        COMPETITOR = "competitor", _("competitor")
        OTHER = "other", _("another tie")

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    worker = models.ForeignKey(Worker, models.CASCADE, null=True)
    company = models.ForeignKey(Company, models.CASCADE, null=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    told_at = models.DateTimeField()
    told_mark = models.CharField(max_length=60)


class Panel(models.Model):
    """Experts drawn by lot who mark dossiers of one field and level; `seed` lets anybody draw again."""

    class State(models.TextChoices):
        PLANNED = "planned", _("dossiers are put together")
        MARKING = "marking", _("experts are marking")
        NOTICE = "notice", _("open to objections")
        ENDED = "ended", _("ended")
        CANCELLED = "cancelled", _("cancelled")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=120)
    field = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    substitutes = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    seed = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)  # marks are handed in until the end of this day
    decided_at = models.DateTimeField(null=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)  # the last day of objections
    reason = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["tenant", "state", "id"], name="title_panel_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"planned": "blue", "marking": "purple", "notice": "teal", "ended": "green"}.get(
            self.state, "grey"
        )

    @property
    def level_label(self) -> str:
        """The title that it decides on, in the reader's language."""
        return tables.level(self.level)

    @property
    def field_label(self) -> str:
        """The field of work, in the reader's language."""
        return tables.field(self.field)


class Seat(models.Model):
    """An expert of the pool at the time of a draw: seated, substitute, left out, kept out, or stepped back."""

    class State(models.TextChoices):
        SEATED = "seated", _("on the panel")
        SUBSTITUTE = "substitute", _("substitute")
        UNDRAWN = "undrawn", _("not drawn")
        KEPT_OUT = "kept_out", _("kept out")
        DECLINED = "declined", _("stepped back")

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT)
    place = models.PositiveIntegerField(null=True)  # in the draw; none when kept out
    state = models.CharField(max_length=10, choices=State.choices)
    reasons = models.JSONField(default=list)  # codes with what they are about: [code, dossier number]
    words = models.CharField(max_length=200, blank=True)  # of one who stepped back
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "expert"], name="title_seat_once")]


class Sheet(models.Model):
    """What one expert gives one dossier; nobody else reads it before the panel has decided."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="sheets")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="sheets")
    marks = models.JSONField(default=dict)  # criterion → whole number
    yes = models.BooleanField()
    words = models.CharField(max_length=400, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "dossier"], name="title_sheet_once")]


class Objection(models.Model):
    """What somebody says against a result shown publicly, and the answer."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="objections")
    words = models.CharField(max_length=1000)
    contact = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=400, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dossier", "answered_at"], name="title_objection_open")]
