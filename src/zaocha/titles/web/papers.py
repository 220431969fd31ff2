"""Files of a dossier: added by the desk, shown, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound
from zaocha.titles import access, forms
from zaocha.titles.actions import papers as actions
from zaocha.titles.models import Paper
from zaocha.titles.web import dossiers, steps
from zaocha.ui import trying


@require_POST
@signed_in("titles.write")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photo or file."""
    by = actor_of(request)
    access.the_dossier(by, pk)
    form = forms.PaperForm(request.POST, request.FILES)
    if form.is_valid():
        paper = new_paper(form)
        if (
            trying.tried(form, lambda: actions.add(dossier_id=pk, new=paper, by=by, at=clock.now()))
            is not None
        ):
            return redirect("title", pk=pk)
    return dossiers.page_of(request, pk, paper_form=form)


@require_GET
@signed_in("titles.persons")
def one(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """One file, for who may know the person."""
    found = access.the_dossier(actor_of(request), pk)
    return served(found.papers.filter(pk=paper_pk).first(), tenant_id=found.tenant_id)


@require_POST
@signed_in("titles.write")
def remove(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Take a file out."""
    by, at = actor_of(request), clock.now()
    if not access.the_dossier(by, pk).papers.filter(pk=paper_pk).exists():
        raise NotFound()
    steps.done(
        request, lambda: actions.remove(dossier_id=pk, paper_id=paper_pk, by=by, at=at), _("Taken out.")
    )
    return redirect("title", pk=pk)


def new_paper(form: forms.PaperForm) -> actions.NewPaper:
    """What was sent."""
    file = form.cleaned_data["file"]
    if file is None:
        return actions.NewPaper(form.cleaned_data["kind"], "", b"")
    if file.size > actions.MOST_BYTES:
        return actions.NewPaper(form.cleaned_data["kind"], file.name, b"0" * (actions.MOST_BYTES + 1))
    return actions.NewPaper(form.cleaned_data["kind"], file.name, file.read())


def served(found: Paper | None, *, tenant_id: int) -> HttpResponse:
    """The bytes: pictures are shown, everything else is only kept."""
    if found is None:
        raise NotFound()
    answer = HttpResponse(actions.read(found, tenant_id=tenant_id), content_type=found.media_type)
    how = "inline" if found.media_type.startswith("image/") else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="paper-{found.pk}.{actions.SUFFIX[found.media_type]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns = [
    path("titles/<int:pk>/papers/", add, name="title-paper-add"),
    path("titles/<int:pk>/papers/<int:paper_pk>/", one, name="title-paper"),
    path("titles/<int:pk>/papers/<int:paper_pk>/remove/", remove, name="title-paper-remove"),
]
