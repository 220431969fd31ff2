"""Forms of vacancies, candidates, hires and programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant, Unit
from zaocha.talent import actions, fitting, words
from zaocha.talent.models import SCHOOLING, Programme, Vacancy, post_label
from zaocha.ui.forms import StyledForm

MUSTS = {
    "schooling": _("schooling"), "skills": _("skills"), "major": _("major"), "years": _("experience"), "post": _("post"),
    "wage": _("wage"), "place": _("place"), "dormitory": _("dormitory"),
}  # fmt: skip
COMMAS = _("Separated by commas.")


def _date(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _parts(text: str) -> tuple[str, ...]:
    found = [one.strip() for one in text.replace("，", ",").replace("、", ",").split(",")]
    return tuple(one[:40] for one in found if one)


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Fill a list of choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def post_choices(empty: Any) -> list[Any]:
    """The posts, with an empty one first."""
    return [("", empty), *((code, post_label(code)) for code in fitting.posts())]


class FilterForm(StyledForm):
    """Above a list; what a list does not need is left out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    post = forms.ChoiceField(label=_("Job"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self, *args: Any, posts: bool = True, states: list[Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "post", post_choices(_("all")))
        choose(self, "state", [("", _("all")), *(states or [])])
        if not posts:
            del self.fields["post"]
        if not states:
            del self.fields["state"]


class VacancyForm(StyledForm):
    """A vacancy; on a company's own page without the company and the desk's reason."""

    company = forms.CharField(
        label=_("Company"), max_length=120, help_text=_("Name, pinyin initials or credit code.")
    )
    title = forms.CharField(label=_("Post wanted"), max_length=60)
    post = forms.ChoiceField(label=_("Kind of post"), required=False)
    number = forms.IntegerField(label=_("How many"), initial=1, min_value=1, max_value=5000)
    skills = forms.CharField(label=_("Skills"), required=False, max_length=300, help_text=COMMAS)
    schooling = forms.ChoiceField(label=_("Least schooling"), choices=SCHOOLING)
    majors = forms.CharField(label=_("Majors"), required=False, max_length=200, help_text=COMMAS)
    years = forms.IntegerField(
        label=_("Least years of experience"), required=False, min_value=0, max_value=40
    )
    wage_from = forms.IntegerField(
        label=_("Wage from (CNY a month)"), required=False, min_value=1, max_value=1_000_000
    )
    wage_to = forms.IntegerField(
        label=_("Wage to (CNY a month)"), required=False, min_value=1, max_value=1_000_000
    )
    shifts = forms.ChoiceField(label=_("Shifts"), choices=Vacancy.Shifts.choices)
    place = forms.CharField(label=_("Place of work"), required=False, max_length=60)
    dormitory = forms.BooleanField(label=_("With dormitory"), required=False)
    until = _date(_("Wanted until"))
    note = forms.CharField(label=_("What else to say"), required=False, max_length=600, widget=forms.Textarea)
    musts = forms.MultipleChoiceField(
        label=_("What must hold"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one, MUSTS[one]) for one in fitting.VACANCY_MUSTS],
        help_text=_("Everything else is a preference and is weighed."),
    )  # fmt: skip
    lawful = forms.CharField(
        label=_("Why such words are lawful here"), required=False, max_length=300,
        help_text=_("Only where a law bars some from this work: name it."),
    )  # fmt: skip

    def __init__(self, *args: Any, for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "post", post_choices(_("as the words say")))
        if for_company:
            del self.fields["company"], self.fields["lawful"]

    def new(self, company_id: int) -> actions.NewVacancy:
        """What was filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "company"}
        return actions.NewVacancy(
            **{**given, "company_id": company_id, "skills": _parts(given["skills"]), "majors": _parts(given["majors"]),
               "years": given["years"] or 0, "musts": tuple(given["musts"])}
        )  # fmt: skip


class CandidateForm(StyledForm):
    """A candidate. No sex, age, marital status or identity number is asked."""

    client_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=40)
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    post = forms.ChoiceField(label=_("Post wished for"), required=False)
    skills = forms.CharField(label=_("Skills"), required=False, max_length=300, help_text=COMMAS)
    schooling = forms.ChoiceField(label=_("Schooling"), required=False, choices=[("", "—"), *SCHOOLING[1:]])
    major = forms.CharField(label=_("Major"), required=False, max_length=40)
    school = forms.CharField(label=_("School"), required=False, max_length=60)
    years = forms.IntegerField(label=_("Years of experience"), required=False, min_value=0, max_value=60)
    wage_from = forms.IntegerField(
        label=_("Wage wished for (CNY a month)"), required=False, min_value=1, max_value=1_000_000
    )
    place = forms.CharField(label=_("Place wished for"), required=False, max_length=60)
    dormitory = forms.BooleanField(label=_("Needs a dormitory"), required=False)
    musts = forms.MultipleChoiceField(
        label=_("What must hold"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one, MUSTS[one]) for one in fitting.CANDIDATE_MUSTS],
    )  # fmt: skip
    expires_on = _date(_("Keep it until"))
    agreed = forms.BooleanField(
        label=words.CONSENT_TEXT, error_messages={"required": _("Without this consent nothing is kept.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "post", post_choices("—"))

    def new(self) -> actions.NewCandidate:
        """What was filled in."""
        given = self.cleaned_data
        more = {
            "skills": _parts(given["skills"]),
            "years": given["years"] or 0,
            "musts": tuple(given["musts"]),
        }
        return actions.NewCandidate(**{**given, **more})


class HireForm(StyledForm):
    """Somebody was taken on."""

    company = forms.CharField(label=_("Company"), max_length=120)
    title = forms.CharField(label=_("Job"), max_length=60)
    schooling = forms.ChoiceField(label=_("Schooling"), choices=SCHOOLING[1:], initial="bachelor")
    on = _date(_("Hired on"))

    def __init__(self, *args: Any, for_company: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_company:
            del self.fields["company"]


class ProgrammeForm(StyledForm):
    """A programme with its school; company, agreement and number for directed training."""

    title = forms.CharField(label=_("Title"), max_length=80)
    field = forms.ChoiceField(label=_("Field of work"), choices=Programme.Field.choices)
    school = forms.ChoiceField(label=_("School"), help_text=_("Schools are entered as units under Settings."))
    note = forms.CharField(label=_("What else to say"), required=False, max_length=400)
    company = forms.CharField(label=_("Directed training for the company"), required=False, max_length=120)
    agreement = forms.CharField(label=_("Number of its agreement"), required=False, max_length=60)
    agreed = forms.IntegerField(label=_("Students agreed on"), required=False, min_value=1, max_value=5000)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.filter(tenant=tenant, is_active=True, kind=Unit.Kind.OUTSIDE).order_by("name")
        choose(self, "school", [("", "—"), *((str(one.pk), one.name) for one in rows)])


class CohortForm(StyledForm):
    """A course."""

    name = forms.CharField(label=_("Course"), max_length=60)
    starts_on = _date(_("Begins on"))
    ends_on = _date(_("Last day of the course"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=5000)


class ReportForm(StyledForm):
    """What the school says of a course."""

    enrolled = forms.IntegerField(label=_("Enrolled"), min_value=0, max_value=5000)
    completed = forms.IntegerField(
        label=_("Completed"),
        required=False,
        min_value=0,
        max_value=5000,
        help_text=_("Once it has ended; it is then confirmed."),
    )
