"""Forms of the report's template."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.metrics.definitions import BY_CODE
from zaocha.metrics.report_template import LONGEST, PARTS, ReportTemplate
from zaocha.ui.forms import StyledForm


class TemplateForm(StyledForm):
    """The order of the parts (empty: left out), the tenant's own words, and which figures."""

    title = forms.CharField(label=_("Title of the report"), required=False, max_length=80)
    intro = forms.CharField(
        label=_("Opening words"), required=False, max_length=LONGEST, widget=forms.Textarea
    )
    closing = forms.CharField(
        label=_("Closing words"), required=False, max_length=LONGEST, widget=forms.Textarea
    )
    figures = forms.MultipleChoiceField(label=_("Figures"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, template: ReportTemplate, **kwargs: Any) -> None:
        initial: dict[str, Any] = {
            "title": template.title, "intro": template.intro, "closing": template.closing,
            "figures": list(template.figures),
        }  # fmt: skip
        places = {code: place for place, code in enumerate(template.parts, start=1)}
        initial |= {f"place_{code}": places.get(code) for code in PARTS}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["figures"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, metric.label) for code, metric in BY_CODE.items()]
        for code, label in PARTS.items():
            self.fields[f"place_{code}"] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=20,
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )  # fmt: skip

    @property
    def places(self) -> list[Any]:
        """The fields that order the parts."""
        return [self[f"place_{code}"] for code in PARTS]

    def template(self) -> ReportTemplate:
        """What was filled in."""
        given = self.cleaned_data
        placed = [(given[f"place_{code}"], code) for code in PARTS if given.get(f"place_{code}")]
        return ReportTemplate(
            title=given["title"], intro=given["intro"], closing=given["closing"],
            parts=tuple(code for _place, code in sorted(placed, key=lambda pair: pair[0])),
            figures=tuple(given["figures"]),
        )  # fmt: skip
