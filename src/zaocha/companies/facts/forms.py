"""Forms made from the dictionary: one field per fact, with unit, period and "not known"; and the correction of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.companies.facts import access, codes, groups, inputs, periods
from zaocha.companies.facts.actions import Entry
from zaocha.companies.facts.faults import Unreadable
from zaocha.companies.facts.sheet import Line
from zaocha.companies.models import FactValue
from zaocha.rules.facts import FactDefinition
from zaocha.ui.forms import StyledForm, style

NOT_KNOWN = "?"
LONGEST = 60
SHORT_LISTS = 4


@dataclass(frozen=True)
class Asked:
    """One fact of a form with its parts; a part that it has not is None."""

    fact: FactDefinition
    label: str
    value: BoundField
    scale: BoundField | None
    period: BoundField | None
    unknown: BoundField | None
    unit: str
    readers: Any

    @property
    def is_group(self) -> bool:
        """Whether the value is chosen among taps instead of typed."""
        return isinstance(self.value.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)

    @property
    def is_industry(self) -> bool:
        """Whether the industry picker belongs to it."""
        return self.fact.codes == "gbt4754"


class FactsForm(StyledForm):
    """Values of the facts that are asked. What is left empty says nothing; whatever was typed stays when one is wrong."""

    def __init__(
        self, *args: Any, facts: Sequence[FactDefinition], tenant: Tenant, on: date, **kwargs: Any
    ) -> None:
        self.facts, self.tenant, self.on = list(facts), tenant, on
        self.read: list[Entry] = []
        super().__init__(*args, **kwargs)
        for fact in self.facts:
            self._add(fact)
        for field in self.fields.values():
            style(field.widget)

    def asked(self) -> Iterator[Asked]:
        """The facts in their order, each with its parts."""
        for fact in self.facts:
            offered = inputs.scales(fact)
            yield Asked(
                fact, groups.label(fact), self[f"v-{fact.name}"], self._part("s", fact), self._part("p", fact),
                self._part("u", fact), _unit(offered) if len(offered) == 1 else "", access.LABELS[fact.visible_to],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read every value that was given; each fault goes to its own field."""
        data = super().clean() or {}
        self.read = []
        for fact in self.facts:
            try:
                entry = self._entry(fact)
            except Unreadable as wrong:
                part = "p" if wrong.code.startswith("period") and f"p-{fact.name}" in self.fields else "v"
                self.add_error(f"{part}-{fact.name}", wrong.at(fact.name).text())
                continue
            if entry is not None:
                self.read.append(entry)
        return data

    def entries(self) -> list[Entry]:
        """What was given, in the stored spelling."""
        return list(self.read)

    def _entry(self, fact: FactDefinition) -> Entry | None:
        typed = self.cleaned_data.get(f"v-{fact.name}")
        text = ",".join(typed) if isinstance(typed, list) else str(typed or "").strip()
        unknown = text == NOT_KNOWN or bool(self.cleaned_data.get(f"u-{fact.name}"))
        if not text and not unknown:
            return None
        period = periods.read(fact, self.cleaned_data.get(f"p-{fact.name}") or "", on=self.on)
        if unknown:
            return Entry(fact.name, None, period)
        scale = self.cleaned_data.get(f"s-{fact.name}") or ""
        value = inputs.read(fact, text, scale=scale, choices=codes.choices(fact, self.tenant))
        return Entry(fact.name, value, period)

    def _part(self, letter: str, fact: FactDefinition) -> BoundField | None:
        name = f"{letter}-{fact.name}"
        return self[name] if name in self.fields else None

    def _add(self, fact: FactDefinition) -> None:
        self.fields[f"v-{fact.name}"] = value_field(fact, self.tenant)
        offered = inputs.scales(fact)
        if len(offered) > 1:
            choices = [(one.code, _unit([one])) for one in offered]
            usual = inputs.usual(fact, language=groups.language())
            self.fields[f"s-{fact.name}"] = forms.ChoiceField(
                label=_("Unit of the value"),
                choices=choices,
                required=False,
                initial=usual.code if usual else "",
            )
        if fact.period in {"year", "month"}:
            shown = [(one, one) for one in periods.offered(fact, on=self.on)]
            self.fields[f"p-{fact.name}"] = forms.ChoiceField(
                label=_("Year") if fact.period == "year" else _("Month"), choices=shown,
                initial=periods.usual(fact, on=self.on), required=False,
            )  # fmt: skip
        if not _offers_not_known(self.fields[f"v-{fact.name}"]):
            self.fields[f"u-{fact.name}"] = forms.BooleanField(label=_("I do not know"), required=False)


