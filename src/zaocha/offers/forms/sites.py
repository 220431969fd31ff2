"""Forms of offers: the filter, and the editor whose fields are the facts of the kind."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.actors import Actor
from zaocha.companies import queries as company_queries
from zaocha.kernel.errors import Invalid, Refused
from zaocha.offers import facts, shapes
from zaocha.offers.actions.sites import OfferText
from zaocha.offers.models import Offer
from zaocha.offers.queries.sites import Filters
from zaocha.ui.forms import StyledForm, style

STATES = [
    ("live", _("on offer")), ("proposed", _("to be confirmed")), ("reserved", _("reserved")), ("taken", _("taken")),
    ("withdrawn", _("withdrawn")), ("over", _("over")), ("all", _("all")),
]  # fmt: skip
ORDERS = [
    ("newest", _("newest first")), ("size", _("largest first")), ("small", _("smallest first")),
    ("closes", _("closing soon first")), ("heard", _("longest without a word first")),
]  # fmt: skip


class OfferFilterForm(StyledForm):
    """Every field is optional; what an address gets wrong is left out."""

    q = forms.CharField(label=_("Words, place or owner"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    size_from = forms.CharField(label=_("From (m² or mu)"), required=False, max_length=20)
    size_to = forms.CharField(label=_("Up to"), required=False, max_length=20)
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    stale = forms.BooleanField(label=_("No word for long"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *((one.code, one.label) for one in facts.kinds().values())]

    def clean_size_from(self) -> Decimal | None:
        return self._size("size_from")

    def clean_size_to(self) -> Decimal | None:
        return self._size("size_to")

    def _size(self, name: str) -> Decimal | None:
        text = self.cleaned_data[name]
        try:
            kept = facts.kept(facts.dictionary()["area_m2"], text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return Decimal(kept) if kept else None

    def filters(self) -> Filters:
        """What is asked for; fields that hold nonsense are as if empty."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(
            kind=given.get("kind", ""), state=given.get("state", "live"), text=given.get("q", ""),
            size_from=given.get("size_from"), size_to=given.get("size_to"), stale=bool(given.get("stale")),
            order=given.get("order", "newest"),
        )  # fmt: skip


