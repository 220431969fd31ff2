"""Demands, their steps and assignments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Person, Tenant, Unit
from zaocha.companies.models import Company
from zaocha.kernel.clock import SHANGHAI


class Demand(models.Model):
    """What someone asked for, in their words, from any channel. States: see `lifecycle`."""

    class Channel(models.TextChoices):
        MEETING = "meeting", _("morning tea")
        MINUTES = "minutes", _("minutes")
        VISIT = "visit", _("visit")
        PHONE = "phone", _("telephone")
        LINK = "link", _("company's page")
        WEB = "web", _("web form")
        IMPORT = "import", _("import")
        API = "api", _("API")

    # Every index is written with every demand: what an index of several columns begins with needs none of its own.
    tenant = models.ForeignKey(Tenant, models.CASCADE, db_index=False)
    words = models.TextField()  # as said
    company = models.ForeignKey(Company, models.SET_NULL, null=True, db_index=False)
    raised_by = models.CharField(max_length=60, blank=True)  # who said it, as named
    category = models.CharField(max_length=4, blank=True)  # lang.categories: 01…16 or four digits
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=20, default="raised")
    result = models.CharField(max_length=20, blank=True)  # result type; "answered" is not "solved"
    answer = models.TextField(blank=True)
    answer_draft = models.TextField(blank=True)  # of an answer; nobody outside the desk and the unit sees it
    preset = models.CharField(max_length=2, default="B")  # deadline preset
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, db_index=False)  # lead unit that holds it now
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # total clock
    warn_at = models.DateTimeField(null=True)  # from here on it is amber
    provisional = models.BooleanField(default=False)
    unit_since = models.DateTimeField(null=True)  # holding clock of the unit
    unit_due_at = models.DateTimeField(null=True)
    paused_since = models.DateTimeField(null=True)  # waiting for the company
    replied_at = models.DateTimeField(null=True)  # first reply
    reply_minutes = models.IntegerField(null=True)  # office time to the first reply, pauses left out
    on_spot = models.BooleanField(default=False)  # first answered at the table itself
    replied_by = models.CharField(max_length=40, blank=True)  # actor mark; may not do the call-back
    next_on = models.DateField(null=True)  # tracked long-term: rolling next date
    attempts = models.IntegerField(default=0)  # call-back attempts without a word
    word = models.CharField(max_length=10, blank=True)  # the company's own: solved, partly, not
    satisfaction = models.IntegerField(null=True)  # 1 … 5
    dissent = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_as = models.CharField(max_length=20, blank=True)  # solved, explained, no_word, withdrawn, merged
    restricted = models.BooleanField(default=False)  # category 14, or the author asked for it
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, db_index=False)
    meeting_id = models.BigIntegerField(null=True)  # the table at which it was said
    version = models.IntegerField(default=1)  # a page that saw an older one is stale
    client_key = models.CharField(max_length=120, blank=True)
    taken_by = models.CharField(max_length=40, blank=True)  # actor mark of who entered it
    taken_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="demand_client_key"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "-id"], name="demand_newest"),
            models.Index(fields=["tenant", "state", "due_at"], name="demand_state_due"),
            models.Index(fields=["tenant", "company", "-id"], name="demand_company"),
            models.Index(
                fields=["tenant", "unit", "state"],
                name="demand_of_unit",
                condition=models.Q(unit__isnull=False),
            ),
            models.Index(
                fields=["tenant", "meeting_id"],
                name="demand_of_meeting",
                condition=models.Q(meeting_id__isnull=False),
            ),
            models.Index(
                fields=["merged_into"], name="demand_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]

    @property
    def number(self) -> str:
        """The number that people use: year of raising and id."""
        return f"{self.raised_at.astimezone(SHANGHAI):%Y}-{self.pk:05d}"


class Step(models.Model):
    """One step on a demand's way: the timeline."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    actor = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True)
    reason = models.CharField(max_length=40, blank=True)  # reason or ground code
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict)  # what the step needed beside its note, by input name
    visible = models.BooleanField(default=False)  # to the company
    at = models.DateTimeField()


class Assignment(models.Model):
    """A demand handed to a unit (assigned) or put to a body outside (asked); ended ones stay."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.CASCADE)
    kind = models.CharField(max_length=10)  # assign, ask
    is_lead = models.BooleanField(default=True)
    assigned_at = models.DateTimeField()
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True)  # answer recorded by the desk (代录)


class Pause(models.Model):
    """A stretch in which the clock stood still, with the question that was put to the company."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="pauses")
    question = models.TextField()
    answer = models.TextField(blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
