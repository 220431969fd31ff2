"""What everybody may read by link: who passed, with masked names; and what speaks against it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaocha.accounts import actors, links
from zaocha.kernel import clock
from zaocha.titles import forms, queries
from zaocha.titles.actions import changing, sheets
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """The list, and the form for objections while they are taken."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="title_notice")
    panel, rows = queries.notice(tenant_id=link.tenant_id, panel_id=link.subject_id)
    by = actors.of_link(link)
    takes = (
        panel.state == "notice"
        and panel.notice_until is not None
        and changing.today(by, at) <= panel.notice_until
    )
    choices = [(str(one.pk), f"{one.number} · {name}") for one, name in rows]
    form = forms.ObjectionForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(
            form, lambda: sheets.object_to(panel_id=panel.pk, new=form.new_objection(), by=by, at=at)
        )
        if made is not None:
            messages.success(request, _("Received. The desk looks into it before the result stands."))
            return redirect("link-title_notice", token=token)
    context = {"panel": panel, "rows": rows, "form": form, "takes": takes, "tenant": link.tenant}
    return render(request, "titles/notice.html", context, status=422 if form.errors else 200)


urlpatterns = [path("title-notices/<str:token>/", notice, name="link-title_notice")]