class OfferForm(StyledForm):
    """An offer of one kind: a field for every fact, each of which may be unknown or not public."""

    title = forms.CharField(
        label=_("What it is called"),
        required=False,
        max_length=120,
        help_text=_("Empty: made from number or place."),
    )
    about = forms.CharField(
        label=_("More about it"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.CharField(
        label=_("Owner, if a company of the register"),
        required=False,
        max_length=120,
        help_text=_("Name, initials or credit code."),
    )
    owner_name = forms.CharField(label=_("Owner or contact"), required=False, max_length=80)
    owner_phone = forms.CharField(label=_("Telephone of the contact"), required=False, max_length=40)
    source = forms.CharField(label=_("Where it was made known"), required=False, max_length=200)
    source_url = forms.CharField(
        label=_("Address of the notice"),
        required=False,
        max_length=500,
        help_text=_("Kept as the source; nothing is fetched."),
    )
    shape = forms.CharField(
        label=_("Position"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Degrees east, degrees north – or GeoJSON. May stay empty."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    OWNER_SEES = ("about", "owner_name", "owner_phone")

    def __init__(self, *args: Any, kind: str, by: Actor, for_owner: bool = False, **kwargs: Any) -> None:
        self.kind, self.by, self.for_owner = facts.kind_of(kind), by, for_owner
        super().__init__(*args, **kwargs)
        for name in ("title", "owner", "source", "source_url", "shape") if for_owner else ():
            del self.fields[name]
        for fact in facts.asked(kind):
            self.fields[f"f_{fact.name}"] = _field(fact)
            self.fields[f"n_{fact.name}"] = forms.BooleanField(label=_("not public"), required=False)
        for field in self.fields.values():
            style(field.widget)

    def asked(self) -> list[tuple[facts.Fact, BoundField, BoundField]]:
        """The facts with their two fields."""
        return [
            (fact, self[f"f_{fact.name}"], self[f"n_{fact.name}"]) for fact in facts.asked(self.kind.code)
        ]

    def others(self) -> list[BoundField]:
        """The fields beside the facts that are seen."""
        return [bound for bound in self if bound.name[:2] not in {"f_", "n_"} and not bound.is_hidden]

    def given_facts(self) -> dict[str, str]:
        """What was typed, by fact."""
        return {
            fact.name: self.cleaned_data.get(f"f_{fact.name}", "") for fact in facts.asked(self.kind.code)
        }

    def given_not_public(self) -> tuple[str, ...]:
        """The facts that are said not to be public."""
        return tuple(
            fact.name for fact in facts.asked(self.kind.code) if self.cleaned_data.get(f"n_{fact.name}")
        )

    def given_text(self, kept: Offer | None = None) -> OfferText:
        """What stands beside the facts; what an owner does not see stays as it is kept."""
        data = self.cleaned_data
        base = text_of(kept) if kept else OfferText()
        owner_id = self._owner(data["owner"]) if "owner" in self.fields else base.owner_id
        return OfferText(
            title=data.get("title", base.title), about=data.get("about", ""), owner_id=owner_id,
            owner_name=data.get("owner_name", ""), owner_phone=data.get("owner_phone", ""),
            officer_id=base.officer_id or (self.by.person_id if kept is None else None),
            source=data.get("source", base.source), source_url=data.get("source_url", base.source_url),
            shape=shapes.read(data["shape"]) if "shape" in self.fields else base.shape,
        )  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it is about."""
        for name in (f"f_{refusal.field}", refusal.field):
            if name in self.fields:
                self.add_error(name, str(refusal))
                return
        self.add_error(None, str(refusal))

    def _owner(self, text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        found = company_queries.lookup(tenant_id=self.by.tenant_id, text=text, limit=2)
        exact = [one for one in found if text in (one.name, one.short_name, one.credit_code)]
        if len(exact or found) == 1:
            return (exact or found)[0].pk
        words = _("Several companies fit “%(text)s”.") if found else _("No company is called “%(text)s”.")
        raise Invalid(
            words % {"text": text}, field="owner", remedy=_("Leave it empty and name the contact below.")
        )


def text_of(offer: Offer) -> OfferText:
    """The text of an offer as it is kept."""
    return OfferText(
        title=offer.title, about=offer.about, owner_id=offer.owner_id, owner_name=offer.owner_name,
        owner_phone=offer.owner_phone, officer_id=offer.officer_id, source=offer.source,
        source_url=offer.source_url, shape=offer.shape,
    )  # fmt: skip


def initial(offer: Offer) -> dict[str, Any]:
    """What the editor of an offer shows."""
    found: dict[str, Any] = {
        "title": offer.title, "about": offer.about, "owner": offer.owner.name if offer.owner else "",
        "owner_name": offer.owner_name, "owner_phone": offer.owner_phone, "source": offer.source,
        "source_url": offer.source_url, "shape": shapes.typed(offer.shape), "version": offer.version,
    }  # fmt: skip
    return found | initial_facts(offer.facts, offer.not_public)


def initial_facts(known: Mapping[str, str], not_public: Any = ()) -> dict[str, Any]:
    """Kept facts as the fields of an editor show them."""
    found: dict[str, Any] = {f"f_{name}": as_typed(name, text) for name, text in known.items()}
    return found | {f"n_{name}": True for name in not_public}


def as_typed(name: str, text: str) -> str:
    """Shares as percent, whole multiples of 10,000 yuan in 万, the rest as it is kept."""
    fact = facts.dictionary()[name]
    if fact.type == "ratio":
        return f"{(Decimal(text) * 100).normalize():f}%"
    chinese = (get_language() or "zh").startswith("zh")
    if chinese and fact.type == "money" and Decimal(text) >= 100_000 and Decimal(text) % 100 == 0:
        return f"{(Decimal(text) / 10_000).normalize():f}万"
    return text


def _field(fact: facts.Fact) -> forms.Field:
    label = fact.label_with_unit
    if fact.type == "code":
        codes = [("", "—"), *((code, facts.spoken(names)) for code, names in fact.codes.items())]
        return forms.ChoiceField(label=label, required=False, choices=codes)
    if fact.type == "boolean":
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "—"), ("true", _("yes")), ("false", _("no"))]
        )
    if fact.type == "date":
        return forms.CharField(
            label=label, required=False, max_length=40, widget=forms.DateInput(attrs={"type": "date"})
        )
    if fact.name in {"industry_limits", "restrictions", "purpose"}:
        return forms.CharField(
            label=label, required=False, max_length=facts.LONGEST, widget=forms.Textarea(attrs={"rows": 2})
        )
    attrs = {"inputmode": "decimal", "autocomplete": "off"} if fact.is_number else {}
    return forms.CharField(label=label, required=False, max_length=200, widget=forms.TextInput(attrs=attrs))
