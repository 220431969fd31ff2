"""One policy: what it says, its editions, and the steps that an officer may take with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.offers import documents, reading
from zaocha.offers.actions import policies as actions
from zaocha.offers.forms.policies import RepealForm
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries
from zaocha.offers.web.policies import lists

# Pages of upper areas about a policy, where they exist: url name, icon, label, right.
ABOUT_IT = (
    ("policy-verdicts", "users-group", gettext_lazy("Who is entitled"), "matches.read"),
    ("policy-automatic", "checklist", gettext_lazy("Without application"), "matches.read"),
    ("sandbox", "adjustments", gettext_lazy("Sandbox"), "policies.sandbox"),
)


@require_GET
@signed_in("policies.read")
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """The policy as a person reads it; `?edition=2` an earlier one, `?draft=1` what is being written."""
    found = queries.one(actor_of(request), pk)
    return _page(request, found, form=RepealForm())


@require_POST
@signed_in("policies.publish")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft in force."""
    by = actor_of(request)
    found = queries.one(by, pk)
    note = request.POST.get("note", "")[:400]
    try:
        actions.publish(policy_id=pk, version=_version(request), by=by, at=clock.now(), note=note)
    except Refused as refusal:
        return _page(request, found, form=RepealForm(), refusal=refusal)
    messages.success(request, _("It is published. The comparison with all companies is being renewed."))
    return redirect("policy", pk=pk)


@require_POST
@signed_in("policies.publish")
def repeal(request: HttpRequest, pk: int) -> HttpResponse:
    """End it from a day on."""
    by = actor_of(request)
    found = queries.one(by, pk)
    form = RepealForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    given = form.cleaned_data
    try:
        actions.repeal(policy_id=pk, on=given["on"], reason=given["reason"], by=by, at=clock.now())
    except Refused as refusal:
        return _page(request, found, form=form, refusal=refusal)
    messages.success(request, _("Noted: it ends on that day."))
    return redirect("policy", pk=pk)


@require_POST
@signed_in("policies.write")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    by = actor_of(request)
    found = queries.one(by, pk)
    try:
        kept = actions.drop_draft(policy_id=pk, version=_version(request), by=by, at=clock.now())
    except Refused as refusal:
        return _page(request, found, form=RepealForm(), refusal=refusal)
    messages.success(request, _("The draft is gone."))
    return redirect("policy", pk=pk) if kept else redirect("policies")


@require_GET
@signed_in("policies.read")
def yaml(request: HttpRequest, pk: int) -> HttpResponse:
    """The policy as YAML: the draft when there is one that the reader may see, else what is in force."""
    by = actor_of(request)
    found = queries.one(by, pk)
    shown = found.draft if found.draft is not None and _may_see_draft(request) else found.document
    answer = HttpResponse(documents.to_yaml(shown), content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.code}.yaml"'
    return answer


def _page(
    request: HttpRequest, found: Policy, *, form: RepealForm, refusal: Refused | None = None
) -> HttpResponse:
    by, on = actor_of(request), clock.today()
    editions = queries.editions(found)
    document, which = _chosen(request, found)
    context = {
        **lists.row(found, on=on),
        "shown": (shown := reading.read(document, on=on)),
        "excluding": _named(by, shown.excludes),
        "which": which,
        "findings": documents.lint(document, among=queries.codes(tenant_id=by.tenant_id)),
        "editions": editions,
        "about": _about(found, request),
        "form": form,
        "refusal": refusal,
        "may_publish": by.may("policies.publish"),
        "may_write": by.may("policies.write"),
    }
    failed = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "offers/policy.html", context, status=failed)


def _named(by: Actor, codes: list[str]) -> list[tuple[str, Policy | None]]:
    """Policies by their ids, each with its page where the town has it."""
    rows = {one.code: one for one in queries.visible(by).filter(code__in=codes)} if codes else {}
    return [(code, rows.get(code)) for code in codes]


def _chosen(request: HttpRequest, found: Policy) -> tuple[dict[str, Any], str]:
    """The document to show, and which it is: `draft`, `in_force`, or the number of an edition."""
    number = request.GET.get("edition", "")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        edition = found.editions.filter(number=int(number)).first()
        if edition is None:
            raise NotFound()
        return edition.document, number
    wants_draft = request.GET.get("draft") or found.state == Policy.State.DRAFT
    if found.draft is not None and wants_draft and _may_see_draft(request):
        return found.draft, "draft"
    return found.document, "in_force"


def _may_see_draft(request: HttpRequest) -> bool:
    by = actor_of(request)
    return by.may("policies.write") or by.may("policies.publish")


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _about(found: Policy, request: HttpRequest) -> list[dict[str, Any]]:
    by, shown = actor_of(request), []
    for name, icon, label, right in ABOUT_IT:
        if found.state != Policy.State.PUBLISHED or not by.may(right):
            continue
        try:
            shown.append({"url": reverse(name, args=[found.pk]), "icon": icon, "label": label})
        except NoReverseMatch:  # an area without pages yet
            continue
    return shown
