"""Vacancies, candidates, what comes of the two, hires; programmes with schools, cohorts and wishes for seats."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant, Unit
from zaocha.allocations.models import Round
from zaocha.companies.models import Company
from zaocha.talent import fitting

SCHOOLING = [
    ("none", _("any")), ("junior", _("junior school")), ("senior", _("senior or vocational school")), ("college", _("college")),
    ("bachelor", _("bachelor")), ("master", _("master")), ("doctor", _("doctor")),
]  # fmt: skip


def post_label(code: str) -> str:
    """A post in the reader's language."""
    one = fitting.posts().get(code, fitting.posts()["other"])
    return str(one["en"] if (get_language() or "").startswith("en") else one["zh"])


class Vacancy(models.Model):
    """A post that a company wants to fill."""

    class Shifts(models.TextChoices):
        DAY = "day", _("day work")
        TWO = "two", _("two shifts")
        THREE = "three", _("three shifts")
        FLEXIBLE = "flexible", _("flexible hours")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    title = models.CharField(max_length=60)
    post = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=1)
    skills = models.JSONField(default=list)
    schooling = models.CharField(max_length=10, choices=SCHOOLING, default="none")
    majors = models.JSONField(default=list)
    years = models.PositiveIntegerField(default=0)
    wage_from = models.PositiveIntegerField(null=True)  # CNY a month
    wage_to = models.PositiveIntegerField(null=True)
    shifts = models.CharField(max_length=10, choices=Shifts.choices, default=Shifts.DAY)
    dormitory = models.BooleanField(default=False)
    place = models.CharField(max_length=60, blank=True)
    until = models.DateField()
    note = models.CharField(max_length=600, blank=True)
    musts = models.JSONField(default=list)
    lawful = models.CharField(max_length=300, blank=True)  # why words that the lint found are lawful
    source = models.CharField(max_length=10)  # company, desk, import
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "ended_at", "post"], name="vacancy_open")]

    def __str__(self) -> str:
        return self.title

    @property
    def post_label(self) -> str:
        return post_label(self.post)


class Candidate(models.Model):
    """Somebody who looks for work and agreed to be kept for it until a day. No sex, age or identity number."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    name = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=20, blank=True)
    skills = models.JSONField(default=list)
    schooling = models.CharField(max_length=10, choices=SCHOOLING[1:], blank=True)
    major = models.CharField(max_length=40, blank=True)
    school = models.CharField(max_length=60, blank=True)
    years = models.PositiveIntegerField(default=0)
    wage_from = models.PositiveIntegerField(null=True)
    place = models.CharField(max_length=60, blank=True)
    dormitory = models.BooleanField(default=False)
    musts = models.JSONField(default=list)
    source = models.CharField(max_length=10)  # link, desk, import
    client_key = models.CharField(max_length=60, blank=True)
    consent = models.CharField(max_length=10)  # version of the text
    consented_at = models.DateTimeField()
    expires_on = models.DateField()
    made_by = models.CharField(max_length=60)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "client_key"], condition=~models.Q(client_key=""), name="candidate_once"
            )
        ]
        indexes = [models.Index(fields=["tenant", "erased_at", "post"], name="candidate_live")]

    @property
    def masked(self) -> str:
        """The name as it is shown to whoever may not know it."""
        return f"{self.name[:1]}**" if self.name else "—"

    @property
    def post_label(self) -> str:
        return post_label(self.post) if self.post else "—"


class Application(models.Model):
    """A candidate and a vacancy: two yeses, then interview, offer and hire."""

    class State(models.TextChoices):
        ASKED = "asked", _("one side is asked")
        SHOWN = "shown", _("both said yes")
        INTERVIEW = "interview", _("interview")
        OFFERED = "offered", _("offered")
        ACCEPTED = "accepted", _("offer accepted")
        HIRED = "hired", _("hired")
        DECLINED = "declined", _("declined")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    vacancy = models.ForeignKey(Vacancy, models.CASCADE)
    candidate = models.ForeignKey(Candidate, models.CASCADE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    candidate_yes = models.BooleanField(null=True)
    company_yes = models.BooleanField(null=True)
    words = models.CharField(max_length=300, blank=True)  # of the last step: when and where, or why not
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    stepped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vacancy", "candidate"], name="application_once")]
        indexes = [models.Index(fields=["tenant", "state"], name="application_state")]

    @property
    def tone(self) -> str:
        return {"hired": "green", "declined": "grey", "asked": "amber"}.get(self.state, "blue")


class Hire(models.Model):
    """Somebody was taken on; counts once the company has confirmed it. Holds no name."""

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    company = models.ForeignKey(Company, models.CASCADE)
    application = models.OneToOneField(Application, models.SET_NULL, null=True)
    title = models.CharField(max_length=60)
    post = models.CharField(max_length=20)
    schooling = models.CharField(max_length=10, choices=SCHOOLING[1:])
    hired_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tenant", "hired_on"], name="hire_on")]

    @property
    def post_label(self) -> str:
        return post_label(self.post)


class Programme(models.Model):
    """Training with a school; directed training names its company and agreement."""

    class Field(models.TextChoices):
        DESIGN = "design", _("design")
        MARKETING = "marketing", _("marketing")
        SMART = "smart", _("smart manufacturing")
        OTHER = "other", _("another field")

    tenant = models.ForeignKey(Tenant, models.CASCADE)
    title = models.CharField(max_length=80)
    field = models.CharField(max_length=10, choices=Field.choices)
    school = models.ForeignKey(Unit, models.PROTECT)
    note = models.CharField(max_length=400, blank=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True)  # of directed training
    agreement = models.CharField(max_length=60, blank=True)  # its number
    agreed = models.PositiveIntegerField(null=True)  # students that the agreement names
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.title


class Cohort(models.Model):
    """One course of a programme. Students are counted, not named."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()
    seats = models.PositiveIntegerField()
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    round = models.ForeignKey(Round, models.SET_NULL, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="cohort_name")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """Seats that a company asks for in a cohort."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        GIVEN = "given", _("given")
        REFUSED = "refused", _("not given")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="asked")
    company = models.ForeignKey(Company, models.CASCADE)
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "company"], name="seat_once")]
