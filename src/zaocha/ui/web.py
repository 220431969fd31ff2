"""The gallery of components, in DEBUG only."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from zaocha.ui.samples import samples

ERRORS = ("400", "403", "404", "409", "500")
BASES = ("public", "print", "screen")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    messages.success(request, _("Saved."))
    messages.warning(request, _("The calendar of 2028 is not published yet: this date is provisional."))
    return render(request, "ui/gallery.html", samples())


def sample_page(request: HttpRequest, name: str) -> HttpResponse:
    """The other bases and the error pages: /ui/public/, /ui/print/, /ui/screen/, /ui/404/."""
    if name in BASES:
        return render(request, f"ui/gallery_{name}.html", samples())
    code = name if name in ERRORS else "404"
    return render(request, f"{code}.html", status=int(code))


urlpatterns: list[URLPattern] = (
    [path("ui/", gallery, name="ui-gallery"), path("ui/<slug:name>/", sample_page, name="ui-sample")]
    if settings.DEBUG
    else []
)
