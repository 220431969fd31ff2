"""Forms: the file, the columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaocha.imports import reports
from zaocha.imports.kinds import Kind
from zaocha.imports.models import Import
from zaocha.ui.forms import StyledForm

IN_VIEW = 24


class UploadForm(StyledForm):
    """The file to be read."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_("An .xlsx or .csv file of up to 50,000 rows. Titles above the headings do no harm."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class MappingForm(StyledForm):
    """Which column is which field; the fields are those of the kind."""

    def __init__(self, *args: Any, batch: Import, kind: Kind, **kwargs: Any) -> None:
        kwargs.setdefault("initial", batch.mapping)
        super().__init__(*args, **kwargs)
        choices = [("", _("– not in the table –")), *[(header, header) for header in batch.headers]]
        for field in kind.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=False,
                help_text=reports.why(batch, field.name),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[field.name].widget.is_required = field.required

    def first(self) -> list[forms.BoundField]:
        """The fields that stand in view: all of a short kind, of a long one those that are needed or found."""
        if len(self.fields) <= IN_VIEW:
            return list(self)
        return [bound for bound in self if bound.value() or bound.field.widget.is_required or bound.errors]

    def rest(self) -> list[forms.BoundField]:
        """The fields of a long kind that the table does not seem to have."""
        shown = {bound.name for bound in self.first()}
        return [bound for bound in self if bound.name not in shown]

    def mapping(self) -> dict[str, str]:
        """Field → heading of what was chosen."""
        return {name: header for name, header in self.cleaned_data.items() if header}
