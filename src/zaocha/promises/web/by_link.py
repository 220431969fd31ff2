"""The giver's own word by link: confirm a statement, name another day, decline it. Only a POST acts."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.models import Link
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.promises import access, actions, asking, queries
from zaocha.promises.forms import GiverForm
from zaocha.promises.models import Promise


@require_POST
@signed_in("promises.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the message with the link (htmx: in its place; without scripts: as a page)."""
    by, at = actor_of(request), clock.now()
    made = asking.message(promise_id=pk, by=by, at=at, request=request)
    name = "promises/ask_message.html" if "HX-Request" in request.headers else "promises/ask_page.html"
    return render(request, name, {"made": made, "promise": made.promise})


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the statement; take the giver's word. Chat programs open every link, so opening changes nothing."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="promise")
    promise = asking.promise_behind(link)
    form = GiverForm(request.POST or None, initial={"name": promise.giver, "due_on": promise.due_on})
    if request.method == "GET":
        return _page(request, promise, form, at=at)
    if form.is_valid():
        try:
            _take(form, link, promise, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return _page(request, asking.promise_behind(link), form, at=at, status=refusal.status)
        return redirect("link-promise", token=token)
    return _page(request, promise, form, at=at, status=422)


def _take(form: GiverForm, link: Link, promise: Promise, *, at: datetime) -> None:
    given, by = form.cleaned_data, access.giver(link, promise)
    if given["verb"] == "decline":
        words = _("%(name)s: %(words)s") % given if given["words"].strip() else ""
        actions.decline(promise_id=promise.pk, words=words, by=by, at=at)
        return
    actions.confirm(
        promise_id=promise.pk, by=by, at=at, name=given["name"], due_on=given["due_on"], note=given["words"]
    )


def _page(
    request: HttpRequest, promise: Promise, form: GiverForm, *, at: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "promise": promise, "standing": queries.standing(promise, at=at), "form": form, "tenant": promise.tenant,
        "ready": asking.may_be_asked(promise, at=at),
    }  # fmt: skip
    return render(request, "promises/by_link.html", context, status=status)
