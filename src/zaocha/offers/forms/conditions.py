"""A form with a from–to, a choice or a tick for every fact of a kind: conditions, and weighted wishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from zaocha.kernel.errors import Refused
from zaocha.offers import conditions, facts
from zaocha.offers.forms.sites import as_typed
from zaocha.ui.forms import StyledForm, style

ROLES = [("must", _("must")), ("3", _("important wish")), ("2", _("wish")), ("1", _("small wish"))]


class ConditionsForm(StyledForm):
    """Rows for the facts of a kind. With `wishes` each row says whether it must hold or how much it weighs."""

    # Texts cannot be compared as they are; what is worked out stands before what it is worked out from.
    LEFT_OUT = ("text",)

    def __init__(self, *args: Any, kind: str, wishes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.with_wishes = facts.kind_of(kind), wishes
        self.asked = [fact for fact in facts.testable(kind) if fact.type not in self.LEFT_OUT]
        for fact in self.asked:
            for name, field in _fields(fact).items():
                self.fields[f"{name}_{fact.name}"] = field
            if wishes:
                self.fields[f"role_{fact.name}"] = forms.ChoiceField(
                    label=_("How much"), choices=ROLES, required=False
                )
        for field in self.fields.values():
            style(field.widget)

    def rows_shown(self) -> list[tuple[facts.Fact, list[BoundField], BoundField | None]]:
        """Each fact with its fields."""
        return [
            (
                fact, [self[f"{name}_{fact.name}"] for name in _fields(fact)],
                self[f"role_{fact.name}"] if self.with_wishes else None,
            )
            for fact in self.asked
        ]  # fmt: skip

    def given(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Conditions and wishes as rows; refused in words when a value cannot be."""
        must, wishes = [], []
        for fact in self.asked:
            test = self._test(fact)
            if not test:
                continue
            role = self.cleaned_data.get(f"role_{fact.name}") or "must"
            row: dict[str, Any] = {"fact": fact.name, "test": test}
            if role == "must":
                must.append(row)
            else:
                wishes.append({**row, "weight": int(role)})
        return conditions.checked(self.kind.code, must), conditions.checked(self.kind.code, wishes)

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it is about."""
        for name in (f"from_{refusal.field}", f"is_{refusal.field}", refusal.field):
            if name in self.fields:
                self.add_error(name, str(refusal))
                return
        self.add_error(None, str(refusal))

    def _test(self, fact: facts.Fact) -> str:
        data = self.cleaned_data
        if fact.is_number or fact.type == "date":
            low = facts.kept(fact, data.get(f"from_{fact.name}", ""))
            return conditions.between(fact, low, facts.kept(fact, data.get(f"to_{fact.name}", "")))
        chosen = data.get(f"is_{fact.name}")
        if fact.type == "code":
            return ", ".join(f'"{code}"' for code in chosen or ())
        return str(chosen or "")


def initial(must: Sequence[Mapping[str, Any]], wishes: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Kept rows as the form shows them."""
    found: dict[str, Any] = {}
    dictionary = facts.dictionary()
    for row in (*must, *wishes):
        fact = dictionary[row["fact"]]
        if fact.is_number or fact.type == "date":
            low, high = conditions.ends(row["test"])
            found[f"from_{fact.name}"], found[f"to_{fact.name}"] = _typed(fact, low), _typed(fact, high)
        else:
            found[f"is_{fact.name}"] = conditions.codes(row["test"]) if fact.type == "code" else row["test"]
        found[f"role_{fact.name}"] = str(row.get("weight", "must"))
    return found


def _typed(fact: facts.Fact, text: str) -> str:
    return as_typed(fact.name, text) if text else ""


def _fields(fact: facts.Fact) -> dict[str, forms.Field]:
    if fact.is_number or fact.type == "date":
        kind = {"type": "date"} if fact.type == "date" else {"inputmode": "decimal", "autocomplete": "off"}
        return {
            "from": forms.CharField(
                label=_("from"), required=False, max_length=40, widget=forms.TextInput(attrs=kind)
            ),
            "to": forms.CharField(
                label=_("up to"), required=False, max_length=40, widget=forms.TextInput(attrs=kind)
            ),
        }
    if fact.type == "code":
        codes = [(code, facts.spoken(names)) for code, names in fact.codes.items()]
        return {
            "is": forms.MultipleChoiceField(
                label=fact.label, required=False, choices=codes, widget=forms.CheckboxSelectMultiple
            )
        }
    return {
        "is": forms.ChoiceField(
            label=fact.label, required=False, choices=[("", "—"), ("true", _("yes")), ("false", _("no"))]
        )
    }
