"""Forms: minutes pasted or uploaded, and one draft."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Unit
from zaocha.companies import queries as company_queries
from zaocha.companies.models import Company
from zaocha.lang import categories, corruption
from zaocha.meetings.actions.minutes_drafts import DraftChange
from zaocha.meetings.models import Draft
from zaocha.sheets import documents, messages, texts
from zaocha.ui.forms import StyledForm

MOST_BYTES = 10 * 1024 * 1024
OUTCOMES = [
    ("open", _("open: to be answered")),
    ("promised", _("promised: somebody said what they will do")),
    ("on_the_spot", _("solved on the spot")),
]


def text_of(data: bytes, *, name: str) -> str:
    """The words of a .docx, .txt or .md file; raises `sheets.messages.Unreadable`."""
    if name.lower().endswith(".docx") or data[:4] == b"PK\x03\x04":
        return documents.read_docx_text(data, name=name)
    return texts.decode(data, name=name)


class MinutesForm(StyledForm):
    """Minutes as pasted text or as a file; after `is_valid`, `source` and `file_name` hold them."""

    text = forms.CharField(
        label=_("The minutes"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": "16",
                "data-keep": "minutes",
                "data-submit-on": "ctrl-enter",
                "placeholder": _(
                    "Paste the minutes of your last meeting here: who said what, and what was answered."
                ),
            }
        ),
    )
    file = forms.FileField(
        label=_("Or a file: .docx, .txt, .md, up to 10 MB"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.md,.text", "data-most-bytes": str(MOST_BYTES)}),
    )
    on = forms.DateField(
        label=_("Day of the meeting, if the text does not say it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    client_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    source = ""
    file_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("client_key", secrets.token_urlsafe(12))

    def clean(self) -> dict[str, Any]:
        """Read the words out of whichever of the two was given."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        typed, upload = given.get("text") or "", given.get("file")
        if upload and typed.strip():
            self.add_error(
                "file",
                _now(
                    "You pasted a text and chose a file. Leave one of them out: the pasted text is still here."
                ),
            )
        elif upload:
            self._read(upload)
        elif typed.strip():
            self.source = typed.replace("\r\n", "\n")
        elif not self.errors:
            self.add_error("text", _now("There is no text. Paste the minutes, or choose a file."))
        return given

    def _read(self, upload: UploadedFile[bytes]) -> None:
        self.file_name = upload.name or ""
        try:
            if (upload.size or 0) > MOST_BYTES:
                size = -(-(upload.size or 0) // 1_048_576)
                raise messages.Unreadable("too_large", name=self.file_name, size_mb=size, limit_mb=10)
            self.source = text_of(upload.read(), name=self.file_name)
            self._ask_about_reports()
        except messages.Unreadable as refusal:
            self.add_error("file", f"{self.file_name}: {refusal.text(_now)}")

    def _ask_about_reports(self) -> None:
        """Of a typed text the page itself asks; what stands in a file has not been seen by it."""
        found = corruption.look(self.source)
        if found.kind == "may_be":
            words = _now(
                "“%(passage)s” may be a report of corruption; nothing was stored. Take the sentence out (reports go to "
                "12388), or paste the text instead of the file: there you can say that it is none."
            )
            self.add_error("file", words % {"passage": found.passage[:120]})


class DescribeForm(StyledForm):
    """Title and day of the meeting."""

    title = forms.CharField(label=_("Title"), max_length=200)
    held_on = forms.DateField(
        label=_("Day of the meeting"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class DraftForm(StyledForm):
    """One draft, to be corrected before it is confirmed."""

    text = forms.CharField(
        label=_("What is asked for"), max_length=4000, widget=forms.Textarea(attrs={"rows": "3"})
    )
    company = forms.CharField(
        label=_("Company"),
        required=False,
        max_length=120,
        help_text=_("Name, pinyin initials or credit code. May stay empty."),
    )
    raised_by = forms.CharField(label=_("Who said it"), required=False, max_length=60)
    category = forms.ChoiceField(label=_("Category"), required=False)
    unit_id = forms.ChoiceField(label=_("Goes to"), required=False)
    quantities = forms.MultipleChoiceField(
        label=_("Quantities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(label=_("What became of it at the table"), choices=OUTCOMES)
    answer = forms.CharField(
        label=_("The answer"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": "2"})
    )
    by_whom = forms.CharField(label=_("Who promised"), required=False, max_length=60)
    what = forms.CharField(label=_("What was promised"), required=False, max_length=400)
    due_on = forms.DateField(
        label=_("By which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    trigger = forms.CharField(label=_("Or as soon as …"), required=False, max_length=200)
    confirmed = forms.BooleanField(
        label=_("Whoever gave it has confirmed it"),
        required=False,
        help_text=_(
            "Without this it is kept as a statement until its giver confirms it within one working day."
        ),
    )

    def __init__(self, data: Any = None, *, draft: Draft, by: Actor) -> None:
        self.draft, self.by = draft, by
        super().__init__(data, initial=_initial(draft), prefix=f"d{draft.pk}")
        self.fields["category"].choices = _categories()  # type: ignore[attr-defined]
        units = Unit.objects.filter(tenant_id=by.tenant_id, is_active=True).exclude(kind=Unit.Kind.DESK)
        self.fields["unit_id"].choices = [  # type: ignore[attr-defined]
            ("", _("stays at the desk for now")),
            *((str(unit.pk), str(unit)) for unit in units.order_by("kind", "name")),
        ]
        self.fields["quantities"].choices = [  # type: ignore[attr-defined]
            (str(place), one.get("text") or f"{one['value']} {one['unit']}")
            for place, one in enumerate(draft.quantities)
        ]
        self.fields["company"].widget.attrs["autocomplete"] = "off"

    def changes(self) -> DraftChange:
        """What the person made of it."""
        given = self.cleaned_data
        named, company_id = self._company(given["company"].strip())
        kept = {int(place) for place in given["quantities"]}
        promise = None
        if given["outcome"] == "promised":
            due: date | None = given["due_on"]
            names = ("by_whom", "what", "trigger", "confirmed")
            promise = {
                "text": (self.draft.promise or {}).get("text", ""),
                "due_on": due.isoformat() if due else None,
                **{name: given[name] for name in names},
            }
        return DraftChange(
            text=given["text"],
            company_text=named,
            company_id=company_id,
            raised_by=given["raised_by"],
            category=given["category"],
            quantities=[one for place, one in enumerate(self.draft.quantities) if place in kept],
            outcome=given["outcome"],
            answer=given["answer"],
            promise=promise,
            unit_id=int(given["unit_id"]) if given["unit_id"] else None,
        )

    def _company(self, typed: str) -> tuple[str, int | None]:
        """The name to keep, and the company of the register that it means."""
        if not typed:
            return "", None
        if self.draft.company is not None and typed == str(self.draft.company):
            return self.draft.company_text or typed, self.draft.company_id
        named = Company.objects.filter(tenant_id=self.by.tenant_id, merged_into=None)
        for same in (named.filter(name=typed), named.filter(short_name=typed)):
            if found := same.first():
                return typed, found.pk
        alike = company_queries.lookup(tenant_id=self.by.tenant_id, text=typed, limit=2)
        if len(alike) == 1:
            return str(alike[0])[:120], alike[0].pk
        return typed, None


def _initial(draft: Draft) -> dict[str, Any]:
    said = draft.promise or {}
    return {
        "text": draft.text,
        "company": str(draft.company) if draft.company else draft.company_text,
        "raised_by": draft.raised_by,
        "category": draft.category,
        "unit_id": str(draft.unit_id or ""),
        "quantities": [str(place) for place in range(len(draft.quantities))],
        "outcome": draft.outcome,
        "answer": draft.answer,
        "by_whom": said.get("by_whom") or "",
        "what": said.get("what") or "",
        "due_on": said.get("due_on") or None,
        "trigger": said.get("trigger") or "",
        "confirmed": bool(said.get("confirmed")),
    }


def _categories() -> list[Any]:
    chinese = (get_language() or "").startswith("zh")

    def name(label: categories.Label) -> str:
        return label.zh if chinese else label.en

    groups: list[Any] = [("", _("not sorted yet"))]
    for one in categories.CATEGORIES:
        whole = (one.code, f"{one.code} {name(one.name)}")
        parts = [(part.code, f"{part.code} {name(part.name)}") for part in one.second]
        groups.append((name(one.name), [whole, *parts]))
    return groups
