"""Forms of the settings page for offers: days until somebody asks, classes of the score per mu, the ground of the map."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zaocha.accounts.models import Tenant
from zaocha.kernel.errors import Refused
from zaocha.offers import shapes, terms
from zaocha.rules.benefits import bands
from zaocha.ui.forms import StyledForm

CLASSES = ("A", "B", "C")
LAST = "D"
MOST_FEATURES, LONGEST = 200, 400_000


class DaysForm(StyledForm):
    """Working days without a word."""

    offer_days = forms.IntegerField(
        label=_("Ask the owner of an offer after"),
        min_value=1,
        max_value=250,
        help_text=_("Working days without a word; then it shows as stale."),
    )
    source_days = forms.IntegerField(
        label=_("A source that nobody looked at turns amber after"),
        min_value=1,
        max_value=250,
        help_text=_("Working days; the companies that wait see it."),
    )


class YieldForm(StyledForm):
    """The bounds of classes A to C; what lies below is D."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CLASSES:
            self.fields[name] = forms.DecimalField(
                label=_("%(name)s from") % {"name": name},
                required=False,
                min_value=0,
                max_digits=6,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"class": "form-control", "step": "0.01"}),
            )

    def clean(self) -> dict[str, Any]:
        """All bounds, or none."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        values = [given.get(name) for name in CLASSES]
        if any(value is not None for value in values):
            for name, value in zip(CLASSES, values, strict=True):
                if value is None and name not in self.errors:
                    self.add_error(name, _now("Give all three, or none."))
        return given

    def bounds(self) -> list[tuple[str, Decimal]]:
        """The classes with the score that each begins at; empty when none is given."""
        given = [(name, self.cleaned_data[name]) for name in CLASSES]
        return [(name, value) for name, value in given if value is not None]


class MapForm(StyledForm):
    """Roads, waters and the boundary, drawn in grey below the offers."""

    features = forms.CharField(
        label=_("GeoJSON"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "class": "form-control zc-code"}),
        help_text=_(
            "A FeatureCollection with names, such as any map program saves. Empty: nothing is drawn below."
        ),
    )

    def clean_features(self) -> list[dict[str, Any]]:
        """The features, each checked; the first that cannot be drawn is named."""
        text = self.cleaned_data["features"].strip()
        if not text:
            return []
        try:
            read = json.loads(text)
        except json.JSONDecodeError as fault:
            raise forms.ValidationError(
                _now("This is no GeoJSON: line %(line)s.") % {"line": fault.lineno}
            ) from None
        except RecursionError:
            raise forms.ValidationError(_now("This is no GeoJSON.")) from None
        features = read.get("features") if isinstance(read, dict) else read
        if not isinstance(features, list):
            raise forms.ValidationError(_now("A FeatureCollection is expected."))
        if len(features) > MOST_FEATURES:
            raise forms.ValidationError(_now("At most %(n)s features are drawn.") % {"n": MOST_FEATURES})
        return [_feature(one, number) for number, one in enumerate(features, 1)]


def of_days(tenant: Tenant) -> dict[str, int]:
    """The days that hold now."""
    return {"offer_days": terms.offer_days(tenant), "source_days": terms.source_days(tenant)}


def of_yield(tenant: Tenant) -> dict[str, Decimal]:
    """The bounds that hold now."""
    found = {}
    for name, text in (tenant.settings.get("yield_classes") or {}).items():
        band = bands.parse(text)
        if name in CLASSES and band is not None and band.low.is_finite():
            found[name] = band.low
    return found


def of_map(tenant: Tenant) -> dict[str, str]:
    """The ground as the form shows it."""
    features = tenant.settings.get("map") or []
    whole = {"type": "FeatureCollection", "features": features}
    return {"features": json.dumps(whole, ensure_ascii=False) if features else ""}


def _feature(one: Any, number: int) -> dict[str, Any]:
    name = (one.get("properties") or {}).get("name", "") if isinstance(one, dict) else ""
    try:
        geometry = shapes.checked(one.get("geometry") if isinstance(one, dict) else None)
    except Refused as refusal:
        words = _now("Feature %(n)s: %(why)s") % {"n": number, "why": str(refusal)}
        raise forms.ValidationError(words) from None
    return {"type": "Feature", "properties": {"name": str(name)[:80]}, "geometry": geometry}