class CorrectionForm(FactsForm):
    """One fact with everything about its value: period, day, paper, how sure, who may see it, why it changes."""

    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: the end of the period, or today."),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Taken from"), required=False, max_length=120, help_text=_("Such as: annual report 2025.")
    )
    confidence = forms.ChoiceField(label=_("How sure"), required=False, choices=FactValue.Confidence.choices)
    visible_to = forms.ChoiceField(label=_("Who may see it"), required=False)
    reason = forms.CharField(label=_("Why it changes"), required=False, max_length=200)

    def __init__(self, *args: Any, line: Line, circles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, facts=[line.fact], **kwargs)
        if line.is_known:  # nobody forgets what is known by not knowing it
            self.fields.pop(f"u-{line.fact.name}", None)
        if line.source == "register":  # the register keeps one present value, without these
            for name in ("as_of", "evidence", "confidence", "visible_to", "reason"):
                del self.fields[name]
            self.initial = {**self.initial, **initial_of(line)}
            return
        field = self.fields["visible_to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, access.LABELS[code]) for code in access.CIRCLES if code in circles]
        self.initial = {**self.initial, **initial_of(line)}

    def entries(self) -> list[Entry]:
        """The one value with what was said about it."""
        data = self.cleaned_data
        return [
            Entry(
                one.name, one.value, one.period, as_of=data.get("as_of"), evidence=data.get("evidence", ""),
                confidence=data.get("confidence") or "stated", visible_to=data.get("visible_to", ""),
            )
            for one in self.read
        ]  # fmt: skip


def initial_of(line: Line) -> dict[str, Any]:
    """What the form of a fact shows at first: the present value in its usual unit."""
    name = line.fact.name
    shown: dict[str, Any] = {"visible_to": line.circle, "confidence": line.confidence or "stated"}
    if line.value:
        text, scale = inputs.typed_form(line.fact, line.value, language=groups.language())
        shown |= {f"v-{name}": text.split(",") if line.fact.type == "set" else text, f"s-{name}": scale}
    if line.period:
        shown[f"p-{name}"] = line.period
    return shown


def value_field(fact: FactDefinition, tenant: Tenant) -> forms.Field:
    """The control for a type: taps for yes and no and short lists, a list, a day, or a text that is read later."""
    label = groups.label(fact)
    known = [(code, text.text(groups.language())) for code, text in codes.choices(fact, tenant).items()]
    unknown = (NOT_KNOWN, _("I do not know"))
    if fact.type == "boolean":
        choices = [("true", _("yes")), ("false", _("no")), unknown]
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    if fact.type == "set" and known:
        return forms.MultipleChoiceField(
            label=label, choices=known, required=False, widget=forms.CheckboxSelectMultiple
        )
    if fact.type == "code" and known:
        if len(known) <= SHORT_LISTS:
            return forms.ChoiceField(
                label=label, choices=[*known, unknown], required=False, widget=forms.RadioSelect
            )
        return forms.ChoiceField(label=label, choices=[("", "–"), *known, unknown], required=False)
    if fact.type == "date":
        widget = forms.TextInput(attrs={"type": "date"})
        return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)
    attrs = {"autocomplete": "off"}
    if fact.is_numeric and fact.name not in inputs.MAY_BE_NEGATIVE:  # the pad of a telephone has no minus
        attrs["inputmode"] = "decimal"
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=400, widget=widget)


def _offers_not_known(field: forms.Field) -> bool:
    choices = getattr(field, "choices", ())
    return any(code == NOT_KNOWN for code, _label in choices)


def _unit(offered: Sequence[inputs.Scale]) -> str:
    return offered[0].zh if groups.language() == "zh" else offered[0].en
