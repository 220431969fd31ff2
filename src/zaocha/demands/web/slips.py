"""Slips on paper and on screen, and the page behind a slip's link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.models import Link
from zaocha.demands import access, forms, lifecycle, queries, slips, stepping
from zaocha.demands.models import Assignment
from zaocha.demands.web import showing
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 100
BY_SLIP = ("sign", "reply", "ask_company", "request_return")
"""What a unit does without an account."""


@require_GET
@signed_in("demands.dispatch")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One slip as .docx."""
    queries.found(by=actor_of(request), pk=pk)
    return _docx(request, [pk])


@require_GET
@signed_in("demands.dispatch")
def several(request: HttpRequest) -> HttpResponse:
    """Several slips in one .docx: `?ids=1&ids=2` or `?ids=1,2`."""
    ids = [int(part) for text in request.GET.getlist("ids") for part in text.split(",") if _is_number(part)]
    if not ids:
        raise Invalid(_("No demand was chosen."), remedy=_("Tick the demands whose slips you want to print."))
    if len(ids) > MOST:
        raise Invalid(_("At most %(n)s slips are printed at once.") % {"n": MOST})
    return _docx(request, ids)


@require_GET
@signed_in("demands.dispatch")
def printable(request: HttpRequest, pk: int) -> HttpResponse:
    """One slip as a page to print."""
    by = actor_of(request)
    queries.found(by=by, pk=pk)
    assignments = slips.live(by=by, demand_ids=[pk])
    made = slips.made(assignments=assignments, by=by, at=clock.now(), base=_base(request))
    shown = [(slip, slips.rows(slip)) for slip in made]
    return render(request, "demands/slip.html", {"slips": shown, "tenant": by.tenant})


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A unit or body without an account sees this one demand, signs, asks, returns it or replies."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="slip")
    assignment = (
        Assignment.objects.select_related("unit", "demand__company", "demand__tenant")
        .filter(pk=link.subject_id, demand__tenant=link.tenant)
        .first()
    )
    if assignment is None:
        raise NotFound()
    if request.method == "POST":
        return _taken(request, token, link, assignment)
    return _page(request, link, assignment)


def _taken(request: HttpRequest, token: str, link: Link, assignment: Assignment) -> HttpResponse:
    verb, name = request.POST.get("verb", ""), request.POST.get("name", "").strip()[:60]
    if verb not in BY_SLIP:
        raise NotFound()
    demand = assignment.demand
    form = forms.step_form(verb, tenant=link.tenant, demand=demand, data=request.POST)
    if not form.is_valid():
        return _page(request, link, assignment, form=form, status=422)
    by = access.slip_holder(link, assignment, name=f"{assignment.unit} {name}".strip())
    try:
        if not name:
            raise Invalid(_("Please give your name, so that the desk knows who answered."), field="name")
        stepping.take(verb, demand_id=demand.pk, given=form.given(), by=by, at=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, link, assignment, form=form, status=refusal.status)
    messages.success(
        request, _("Thank you. The desk has it now: %(step)s.") % {"step": stepping.VERBS[verb].label}
    )
    return redirect("link-slip", token=token)


def _page(
    request: HttpRequest, link: Link, assignment: Assignment, *, form: Any = None, status: int = 200
) -> HttpResponse:
    assignment.refresh_from_db()
    assignment.demand.refresh_from_db()
    demand, at = assignment.demand, clock.now()
    by = access.slip_holder(link, assignment)
    if status == 409:
        form.renew(demand.version)
    slip = slips.of(assignment, by=by)
    context: dict[str, Any] = {
        "slip": slip, "facts": slips.rows(slip), "demand": demand, "tenant": link.tenant,
        "state": showing.state_label(demand.state, demand.closed_as),
        "tone": showing.tone(demand.state, demand.closed_as),
        "ended": assignment.ended_at is not None, "name": request.POST.get("name", ""),
    }  # fmt: skip
    if assignment.ended_at is None:
        detail = queries.detail(by=by, pk=demand.pk, at=at)
        context["clock"] = detail.unit_clock or detail.total
        names = [name for name in stepping.verbs_of([step.name for step in detail.steps]) if name in BY_SLIP]
        context["verbs"] = [_verb(name, link, detail, form) for name in sorted(names, key=BY_SLIP.index)]
        context["answered"] = demand.state in lifecycle.ANSWERED | lifecycle.ENDS
        context["pauses"] = detail.pauses
    return render(request, "demands/by_slip.html", context, status=status)


def _verb(name: str, link: Link, detail: queries.Detail, form: Any) -> dict[str, Any]:
    own = form is not None and form.verb == name
    one = form if own else forms.step_form(name, tenant=link.tenant, demand=detail.demand)
    verb = stepping.VERBS[name]
    opened = own or (form is None and name == "reply")
    return {"name": name, "label": verb.label, "icon": verb.icon, "form": one, "open": opened}


def _docx(request: HttpRequest, ids: list[int]) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    assignments = slips.live(by=by, demand_ids=ids)
    made = slips.made(assignments=assignments, by=by, at=at, base=_base(request))
    answer = HttpResponse(slips.document(made, by=by, at=at), content_type=DOCX)
    name = made[0].demand.number if len(made) == 1 else f"{at:%Y%m%d-%H%M}"
    answer["Content-Disposition"] = f'attachment; filename="slip-{name}.docx"'
    return answer


def _base(request: HttpRequest) -> str:
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
