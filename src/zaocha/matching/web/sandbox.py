"""The sandbox: move the numbers of a policy, see who gains, who loses and what it costs; keep it as a proposal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound, Refused
from zaocha.matching import exporting, sandbox, showing
from zaocha.matching.actions import proposals as actions
from zaocha.matching.models import Proposal
from zaocha.matching.web.policies import download
from zaocha.offers import dictionary
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as policy_queries

PREFIX = "set:"
MYRIAD = 10_000


@require_GET
@signed_in("policies.sandbox")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers as levers, and the result beside; a script fetches the result alone."""
    policy = policy_queries.one(actor_of(request), pk)
    return _page(request, policy, _typed(request.GET.items()))


@require_GET
@signed_in("policies.sandbox")
def proposal(request: HttpRequest, pk: int, proposal_id: int) -> HttpResponse:
    """A proposal opened again: its numbers against the companies of today, beside the figures of its day."""
    policy = policy_queries.one(actor_of(request), pk)
    kept = _kept(policy, proposal_id)
    typed = _typed(request.GET.items()) or kept.changes
    return _page(request, policy, typed, kept=kept)


@require_POST
@signed_in("policies.sandbox")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was tried, under a name."""
    by, at = actor_of(request), clock.now()
    policy = policy_queries.one(by, pk)
    typed = _typed(request.POST.items())
    try:
        base = policy.document or policy.draft or {}
        changes = sandbox.changes_of(sandbox.levers_of(base, on=at.date(), typed=typed))
        new = actions.NewProposal(request.POST.get("name", ""), changes, request.POST.get("note", ""))
        made = actions.keep(policy_id=pk, new=new, by=by, at=at)
    except Refused as refusal:
        return _page(request, policy, typed, refusal=refusal)
    messages.success(request, _("The proposal is kept. The policy itself is unchanged."))
    return redirect("sandbox-proposal", pk=pk, proposal_id=made.pk)


@require_POST
@signed_in("policies.sandbox")
def drop(request: HttpRequest, pk: int, proposal_id: int) -> HttpResponse:
    """Throw a proposal away."""
    by = actor_of(request)
    _kept(policy_queries.one(by, pk), proposal_id)
    actions.drop(proposal_id=proposal_id, by=by, at=clock.now())
    messages.success(request, _("The proposal is gone."))
    return redirect("sandbox", pk=pk)


@require_GET
@signed_in("policies.sandbox")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The result as a workbook: the numbers that were moved, the sums by group, who changes."""
    by, on = actor_of(request), clock.today()
    policy = policy_queries.one(by, pk)
    base = policy.document or policy.draft or {}
    moved = sandbox.levers_of(base, on=on, typed=_typed(request.GET.items()))
    result = sandbox.run(policy, base=base, changes=sandbox.changes_of(moved), by=by, on=on)
    return download(exporting.trial(moved, result), f"{policy.code}-sandbox-{on.isoformat()}")


def _page(
    request: HttpRequest,
    policy: Policy,
    typed: dict[str, str],
    *,
    kept: Proposal | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    by, on = actor_of(request), clock.today()
    base = policy.document or policy.draft or {}
    moved = sandbox.levers_of(base, on=on, typed=typed)
    result = None
    try:
        result = sandbox.run(policy, base=base, changes=sandbox.changes_of(moved), by=by, on=on)
    except Refused as wrong:
        refusal = refusal or wrong
    context = {
        "policy": policy,
        "title": dictionary.in_language({"zh": policy.title_zh, "en": policy.title_en}) or policy.code,
        "levers": moved,
        "result": result,
        "charts": _charts(result) if result else [],
        "refusal": refusal,
        "kept": kept,
        "is_stale": kept is not None and kept.base != base,
        "proposals": Proposal.objects.filter(policy=policy).order_by("-created_at", "-pk")[:50],
        "notice": showing.notice(),
        "query": request.GET.urlencode(),
        "typed_name": request.POST.get("name", ""),
        "typed_note": request.POST.get("note", ""),
    }
    partial = request.headers.get("HX-Request") == "true"
    name = "matching/sandbox_result.html" if partial else "matching/sandbox.html"
    return render(request, name, context, status=refusal.status if refusal else 200)


def _charts(result: sandbox.Result) -> list[tuple[str, Any, dict[str, Any], list[sandbox.Row]]]:
    """One chart for each dimension: what it costs before and after, in 万元."""
    found = []
    for dimension, label, rows in result.tables:
        told = [row for row in rows if row.cost_before is not None and row.cost_after is not None]
        series = [
            {"name": _("now"), "values": [float((row.cost_before or 0) / MYRIAD) for row in told]},
            {
                "name": _("after the change"),
                "values": [float((row.cost_after or 0) / MYRIAD) for row in told],
            },
        ]
        data = {
            "labels": [row.label for row in told],
            "series": series,
            "unit": _("万元 (10,000 CNY)"),
            "whole": False,
        }
        found.append((dimension, label, data, rows))
    return found


def _typed(items: Any) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): value.strip()[:40]
        for name, value in items
        if name.startswith(PREFIX) and isinstance(value, str) and value.strip()
    }


def _kept(policy: Policy, proposal_id: int) -> Proposal:
    found = Proposal.objects.filter(policy=policy, pk=proposal_id).first()
    if found is None:
        raise NotFound()
    return found
