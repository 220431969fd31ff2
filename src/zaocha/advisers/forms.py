"""Forms of the corps, of requests and of visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Tenant
from zaocha.advisers import actions, codes, queries
from zaocha.advisers.models import Advice, Adviser, Conflict
from zaocha.companies import chains, naming
from zaocha.ui.forms import StyledForm

COMPANY_HELP = _("Name, pinyin initials or credit code.")
RATINGS = [
    ("5", _("very good")), ("4", _("good")), ("3", _("fair")), ("2", _("poor")), ("1", _("very poor")),
]  # fmt: skip
READERS = [("desk", _("the officers of the desk")), ("officer", _("our contact officer"))]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _fields() -> list[Any]:
    """Fields under their kind."""
    kinds = dict(Adviser.Kind.choices)
    return [
        (kinds[kind], [(one.code, one.label) for one in codes.fields().values() if one.kind == kind])
        for kind in kinds
    ]


class FilterForm(StyledForm):
    """Above the corps."""

    q = forms.CharField(label=_("Name"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)
    standing = forms.ChoiceField(label=_("Term"), required=False)

    def __init__(self, *args: Any, tenant: Tenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("all"))]
        _choose(self, "kind", [*none, *Adviser.Kind.choices])
        _choose(self, "field", [*none, *_fields()])
        _choose(self, "chain", [*none, *((one.code, one.label) for one in chains.of(tenant))])
        terms = [("active", _("appointed")), ("coming", _("not begun")), ("ended", _("ended"))]
        _choose(self, "standing", [*none, *terms])


class RequestFilterForm(StyledForm):
    """Above the requests."""

    q = forms.CharField(label=_("Company or words"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "state", [("", _("all")), ("live", _("open")), *Advice.State.choices])
        _choose(self, "kind", [("", _("all")), *Adviser.Kind.choices])


class AdviserForm(StyledForm):
    """An appointment."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Adviser.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=60)
    login = forms.CharField(
        label=_("Sign-in name, if there is an account"), required=False, max_length=60,
        help_text=_("Empty for an outside expert, who answers by a link."),
    )  # fmt: skip
    employer = forms.CharField(label=_("Works for"), required=False, max_length=80)
    company = forms.CharField(
        label=_("If that is a company of the register"), required=False, max_length=120,
        help_text=_("As a conflict of interest, it is then never advised from its own house."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    fields_ = forms.MultipleChoiceField(
        label=_("Fields"), required=False, widget=forms.CheckboxSelectMultiple
    )
    chains = forms.MultipleChoiceField(
        label=_("Chains (none: all)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    hours = forms.IntegerField(label=_("Hours a month"), min_value=1, max_value=160, initial=8)
    starts_on = forms.DateField(label=_("Term from"), widget=_day())
    ends_on = forms.DateField(label=_("until (first day after it)"), widget=_day())
    about = forms.CharField(
        label=_("About"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        _choose(self, "fields_", [(one.code, one.label) for one in codes.fields().values()])
        _choose(self, "chains", [(one.code, one.label) for one in chains.of(by.tenant)])
        _choose(self, "languages", [(one.code, one.label) for one in codes.languages().values()])

    def new_adviser(self) -> actions.NewAdviser:
        """What was filled in."""
        given = dict(self.cleaned_data)
        company = given.pop("company")
        lists: dict[str, Any] = {name: tuple(given.pop(name)) for name in ("chains", "languages")}
        return actions.NewAdviser(
            **given_without_fields(given), fields=tuple(given["fields_"]), **lists,
            company_id=naming.meant(company, by=self.by, field="company") if company else None,
        )  # fmt: skip

    @staticmethod
    def values_of(one: Adviser) -> dict[str, Any]:
        """The appointment as the form shows it."""
        names = (
            "kind",
            "name",
            "employer",
            "phone",
            "chains",
            "languages",
            "hours",
            "starts_on",
            "ends_on",
            "about",
        )
        login = one.person.login if one.person else ""
        company = one.company.name if one.company else ""
        return {name: getattr(one, name) for name in names} | {
            "login": login,
            "company": company,
            "fields_": one.fields,
        }


def given_without_fields(given: dict[str, Any]) -> dict[str, Any]:
    """The plain values of the form."""
    return {name: value for name, value in given.items() if name != "fields_"}


class TermForm(StyledForm):
    """A further term."""

    starts_on = forms.DateField(label=_("Term from"), widget=_day())
    ends_on = forms.DateField(label=_("until (first day after it)"), widget=_day())


class EndForm(StyledForm):
    """The end of a term."""

    on = forms.DateField(label=_("First day without it"), widget=_day())
    reason = forms.CharField(label=_("Why"), max_length=200)


class ConflictForm(StyledForm):
    """A conflict of interest."""

    company = forms.CharField(
        label=_("Company"), required=False, max_length=120, help_text=_("Its whole or short name.")
    )
    chain = forms.ChoiceField(label=_("Or a whole chain"), required=False)
    why = forms.ChoiceField(label=_("Why"), choices=Conflict.Why.choices)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        _choose(self, "chain", [("", _("—")), *((one.code, one.label) for one in chains.of(by.tenant))])

    def new_conflict(self, adviser_id: int) -> actions.NewConflict:
        """What was filled in; an adviser writes a name, nothing is looked up for him."""
        given = self.cleaned_data
        company = given["company"]
        company_id = naming.written(company, by=self.by, field="company") if company else None
        return actions.NewConflict(adviser_id, given["why"], company_id, given["chain"])


class AskForm(StyledForm):
    """A company asks, or the desk proposes (then with the company, and without readers)."""

    company = forms.CharField(label=_("Company"), max_length=120, help_text=COMPANY_HELP)
    kind = forms.ChoiceField(label=_("Which adviser"), choices=Adviser.Kind.choices, widget=forms.RadioSelect)
    field = forms.ChoiceField(label=_("About what"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    words = forms.CharField(
        label=_("In a few words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    shown_to = forms.MultipleChoiceField(
        label=_("Who else may read the notes of the visit"), required=False, choices=READERS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody, unless you tick it. Other advisers never: one may be a competitor. You can change it later."),
    )  # fmt: skip
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, for_company: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "field", [("", _("not sure")), *_fields()])
        _choose(
            self, "language", [("", _("any")), *((one.code, one.label) for one in codes.languages().values())]
        )
        del self.fields["company" if for_company else "shown_to"]

    def new_advice(self, company_id: int) -> actions.NewAdvice:
        """What was filled in."""
        given = self.cleaned_data
        return actions.NewAdvice(
            company_id=company_id, kind=given["kind"], field=given["field"], language=given["language"],
            words=given["words"], shown_to=tuple(given.get("shown_to", ())), client_key=given["client_key"],
        )  # fmt: skip


class ReadersForm(StyledForm):
    """Who reads the notes."""

    shown_to = forms.MultipleChoiceField(
        label=_("Who else may read the notes of the visit"), required=False, choices=READERS,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class RateForm(StyledForm):
    """The company's word on a visit."""

    rating = forms.TypedChoiceField(
        label=_("Did it help? (may stay empty)"),
        choices=[("", "—"), *RATINGS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    words = forms.CharField(label=_("In a few words"), required=False, max_length=400)


class PutForm(StyledForm):
    """The desk chooses."""

    adviser = forms.ChoiceField(label=_("Adviser"), required=False)
    words = forms.CharField(label=_("Why not the first of the list"), required=False, max_length=300)

    def __init__(self, *args: Any, candidates: list[queries.Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = [(str(one.adviser.pk), one.adviser.name) for one in candidates if not one.ranked.out]
        _choose(self, "adviser", [("", _("the first of the list")), *fit])


class VisitForm(StyledForm):
    """Notes of a visit; up to three things that will still be done."""

    on = forms.DateField(label=_("Day of the visit"), widget=_day())
    hours = forms.DecimalField(label=_("Hours"), initial=2, min_value=0, max_digits=4, decimal_places=1)
    place = forms.CharField(label=_("Place"), required=False, max_length=120)
    notes = forms.CharField(
        label=_("Notes"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Read by the company, by you, and by whom the company ticked."),
    )  # fmt: skip
    policies = forms.TypedMultipleChoiceField(
        label=_("Policies that you explained"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, advice: Advice, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from zaocha.matching import showing

        said = [
            (one.policy.pk, f"{one.policy.title_zh or one.policy.code} · {showing.LABELS[one.code][0]}")
            for one in queries.explainable(advice, on=on)
        ]
        policies = self.fields["policies"]
        assert isinstance(policies, forms.TypedMultipleChoiceField)
        policies.choices = said
        for number in (1, 2, 3):
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("What I will still do (%(n)s)") % {"n": number}, required=False, max_length=400,
                help_text=_("A promise: it stands in the ledger, where the desk reads it too.") if number == 1 else "",
            )  # fmt: skip
            self.fields[f"due_{number}"] = forms.DateField(
                label=_("by which working day"), required=False, widget=_day()
            )

    def clean(self) -> dict[str, Any]:
        """What is promised has a day."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for number in (1, 2, 3):
            if bool(given.get(f"what_{number}")) != bool(given.get(f"due_{number}")):
                self.add_error(f"due_{number}", _("A promise needs its words and its day."))
        return given

    def new_visit(self) -> actions.NewVisit:
        """What was filled in."""
        given = self.cleaned_data
        return actions.NewVisit(
            on=given["on"], hours=given["hours"], place=given["place"], notes=given["notes"], policy_ids=given["policies"],
            follow_ups=[
                actions.FollowUp(given[f"what_{number}"], given[f"due_{number}"])
                for number in (1, 2, 3)
                if given[f"what_{number}"]
            ],
        )  # fmt: skip
