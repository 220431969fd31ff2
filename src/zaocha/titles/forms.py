"""Forms of titles. The facts of a worker are asked as data/facts.yaml has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import chains, naming
from zaocha.titles import tables
from zaocha.titles.actions import experts, panels, sheets, workers
from zaocha.titles.models import Dossier, Panel, Tie, Worker
from zaocha.titles.queries import Filters
from zaocha.ui.forms import StyledForm, style

VERDICTS = [
    ("may", _("may ask for a title")),
    ("near", _("one thing is lacking")),
    ("ask", _("more must be known")),
    ("not", _("no rule fits now")),
]
ANSWERS = [
    ("waiting", _("asked, no answer yet")),
    ("more", _("wants more papers")),
    ("refused", _("title not granted")),
]
DATE = forms.DateInput(attrs={"type": "date"})


class FilterForm(StyledForm):
    """Above the lists; each list says which fields it has."""

    q = forms.CharField(label=_("Key words"), required=False, max_length=60)
    verdict = forms.ChoiceField(label=_("What fits"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    level = forms.ChoiceField(label=_("Professional title"), required=False)
    way = forms.ChoiceField(label=_("By which way"), required=False)
    field = forms.ChoiceField(label=_("Field of work"), required=False)
    chain = forms.ChoiceField(label=_("Chain"), required=False)

    def __init__(
        self, *args: Any, by: Actor, names: tuple[str, ...], states: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "verdict": VERDICTS, "state": states, "level": _labels(tables.levels()), "way": list(tables.WAYS.items()),
            "field": _labels(tables.fields()), "chain": [(one.code, one.label) for one in chains.of(by.tenant)],
        }  # fmt: skip
        for name in list(self.fields):
            if name not in names:
                del self.fields[name]
            elif name in choices:
                _choose(self.fields[name], [("", _("all")), *choices[name]])

    def filters(self) -> Filters:
        """What is asked for; what is not usable counts for nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        kept = {name: value for name, value in given.items() if value and name != "q"}
        return Filters(text=given.get("q", "") or "", **kept)


