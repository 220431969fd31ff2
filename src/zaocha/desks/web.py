"""Pages over several areas: home, and the door for links without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET

from zaocha.accounts import links
from zaocha.accounts.access import signed_in
from zaocha.kernel import clock


@require_GET
@signed_in("desk.home")
def home(request: HttpRequest) -> HttpResponse:
    """What is due today and what came in."""
    return render(request, "desks/home.html")


@require_GET
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """Send the holder of a link to the page of its purpose (`link-company`, `link-slip`, …)."""
    link = links.resolve(token=token, at=clock.now())
    return redirect(f"link-{link.purpose}", token=token)


urlpatterns = [
    path("home/", home, name="home"),
    path("l/<str:token>", follow_link, name="link"),
]
