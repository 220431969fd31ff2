"""The service plan of a chain: its lines, and a new one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.chains import access, actions, forms, queries
from zaocha.chains.web import acting
from zaocha.kernel import clock
from zaocha.ui import trying


@require_http_methods(["GET", "POST"])
@signed_in("chains.read")
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Every line with where its promise stands; who gave it says here that it was kept."""
    by, at = actor_of(request), clock.now()
    chain = access.the_chain(by, code)
    asked = request.GET.get("category", "")
    form = forms.LineForm(by=by, initial={"category": asked})
    if request.method == "POST":
        if request.POST.get("verb"):
            _end(request, by=by, at=at)
            return redirect("chain-plan", code=code)
        access.need_write(by, code)
        form = forms.LineForm(request.POST, by=by)
        made = form.is_valid() and _made(form, code, by=by, at=at)
        if made:
            return redirect("chain-plan", code=code)
    planned = queries.plan(by=by, chain=code, at=at)
    context = {
        "chain": chain, "form": form, "open": [one for one in planned if one.is_open],
        "ended": [one for one in planned if not one.is_open], "may_write": access.may_write(by, code),
    }  # fmt: skip
    return render(request, "chains/plan.html", context, status=422 if form.errors else 200)


def _made(form: forms.LineForm, code: str, *, by: Actor, at: datetime) -> bool:
    line = trying.tried(form, lambda: actions.plan(new=form.new_line(code), by=by, at=at))
    return line is not None


def _end(request: HttpRequest, *, by: Actor, at: datetime) -> None:
    same: dict[str, Any] = {
        "line_id": acting.number(request), "words": acting.words(request), "by": by, "at": at
    }  # fmt: skip
    verbs = {
        "kept": lambda: actions.keep_line(kept=True, **same),
        "broken": lambda: actions.keep_line(kept=False, **same),
    }
    acting.done(request, verbs)
