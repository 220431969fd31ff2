"""The page of clean dealings: where reports belong, what there is to learn; by link and signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.integrity import actions, forms, queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, Refused
from zaocha.ui import trying


@require_GET
@signed_in("desk.home")
def integrity(request: HttpRequest) -> HttpResponse:
    """Where reports of corruption belong, and the lessons."""
    by = actor_of(request)
    may_teach = by.may("advisers.write") or by.may("advisers.serve")
    context = _shown(request, by) | {"may_teach": may_teach, "may_write": by.may("advisers.write")}
    return render(request, "integrity/page.html", context)


@never_cache
@require_GET
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a company, without an account."""
    link = links.resolve(token=token, at=clock.now(), purpose="company")
    context = _shown(request, actors.of_company_link(link))
    return render(request, "integrity/by_link.html", context | {"tenant": link.tenant, "token": token})


@require_http_methods(["GET", "POST"])
@signed_in("desk.home")
def lesson_new(request: HttpRequest) -> HttpResponse:
    """Announce one."""
    by = actor_of(request)
    by.need("advisers.serve" if by.may("advisers.serve") else "advisers.write")
    form = forms.LessonForm(request.POST or None, initial={"kind": "lesson", "teacher": by.name})
    if request.method == "POST" and form.is_valid():
        new = form.new_lesson()
        if trying.tried(form, lambda: actions.enter_lesson(new=new, by=by, at=clock.now())):
            messages.success(request, _("It is announced; companies see it on their page."))
            return redirect("integrity")
    return render(request, "integrity/lesson.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("desk.home")
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one, count who came, or cancel it."""
    by = actor_of(request)
    by.need("advisers.serve" if by.may("advisers.serve") else "advisers.write")
    found, verb = queries.lesson(by=by, pk=pk), request.POST.get("verb", "")
    form = forms.LessonForm(
        request.POST if verb == "change" else None, initial=forms.LessonForm.values_of(found)
    )
    count = forms.CountForm(request.POST if verb == "count" else None, initial={"came": found.came})
    if request.method == "POST":
        try:
            _act(verb, pk, request, form=form, count=count)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            messages.error(request, str(refusal))
        if not (form.errors or count.errors):
            return redirect("integrity")
    context = {"form": form, "count": count, "lesson": found, "at": clock.now()}
    return render(
        request, "integrity/lesson.html", context, status=422 if form.errors or count.errors else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in("advisers.write")
def office(request: HttpRequest) -> HttpResponse:
    """Name the discipline office of the town."""
    by = actor_of(request)
    known = queries.office(tenant_id=by.tenant_id)
    names = ("name", "phone", "address", "hours")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = forms.OfficeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if trying.tried(form, lambda: actions.name_office(**given, by=by, at=clock.now())):
            messages.success(request, _("Saved."))
            return redirect("integrity")
    return render(request, "integrity/office.html", {"form": form}, status=422 if form.errors else 200)


def _act(verb: str, pk: int, request: HttpRequest, *, form: forms.LessonForm, count: forms.CountForm) -> None:
    by, at = actor_of(request), clock.now()
    if verb == "change":
        if form.is_valid():
            new = form.new_lesson()
            trying.tried(form, lambda: actions.change_lesson(lesson_id=pk, new=new, by=by, at=at))
    elif verb == "count":
        if count.is_valid():
            came = count.cleaned_data["came"]
            trying.tried(count, lambda: actions.count_lesson(lesson_id=pk, came=came, by=by, at=at))
    elif verb == "cancel":
        actions.cancel_lesson(lesson_id=pk, reason=request.POST.get("reason", ""), by=by, at=at)
    else:
        raise Invalid(remedy=_("Load the page again."))


def _shown(request: HttpRequest, by: Actor) -> dict[str, Any]:
    """Office, what is to come, and what was."""
    at = clock.now()
    past = Paginator(queries.past(by=by, at=at), 20).get_page(request.GET.get("page"))
    return {
        "office": queries.office(tenant_id=by.tenant_id), "coming": list(queries.coming(by=by, at=at)[:50]), "past": past,
    }  # fmt: skip


urlpatterns = [
    path("integrity/", integrity, name="integrity"),
    path("integrity/office/", office, name="integrity-office"),
    path("integrity/lessons/new/", lesson_new, name="lesson-new"),
    path("integrity/lessons/<int:pk>/", lesson, name="lesson"),
    path("c/<str:token>/integrity/", by_link, name="link-company-integrity"),
]
