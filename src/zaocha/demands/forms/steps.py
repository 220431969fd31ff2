"""The form of every step, made of the inputs that the step takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.demands import labels, lifecycle, reasons, stepping
from zaocha.demands.forms.choices import Choices, category_choices, number_of, unit_choices, usual_unit
from zaocha.demands.models import Demand
from zaocha.kernel.errors import Refused
from zaocha.ui.forms import StyledForm


def _area(label: Any, *, rows: int = 3, help_text: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, help_text=help_text, required=required)


def _line(label: Any, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=200)


def _day(label: Any, *, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text)


def _radio(label: Any, choices: Choices, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=required)


def _ground() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Ground"), choices=[("", "—"), *reasons.choices("ground")], required=False
    )


FIELDS: dict[str, Callable[[], forms.Field]] = {
    "note": lambda: _area(_("Note"), rows=2, required=False),
    "answer": lambda: _area(_("Answer to the company"), rows=5, help_text=_("As the company will read it.")),
    "answered_by": lambda: _line(_("Answered by"), help_text=_("Name and post of who answered.")),
    "question": lambda: _area(
        _("Question to the company"), help_text=_("The clocks stand still until the company answers.")
    ),
    "reason": lambda: _area(_("Reason"), rows=2),
    "new_due_on": lambda: _day(_("New due day")),
    "next_on": lambda: _day(_("The company hears again on"), help_text=_("A working day.")),
    "forwarded_to": lambda: _line(_("Forwarded to")),
    "what_remains": lambda: _area(_("What remains to be done"), rows=2, required=False),
    "recorded_for": lambda: _line(
        _("Recorded by the desk for"),
        help_text=_("Who at the unit gave this answer: fill in only if it was not you."),
    ),
    "ground": _ground,
    "ground_text": lambda: _line(
        _("The ground in words"), help_text=_("Which law or rule, and which article.")
    ),
    "dissent": lambda: _area(
        _("What the company says to it"), rows=3, help_text=_("In its own words; it stays on record.")
    ),
    "word": lambda: _radio(_("Is it solved?"), list(labels.WORDS.items())),
    "satisfaction": lambda: _radio(
        _("How satisfied are you?"), list(labels.SATISFACTION.items()), required=False
    ),
    "words": lambda: _area(_("What the company says"), rows=2, required=False),
    "into_id": lambda: _line(
        _("Number of the other demand"), help_text=_("Such as 2026-00042."), required=True
    ),
    "result": lambda: _radio(
        _("Result"), [(str(kind), labels.RESULTS[kind]) for kind in lifecycle.REPLY_NEEDS]
    ),
}
"""Input → its field; `unit_id` and `co_unit_ids` need the tenant, reasons their own codes."""

REASON_CODES = {"reject": "reject", "request_return": "return", "reopen": "reopen"}
WHEN = {
    "ground": "explained_cannot",
    "ground_text": "explained_cannot",
    "what_remains": "partly_solved",
    "next_on": "planned",
    "forwarded_to": "forwarded_up",
}
"""Inputs of a reply that belong to one result only."""


FIELD_OF = {"unit": "unit_id", "result_type": "result", "merged_into": "into_id"}
"""Inputs that the form calls otherwise than the table."""


class StepForm(StyledForm):
    """The inputs of one step; `given` gives them as `stepping.take` wants them."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    verb = ""

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at its field, or above the form."""
        name = FIELD_OF.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, str(refusal))

    def renew(self, version: int) -> None:
        """After a look at what changed, the same words may be sent again for the demand as it is now."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["version"] = str(version)
            self.data = data

    def given(self) -> Mapping[str, Any]:
        """The inputs by name; the ground's code and words in one."""
        data = dict(self.cleaned_data)
        if "ground" in data:
            data["ground"] = ": ".join(part for part in (data["ground"], data.pop("ground_text", "")) if part)
        if "into_id" in data:
            data["into_id"] = number_of(str(data["into_id"]))
        for name in ("unit_id", "satisfaction"):
            data[name] = int(data[name]) if data.get(name) else None
        data["co_unit_ids"] = [int(pk) for pk in data.get("co_unit_ids", ())]
        return data


def step_form(
    verb: str, *, tenant: Tenant, demand: Demand, by_desk: bool = False, data: Any = None
) -> StepForm:
    """The form of a step; `by_desk` adds what only the desk may fill in (代录)."""
    own = {name: _field(verb, name, tenant=tenant) for name in _inputs(verb, by_desk=by_desk)}
    for name, result in WHEN.items() if verb == "reply" else ():
        own[name].widget.attrs["data-when"] = f"result:{result}"
    made: type[StepForm] = type("OneStepForm", (StepForm,), {**own, "verb": verb})
    initial: dict[str, Any] = {"version": demand.version, "answer": demand.answer_draft}
    if verb == "assign":
        initial["unit_id"] = usual_unit(tenant, demand.category)
    return made(data, auto_id=f"id_{verb}_%s", initial=initial)


class CorrectForm(StepForm):
    """What the desk may correct without a step; the unit only drafts and notes."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Category"), required=False)
    raised_by = forms.CharField(label=_("Who said it"), max_length=60, required=False)
    company = forms.CharField(
        label=_("Company"),
        max_length=120,
        required=False,
        help_text=_("Name, pinyin initials or credit code."),
    )
    hide_author = forms.BooleanField(label=_("Hide the author from the handling unit"), required=False)
    answer_draft = _area(
        _("Draft of an answer"), rows=3, required=False, help_text=_("Not shown to the company.")
    )
    next_on = _day(_("Next date"))
    note = _area(_("Note for the timeline"), rows=2, required=False)

    def __init__(self, *, demand: Demand, by_desk: bool, data: Any = None) -> None:
        names = ("category", "raised_by", "answer_draft", "next_on", "version")
        initial = {name: getattr(demand, name, None) for name in names}
        initial["hide_author"] = demand.restricted
        initial["company"] = demand.company.name if demand.company else ""
        super().__init__(data, auto_id="id_correct_%s", initial=initial)
        if by_desk:
            field = self.fields["category"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = category_choices(second=True)
        else:
            for name in ("category", "raised_by", "company", "hide_author"):
                del self.fields[name]

    def changes(self) -> dict[str, Any]:
        """What was changed, by name; a field that the page did not send is not changed."""
        sent = [name for name in self.changed_data if name in self.data or name == "hide_author"]
        return {name: self.cleaned_data[name] for name in sent if name != "version"}


def _inputs(verb: str, *, by_desk: bool) -> list[str]:
    names = [name for name in stepping.VERBS[verb].takes if name != "recorded_for" or by_desk]
    if "ground" in names:
        names.insert(names.index("ground") + 1, "ground_text")
    return names


def _field(verb: str, name: str, *, tenant: Tenant) -> forms.Field:
    if name == "unit_id":
        return forms.ChoiceField(label=_("Unit"), choices=unit_choices(tenant))
    if name == "co_unit_ids":
        known = [pair for group in unit_choices(tenant)[1:] for pair in group[1]]
        widget = forms.SelectMultiple(attrs={"size": "4"})
        hint = _("Units that help the lead unit; hold Ctrl to choose several.")
        return forms.MultipleChoiceField(
            label=_("Helping units"), choices=known, required=False, widget=widget, help_text=hint
        )
    if name == "reason" and verb in REASON_CODES:
        choices = [("", "—"), *reasons.choices(REASON_CODES[verb])]
        return forms.ChoiceField(label=_("Reason"), choices=choices)
    field = FIELDS[name]()
    if name == "note" and verb == "record_attempt":
        field.required, field.label = True, _("What happened")
    return field
