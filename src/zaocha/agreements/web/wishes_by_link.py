"""What workers see by the code on the wall: what others need, me too, own words, and what came of it. No account."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.agreements.actions import wishes as actions
from zaocha.agreements.forms.wishes import WordsForm
from zaocha.agreements.models import Collection
from zaocha.agreements.queries import wishes as queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused

COOKIE = "zaocha_wish"
DAYS = 180


@never_cache
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, token: str) -> HttpResponse:
    """The question, the most wanted with one tap each, own words, answers. Only a POST says anything."""
    link = links.resolve(token=token, at=clock.now(), purpose="wishes")
    found = Collection.objects.filter(tenant=link.tenant, pk=link.subject_id).first()
    if found is None:
        raise NotFound()
    cookie = request.COOKIES.get(COOKIE, "")
    cookie = cookie if 20 <= len(cookie) <= 64 else ""
    browser = actions.digest(cookie, found.pk) if cookie else ""
    form, refusal = WordsForm(), None
    if request.method == "POST":
        if request.POST.get("verb") == "say":
            form = WordsForm(request.POST)
        try:
            if place := _acted(request, found, form, by=actors.of_link(link), browser=browser):
                return redirect(f"{reverse('link-wishes', args=[token])}{place}")
        except Refused as refused:
            refusal = refused
    context: dict[str, Any] = {
        "collection": found, "tenant": link.tenant, "token": token, "form": form, "refusal": refusal,
        "told": queries.told(found=found, browser=browser), "open": queries.is_open(found, on=clock.today()),
        "joined": request.GET.get("joined", ""),
    }  # fmt: skip
    context["most"] = max((one.group.voices for one in context["told"]), default=0)
    status = 422 if form.errors or (refusal and refusal.status < 500) else 200
    answer = render(request, "agreements/link_wishes.html", context, status=status)
    if not cookie:
        _mark(answer)
    return answer


def _acted(request: HttpRequest, found: Collection, form: WordsForm, *, by: Actor, browser: str) -> str:
    """Do what was tapped; where to go then ("" when a form is wrong)."""
    if not browser:
        raise Invalid(
            _("This page could not remember that you opened it."),
            remedy=_("Load the page again and allow cookies for it."),
        )
    at, verb = clock.now(), request.POST.get("verb", "")
    text = request.POST.get("wish", "")
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    same: dict[str, Any] = {"collection": found, "browser": browser, "by": by, "at": at}
    if verb == "say":
        if not form.is_valid():
            return ""
        group, joined = actions.say(words=form.cleaned_data["words"], **same)
        if joined:
            return f"?joined={group.pk}#said"
        messages.success(
            request, _("Thank you. Once the desk has read it, others can see it and say the same.")
        )
        return "#said"
    if verb == "too":
        actions.me_too(group_id=pk, **same)
        return f"#wish-{pk}"
    if verb == "apart":
        actions.apart(group_id=pk, **same)
        messages.success(request, _("It stands by itself now."))
        return "#said"
    if verb in {"settled", "unsettled"}:
        actions.settled(group_id=pk, yes=verb == "settled", **same)
        return f"#wish-{pk}"
    raise Invalid(remedy=_("Load the page again."))


def _mark(answer: HttpResponse) -> None:
    """A random mark, so that the same browser counts once; it says nothing else and is kept as a digest only."""
    answer.set_cookie(
        COOKIE, secrets.token_urlsafe(18), max_age=DAYS * 24 * 3600, path="/n/", httponly=True, samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )  # fmt: skip


urlpatterns = [path("n/<str:token>/", wishes, name="link-wishes")]
