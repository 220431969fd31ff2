"""An outside expert's own pages by link: what was put to him, and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.advisers import access, forms, queries
from zaocha.advisers.models import Adviser
from zaocha.advisers.web import corps, requests
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound


def _holder(token: str) -> tuple[Link, Adviser, Actor]:
    link = links.resolve(token=token, at=clock.now(), purpose="adviser")
    adviser = Adviser.objects.filter(tenant=link.tenant, pk=link.subject_id).first()
    if adviser is None:
        raise NotFound()
    return link, adviser, access.of_adviser_link(link, adviser)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What was put to him, his load, and his conflicts of interest, which he declares here."""
    link, adviser, by = _holder(token)
    verb = request.POST.get("verb", "")
    form = forms.ConflictForm(request.POST if verb == "declare" else None, by=by)
    if request.method == "POST":
        if verb == "end_conflict":
            corps.act(request, adviser, by=by, state={})
        elif form.is_valid():
            corps.act(request, adviser, by=by, state={"conflict_form": form})
        if not form.errors:
            return redirect("link-adviser", token=token)
    context = corps.shown(request, adviser, by=by) | {
        "tenant": link.tenant, "token": token, "conflict_form": form, "requests": queries.requests(by=by)[:50],
    }  # fmt: skip
    return render(request, "advisers/by_adviser.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Accept, hand on, note down the visit."""
    link, _adviser, by = _holder(token)
    state: dict[str, Any] = {}
    if request.method == "POST":
        requests.act(request, pk, by=by, state=state)
        if not state:
            # Whoever handed it on sees it no longer.
            gone = not access.requests(by).filter(pk=pk).exists()
            return (
                redirect("link-adviser", token=token)
                if gone
                else redirect("link-adviser-one", token=token, pk=pk)
            )
    context = requests.shown(request, pk, by=by) | state
    context |= {"tenant": link.tenant, "token": token, "base": "ui/base_public.html"}
    return render(request, "advisers/request.html", context, status=422 if state else 200)
