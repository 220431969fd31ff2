"""A school's page of a programme: how many enrolled and completed, by its own word."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.kernel import clock
from zaocha.talent import access, actions, forms
from zaocha.talent.web.vacancies import number
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def school(request: HttpRequest, token: str) -> HttpResponse:
    """Without an account; nothing but this programme."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="programme")
    by = actors.of_link(link)
    found = access.the_programme(by, link.subject_id)
    asked, refused = number(request) if request.method == "POST" else 0, None
    if request.method == "POST":
        form = refused = forms.ReportForm(request.POST, prefix="c")
        cohort = access.the_cohort(by, asked)
        done = None
        if form.is_valid():
            given = form.cleaned_data
            done = trying.tried(form, lambda: actions.report(cohort_id=cohort.pk, by=by, at=at, **given))
        if done is not None:
            messages.success(request, _("Thank you. It is noted."))
            return redirect("link-programme", token=token)
    shown = [
        (one, refused if refused is not None and one.pk == asked
         else forms.ReportForm(initial={"enrolled": one.enrolled}, prefix="c", auto_id=f"id_{one.pk}_%s"))
        for one in found.cohorts.order_by("starts_on", "pk")
    ]  # fmt: skip
    context = {"tenant": link.tenant, "programme": found, "shown": shown}
    return render(request, "talent/school.html", context, status=422 if refused else 200)