class WorkerForm(StyledForm):
    """A worker with what is known; `agree`: the worker fills it in and must agree; `company`: asked of the desk."""

    name = forms.CharField(label=_("Name"), max_length=40)
    company = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=120,
        help_text=_("Name, pinyin initials or credit code."),
    )
    post = forms.CharField(label=_("Post"), required=False, max_length=60)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    field = forms.ChoiceField(label=_("Field of work"))
    agreed = forms.BooleanField(label=_("I have read this and agree."))
    shown_to_company = forms.BooleanField(
        label=_("My company may see it and help"), required=False, initial=True
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, leave: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["field"], _labels(tables.fields()))
        for name in leave:
            del self.fields[name]
        if "company" in self.fields and "agreed" in self.fields:
            self.fields["company"].help_text = _("Its whole name, as on your contract.")
        for fact in tables.asked():
            self.fields[f"f_{fact.name}"] = _fact_field(fact.name)

    @property
    def known(self) -> list[forms.BoundField]:
        """The fields of the facts."""
        return [self[f"f_{fact.name}"] for fact in tables.asked()]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The other fields but consent."""
        names = ("name", "company", "post", "phone", "field")
        return [self[name] for name in names if name in self.fields]

    def new_worker(self, **more: Any) -> workers.NewWorker:
        """What was filled in."""
        given = self.cleaned_data
        found = {fact.name: _said(given[f"f_{fact.name}"]) for fact in tables.asked()}
        kept: dict[str, Any] = {
            name: given[name]
            for name in ("name", "post", "phone", "field", "agreed", "shown_to_company", "client_key")
            if name in given
        }
        told: dict[str, Any] = {**kept, "facts": found, **more}
        return workers.NewWorker(**told)

    def company_id(self, *, by: Actor) -> int | None:
        """The company that the desk means; None when it names none."""
        text = self.cleaned_data.get("company", "").strip()
        return naming.meant(text, by=by, field="company") if text else None


def initial(found: Worker) -> dict[str, Any]:
    """A worker as the form shows it."""
    plain = {
        name: getattr(found, name)
        for name in ("name", "post", "phone", "field", "shown_to_company", "version")
    }
    kept = {
        f"f_{name}": "yes" if value is True else "no" if value is False else value
        for name, value in found.facts.items()
    }
    return {**plain, "company": found.company.name if found.company else "", **kept}


class StatementForm(StyledForm):
    """What the worker can do, in own words."""

    statement = forms.CharField(
        label=_("What the worker can do"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In own words: what you make, what you solved, whom you taught."),
    )  # fmt: skip


class PaperForm(StyledForm):
    """A photo or file for one kind of evidence."""

    kind = forms.ChoiceField(label=_("What the paper is"))
    file = forms.FileField(
        label=_("Photo or file"), required=False, help_text=_("JPEG, PNG, WebP, .pdf or .docx, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.pdf,.docx"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, tables.said(one.label)) for one in tables.evidence().values()]
        _choose(self.fields["kind"], choices)


class FileForm(StyledForm):
    """Where it is sent."""

    authority = forms.CharField(label=_("Authority"), max_length=80)


class AnswerForm(StyledForm):
    """What the authority said."""

    kind = forms.ChoiceField(label=_("Answer"), choices=ANSWERS)
    words = forms.CharField(label=_("In its words"), max_length=400)
    next_on = forms.DateField(label=_("Look after it again on"), required=False, widget=DATE)


class GrantForm(StyledForm):
    """The certificate."""

    number = forms.CharField(label=_("Certificate number"), max_length=60)
    on = forms.DateField(label=_("Title granted on"), widget=forms.DateInput(attrs={"type": "date"}))


class ReasonForm(StyledForm):
    """Why something is given up."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class ExpertForm(StyledForm):
    """Somebody for the pool."""

    name = forms.CharField(label=_("Name"), max_length=40)
    company = forms.CharField(
        label=_("Employed by a company of the register"), required=False, max_length=120,
        help_text=_("Name, pinyin initials or credit code."),
    )  # fmt: skip
    employer = forms.CharField(label=_("Otherwise: where from"), required=False, max_length=80)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    level = forms.ChoiceField(label=_("Own title"))
    fields_ = forms.MultipleChoiceField(label=_("Fields of work"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["level"], _labels(tables.levels()))
        _choose(self.fields["fields_"], _labels(tables.fields()))

    def new_expert(self, *, by: Actor) -> experts.NewExpert:
        """What was filled in."""
        given = self.cleaned_data
        company = naming.meant(given["company"], by=by, field="company") if given["company"].strip() else None
        return experts.NewExpert(
            name=given["name"], level=given["level"], fields=tuple(given["fields_"]), company_id=company,
            employer=given["employer"], phone=given["phone"],
        )  # fmt: skip


class TieForm(StyledForm):
    """A tie of an expert to a company or worker."""

    kind = forms.ChoiceField(label=_("Tie"), choices=Tie.Kind.choices)
    company = forms.CharField(label=_("To the company"), required=False, max_length=120)
    worker = forms.IntegerField(label=_("Or to worker no."), required=False, min_value=1, max_value=2**62)

    def new_tie(self, *, by: Actor) -> experts.NewTie:
        """What was filled in."""
        given = self.cleaned_data
        company = naming.meant(given["company"], by=by, field="company") if given["company"].strip() else None
        return experts.NewTie(kind=given["kind"], worker_id=given["worker"], company_id=company)


class PanelForm(StyledForm):
    """A panel to plan."""

    title = forms.CharField(label=_("Name of the panel"), max_length=120)
    field = forms.ChoiceField(label=_("Field of work"))
    level = forms.ChoiceField(label=_("Professional title"))
    size = forms.IntegerField(label=_("Members (an odd number)"), min_value=1, max_value=99)
    substitutes = forms.IntegerField(label=_("Substitutes"), min_value=0, max_value=99)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = tables.procedure()
        self.fields["size"].initial, self.fields["substitutes"].initial = how.usual, how.substitutes
        _choose(self.fields["field"], _labels(tables.fields()))
        _choose(self.fields["level"], _labels(tables.levels()))

    def new_panel(self) -> panels.NewPanel:
        """What was filled in."""
        return panels.NewPanel(**self.cleaned_data)


class SheetForm(StyledForm):
    """One expert's marks for one dossier."""

    yes = forms.ChoiceField(
        label=_("Should the title be given?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why (read by nobody before the decision)"), required=False, max_length=400
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in tables.procedure().criteria:
            words = _("%(what)s (0 to %(most)s)") % {"what": tables.said(one.label), "most": one.weight}
            self.fields[one.code] = forms.IntegerField(label=words, min_value=0, max_value=one.weight)
        self.order_fields([*(one.code for one in tables.procedure().criteria), "yes", "words"])

    def marks(self, dossier_id: int) -> sheets.Marks:
        """What was filled in."""
        given = self.cleaned_data
        found = {one.code: given[one.code] for one in tables.procedure().criteria}
        return sheets.Marks(dossier_id, given["yes"] == "yes", found, given["words"])


class ObjectionForm(StyledForm):
    """Against a result that is shown publicly."""

    dossier = forms.ChoiceField(label=_("About"))
    words = forms.CharField(label=_("What speaks against it"), max_length=1000, widget=forms.Textarea)
    contact = forms.CharField(
        label=_("How to reach you"), required=False, max_length=80, help_text=_("May be left out.")
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["dossier"], choices)

    def new_objection(self) -> sheets.NewObjection:
        """What was filled in."""
        given = self.cleaned_data
        return sheets.NewObjection(int(given["dossier"]), given["words"], given["contact"])


STATES = Dossier.State.choices
PANEL_STATES = Panel.State.choices


def _fact_field(name: str) -> forms.Field:
    fact = tables.dictionary()[name]
    label = tables.said(fact.label)
    if fact.type == "boolean":
        choices = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
        return _styled(forms.ChoiceField(label=label, required=False, choices=choices))
    if fact.type == "code":
        codes = [("", _("not known")), *_labels(tables.dictionary().code_list(fact))]
        return _styled(forms.ChoiceField(label=label, required=False, choices=codes))
    unit = {"year": _("years"), "piece": _("how many"), "person": _("persons")}.get(fact.unit or "", "")
    label = f"{label} ({unit})" if unit else label
    kind = forms.IntegerField if fact.type == "integer" else forms.DecimalField
    more: dict[str, Any] = {} if fact.type == "integer" else {"decimal_places": 1}
    return _styled(kind(label=label, required=False, min_value=0, max_value=1000, **more))


def _styled(field: forms.Field) -> forms.Field:
    style(field.widget)
    return field


def _said(value: Any) -> Any:
    """A form's value as the actions take it."""
    if value in ("yes", "no"):
        return value == "yes"
    return None if value in (None, "") else str(value)


def _labels(codes: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, tables.said(text)) for code, text in codes.items()]


def _choose(field: forms.Field, choices: list[tuple[str, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
