"""The call-back by link: solved? satisfied? Two taps; only a POST acts, and only once."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.demands import access, actions, forms, lifecycle, queries
from zaocha.demands.models import Demand
from zaocha.kernel import clock, work
from zaocha.kernel.errors import Conflict, NotFound, Refused


@require_POST
@signed_in("demands.call_back")
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the message with the link that works once (htmx: in its place; without: as a page)."""
    by, at = actor_of(request), clock.now()
    demand = queries.found(by=by, pk=pk)
    if demand.state not in lifecycle.ANSWERED:
        raise Conflict(_("This demand has no answer yet that the company could judge."))
    link = links.issue(
        tenant=by.tenant, purpose="call_back", subject_id=pk, by=by.mark, at=at, single_use=True
    )
    url = links.url(link, request=request)
    with translation.override(by.tenant.language):
        text = _(
            "On %(day)s you told us: “%(words)s”. Please tell us by one tap whether it is solved: %(url)s (%(desk)s)"
        ) % {
            "day": f"{demand.raised_at.astimezone(clock.SHANGHAI):%Y-%m-%d}", "words": demand.words[:60], "url": url,
            "desk": " ".join(part for part in (by.tenant.name, by.tenant.phone) if part),
        }  # fmt: skip
    name = (
        "demands/call_back_message.html" if "HX-Request" in request.headers else "demands/call_back_page.html"
    )
    return render(request, name, {"message": text, "url": url, "demand": demand})


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask; note the word; thank. Chat programs open every link, so that opening it changes nothing."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="call_back")
    demand = Demand.objects.select_related("company").filter(tenant=link.tenant, pk=link.subject_id).first()
    if demand is None:
        raise NotFound()
    by = access.author(link, demand)
    form = forms.step_form("company_says", tenant=link.tenant, demand=demand, data=request.POST or None)
    context = {
        "demand": demand,
        "form": form,
        "tenant": link.tenant,
        "ready": demand.state in lifecycle.ANSWERED,
    }
    if request.method == "GET":
        return render(request, "demands/call_back.html", context)
    if form.is_valid():
        try:
            said = _said(link, demand, form, by=by)
        except Conflict:
            context["ready"] = False
            return render(request, "demands/call_back.html", context, status=409)
        except Refused as refusal:
            form.refuse(refusal)
            return render(request, "demands/call_back.html", context, status=refusal.status)
        return render(request, "demands/call_back_done.html", {"demand": said, "tenant": link.tenant})
    return render(request, "demands/call_back.html", context, status=422)


def _said(link: Link, demand: Demand, form: forms.StepForm, *, by: Actor) -> Demand:
    at = clock.now()
    given = form.given()
    with transaction.atomic(), work.begin(by=by, at=at):
        said = actions.company_says(
            demand_id=demand.pk, word=given["word"], satisfaction=given["satisfaction"], words=given["words"],
            by=by, at=at,
        )  # fmt: skip
        links.use(link, at=at)
    return said
