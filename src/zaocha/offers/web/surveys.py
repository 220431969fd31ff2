"""Surveys: the list, a new one, its link and paper, and the form that anybody with the link fills in."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import access, facts
from zaocha.offers.actions import needs as actions
from zaocha.offers.actions import photos, sites
from zaocha.offers.forms.needs import NeedForm, SurveyForm
from zaocha.offers.forms.sites import OfferForm
from zaocha.offers.models import Survey
from zaocha.offers.queries import needs as queries
from zaocha.offers.queries import sites as site_queries


@require_http_methods(["GET", "POST"])
@signed_in("offers.write")
def surveys(request: HttpRequest) -> HttpResponse:
    """All surveys with what came in, and a new one."""
    by = actor_of(request)
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.survey(new=form.new(), by=by, at=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The survey has begun: copy its link, or print it."))
            return redirect("survey", pk=made.pk)
    rows = [(one, facts.kind_of(one.kind).label) for one in queries.surveys(by)[:200]]
    return render(
        request, "offers/surveys.html", {"form": form, "rows": rows}, status=422 if form.errors else 200
    )


@require_GET
@signed_in("offers.write")
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: link, code, message, paper, and what came in."""
    by, at = actor_of(request), clock.now()
    found = _one(by, pk)
    url = ""
    if found.closed_at is None:
        link = links.issue(tenant=by.tenant, purpose="survey", subject_id=pk, by=by.mark, at=at)
        url = links.url(link, request=request)
    offers = access.offers(by).filter(survey=found).select_related("owner").order_by("-pk")[:200]
    needs = access.needs(by).filter(survey=found).select_related("company").order_by("-pk")[:200]
    context = {
        "survey": found, "url": url, "kind": facts.kind_of(found.kind), "needs": queries.rows(list(needs)),
        "offers": site_queries.rows(list(offers), by=by, at=at),
    }  # fmt: skip
    return render(request, "offers/survey.html", context)


@require_POST
@signed_in("offers.write")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a survey."""
    by, at = actor_of(request), clock.now()
    actions.close_survey(survey_id=pk, by=by, at=at)
    links.revoke(tenant=by.tenant, purpose="survey", subject_id=pk, at=at)
    messages.success(request, _("The survey has ended; its link takes nothing more."))
    return redirect("survey", pk=pk)


@require_GET
@signed_in("offers.write")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The survey on paper."""
    by = actor_of(request)
    found = _one(by, pk)
    asked = (
        facts.asked(found.kind)
        if found.about == "offers"
        else [one for one in facts.testable(found.kind) if one.type != "text"]
    )
    context = {"survey": found, "kind": facts.kind_of(found.kind), "asked": asked, "tenant": by.tenant}
    return render(request, "offers/survey_paper.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody with the link says what there is, or what they need; the desk confirms it."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="survey")
    found = Survey.objects.filter(tenant=link.tenant, pk=link.subject_id).first()
    if found is None:
        raise NotFound()
    by = actors.of_link(link, name=_("by the link of a survey"))
    over = found.closed_at is not None or (found.until_on is not None and found.until_on < at.date())
    start = {"client_key": secrets.token_hex(12)}
    form: OfferForm | NeedForm
    if found.about == "offers":
        form = OfferForm(request.POST or None, kind=found.kind, by=by, for_owner=True, initial=start)
    else:
        form = NeedForm(request.POST or None, kind=found.kind, by=by, by_link=True, initial=start)
    context = {
        "survey": found,
        "tenant": link.tenant,
        "form": form,
        "kind": facts.kind_of(found.kind),
        "over": over,
    }
    if request.method == "POST" and not over and form.is_valid():
        try:
            _taken(request, found, form, by=by)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render(request, "offers/survey_done.html", context)
    return render(
        request,
        "offers/survey_link.html",
        context,
        status=422 if form.errors else 409 if over and request.method == "POST" else 200,
    )


def _taken(request: HttpRequest, found: Survey, form: OfferForm | NeedForm, *, by: Actor) -> None:
    at = clock.now()
    if isinstance(form, NeedForm):
        actions.enter(new=form.new(survey_id=found.pk), by=by, at=at, proposed=True)
        return
    key = form.cleaned_data["client_key"] or ""
    new = sites.NewOffer(
        kind=found.kind, facts=form.given_facts(), not_public=(), text=form.given_text(), survey_id=found.pk,
        client_key=f"survey-{found.pk}-{key}" if key else "",
    )  # fmt: skip
    offer = sites.enter(new=new, by=by, at=at, proposed=True)
    for file in request.FILES.getlist("photo")[: photos.MOST]:
        photos.add(offer_id=offer.pk, data=file.read(), by=by, at=at, by_owner=True)


def _one(by: Actor, pk: int) -> Survey:
    found = Survey.objects.filter(tenant_id=by.tenant_id, pk=pk).first()
    if found is None:
        raise NotFound()
    return found


urlpatterns = [
    path("surveys/", surveys, name="surveys"),
    path("surveys/<int:pk>/", survey, name="survey"),
    path("surveys/<int:pk>/close/", close, name="survey-close"),
    path("surveys/<int:pk>/paper/", paper, name="survey-paper"),
    path("v/<str:token>/", by_link, name="link-survey"),
]
