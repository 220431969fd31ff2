"""Pages over several areas: home, and the door for links without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.desks import first, settings
from zaocha.desks import home as home_page
from zaocha.desks.company_web import company
from zaocha.kernel import clock

TITLES = {
    "new": (_("Came in, not yet handed on"), _("Nothing waits to be handed on")),
    "answered": (_("Answered, to be called back"), _("Nobody waits for a call-back")),
    "working": (_("Open demands, the earliest day first"), _("Nothing is open")),
    "late": (_("Late"), _("Nothing is late")),
}


@require_GET
@signed_in("desk.home")
def home(request: HttpRequest) -> HttpResponse:
    """What is due today and what came in."""
    by, at = actor_of(request), clock.now()
    shown = home_page.load(by=by, at=at)
    blocks = [(block, *TITLES[block.code]) for block in shown.blocks]
    return render(request, "desks/home.html", {"home": shown, "blocks": blocks, "today": at})


@require_GET
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send the holder of a link to the page of its purpose (`link-company`, `link-slip`, …)."""
    link = links.resolve(token=token, at=clock.now())
    return redirect(f"link-{link.purpose}", token=token)


urlpatterns = [
    *first.urlpatterns,
    *settings.urlpatterns,
    path("home/", home, name="home"),
    path("l/<str:token>", follow_link, name="link"),
    path("c/<str:token>/", company, name="link-company"),
]
