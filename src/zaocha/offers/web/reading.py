"""A notice of an auction is pasted and read into parcels, each value beside its words for a person to confirm."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.lang import parcels
from zaocha.offers import facts
from zaocha.offers.actions import sites as actions
from zaocha.offers.forms import sites as forms
from zaocha.offers.models import Source
from zaocha.offers.queries import sources
from zaocha.ui.forms import StyledForm

KIND = "land_state"
LONGEST = 60_000


class NoticeForm(StyledForm):
    """The notice, and where it was found."""

    text = django_forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=LONGEST,
        widget=django_forms.Textarea(attrs={"rows": 10}),
        strip=False,
    )
    source = django_forms.ChoiceField(label=gettext_lazy("Found at"), required=False)
    source_url = django_forms.CharField(
        label=gettext_lazy("Address of the notice"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Kept as the source; nothing is fetched."),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = [("", "—"), *((str(one.pk), one.name) for one in sources.of_kind(KIND, by=by))]


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def read(request: HttpRequest) -> HttpResponse:
    """Paste; look; confirm. `step=read` shows the parcels, `step=enter` enters one of them."""
    by = actor_of(request)
    if request.POST.get("step") == "enter":
        return _entered(request, by=by)
    form = NoticeForm(request.POST or None, by=by, initial={"source": request.GET.get("source", "")})
    found: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        found = _found(form.cleaned_data, by=by)
        if not found:
            form.add_error(
                "text",
                _(
                    "No parcel was found in it. Paste the part with number, area and price, or enter it by hand."
                ),
            )
    context = {"form": form, "found": found}
    return render(request, "offers/read.html", context, status=422 if form.errors else 200)


def _found(data: dict[str, Any], *, by: Actor) -> list[dict[str, Any]]:
    source = Source.objects.filter(tenant_id=by.tenant_id, pk=data["source"] or 0).first()
    made = []
    for number, parcel in enumerate(parcels.read(data["text"], on=clock.now().date())):
        known = {name: value for name, value in parcel.facts().items() if value}
        start: dict[str, Any] = forms.initial_facts(known)
        digest = hashlib.sha256(f"{data['text']}|{number}".encode()).hexdigest()[:24]
        start |= {
            "source": source.name if source else "",
            "source_url": data["source_url"],
            "client_key": digest,
        }
        form = forms.OfferForm(kind=KIND, by=by, initial=start, auto_id=f"p{number}_%s")
        made.append(_part(form, parcel.words()))
    return made


def _part(form: forms.OfferForm, words: dict[str, str]) -> dict[str, Any]:
    """The fields that the notice says, with their words, and those that it does not."""
    said = [(fact, bound, words[fact.name]) for fact, bound, _hidden in form.asked() if fact.name in words]
    rest = [(fact, bound) for fact, bound, _hidden in form.asked() if fact.name not in words]
    return {"form": form, "said": said, "rest": rest, "words": json.dumps(words, ensure_ascii=False)}


def _entered(request: HttpRequest, *, by: Actor) -> HttpResponse:
    form = forms.OfferForm(request.POST, kind=KIND, by=by)
    words = _words(request.POST.get("words", ""))
    if form.is_valid():
        new = actions.NewOffer(
            kind=KIND, facts=form.given_facts(), not_public=form.given_not_public(), words=words, text=form.given_text(),
            client_key=form.cleaned_data["client_key"] or "",
        )  # fmt: skip
        try:
            made = actions.enter(new=new, by=by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The parcel is entered. Everyone who waits is told at the same moment.")
            )
            return redirect("offer", pk=made.pk)
    context = {"form": NoticeForm(by=by), "found": [_part(form, words)], "again": True}
    return render(request, "offers/read.html", context, status=422)


def _words(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except (json.JSONDecodeError, RecursionError):
        raise Invalid(remedy=_("Load the page again.")) from None
    known = facts.dictionary()
    return (
        {name: str(words) for name, words in found.items() if name in known}
        if isinstance(found, dict)
        else {}
    )


urlpatterns = [path("offers/read/", read, name="offers-read")]
