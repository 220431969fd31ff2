"""Pages of agreements for the desk: the list, one with both sides' progress, its text, its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.agreements import access, exporting, papers
from zaocha.agreements.actions import agreements as actions
from zaocha.agreements.actions import clauses
from zaocha.agreements.forms import agreements as forms
from zaocha.agreements.models import Agreement, Clause, Due
from zaocha.agreements.queries import agreements as queries
from zaocha.kernel import clock
from zaocha.kernel.errors import Invalid, NotFound, Refused
from zaocha.sheets import tables
from zaocha.ui import trying

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
@signed_in("agreements.read")
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements, newest first."""
    by, form = actor_of(request), forms.FilterForm(request.GET or None)
    page = Paginator(_found(form, by=by), 30).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "filtered": bool(request.GET), "may_write": by.may("agreements.write"),
        "rows": [(one, queries.tone(one, on=clock.today())) for one in page.object_list],
    }  # fmt: skip
    return render(request, "agreements/list.html", context)


@require_GET
@signed_in("agreements.read")
def export(request: HttpRequest) -> HttpResponse:
    """The list as .xlsx."""
    found = _found(forms.FilterForm(request.GET or None), by=actor_of(request))
    answer = HttpResponse(exporting.agreements(found[:5000], on=clock.today()), content_type=tables.XLSX_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="agreements.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def new(request: HttpRequest) -> HttpResponse:
    """Draft an agreement."""
    by = actor_of(request)
    form = forms.AgreementForm(request.POST or None, tenant=by.tenant)
    if request.method == "POST" and form.is_valid():
        made = trying.tried(form, lambda: actions.draft(new=form.new_agreement(by=by), by=by, at=clock.now()))
        if made is not None:
            messages.success(request, _("Now write the clauses of either side."))
            return redirect("agreement", pk=made.pk)
    return render(request, "agreements/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change parties and term."""
    by = actor_of(request)
    found = access.the_agreement(by, pk)
    parties = list(found.parties.select_related("company"))
    community = next((one for one in parties if one.company_id is None), None)
    initial = {
        "title": found.title, "purpose": found.purpose, "starts_on": found.starts_on, "ends_on": found.ends_on,
        "unit": str(community.unit_id) if community else "", "spokesman": community.spokesman if community else "",
        "companies": "\n".join(one.company.name for one in parties if one.company),
    }  # fmt: skip
    form = forms.AgreementForm(request.POST or None, tenant=by.tenant, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = trying.tried(
            form,
            lambda: actions.change(
                agreement_id=pk, new=form.new_agreement(by=by), by=by, at=clock.now()
            ),
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("agreement", pk=pk)
    context = {"form": form, "agreement": found}
    return render(request, "agreements/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in("agreements.read")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Both sides' clauses and where each stands; a POST is a step of the agreement."""
    by = actor_of(request)
    found = access.the_agreement(by, pk)
    if request.method == "GET":
        return _page(request, found)
    by.need("agreements.write")
    state: dict[str, Any] = {}
    try:
        target = _step(request, found, state, by=by)
    except Refused as refusal:
        if refusal.status in {403, 404}:
            raise
        return _page(request, found, **state, refusal=refusal)
    return redirect("agreement", pk=target.pk) if target else _page(request, found, **state)


@require_POST
@signed_in("agreements.write")
def clause(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a clause into the text."""
    by = actor_of(request)
    found = access.the_agreement(by, pk)
    form = forms.ClauseForm(request.POST, parties=list(found.parties.select_related("company", "unit")))
    if form.is_valid():
        made = trying.tried(
            form,
            lambda: clauses.add_clause(agreement_id=pk, new=form.new_clause(), by=by, at=clock.now()),
        )  # fmt: skip
        if made is not None:
            return redirect(f"{reverse('agreement', args=[pk])}#clauses")
    return _page(request, found, clause_form=form)


@require_POST
@signed_in("agreements.write")
def clause_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a clause out."""
    by = actor_of(request)
    held = Clause.objects.filter(agreement__tenant=by.tenant, pk=pk).first()
    if held is None:
        raise NotFound()
    access.the_agreement(by, held.agreement_id)
    try:
        clauses.remove_clause(clause_id=pk, by=by, at=clock.now())
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('agreement', args=[held.agreement_id])}#clauses")


@require_POST
@signed_in("agreements.write")
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's word on one day of a clause: done, confirmed, not yet."""
    by = actor_of(request)
    held = Due.objects.select_related("clause").filter(clause__agreement__tenant=by.tenant, pk=pk).first()
    if held is None:
        raise NotFound()
    found = access.the_agreement(by, held.clause.agreement_id)
    try:
        say(request, pk, by=by)
    except Refused as refusal:
        if refusal.status in {403, 404}:
            raise
        return _page(
            request, found, due_refused={"pk": pk, "refusal": refusal, "words": request.POST.get("words", "")}
        )
    return redirect(f"{reverse('agreement', args=[found.pk])}#due-{pk}")


@require_GET
@signed_in("agreements.read")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The .docx to be signed."""
    by, at = actor_of(request), clock.now()
    found = queries.progress(by=by, found=access.the_agreement(by, pk), at=at)
    return docx(papers.agreement(found, tenant=by.tenant, at=at), found.agreement)


def docx(content: bytes, found: Agreement) -> HttpResponse:
    """A paper as a download."""
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.docx"'
    return answer


def say(request: HttpRequest, pk: int, *, by: Actor) -> None:
    """What either side says of one day."""
    verb, words, at = request.POST.get("verb", ""), request.POST.get("words", ""), clock.now()
    verbs: dict[str, Callable[[], object]] = {
        "done": lambda: clauses.say_done(due_id=pk, words=words, by=by, at=at),
        "confirm": lambda: clauses.confirm_done(due_id=pk, by=by, at=at),
        "doubt": lambda: clauses.doubt_done(due_id=pk, words=words, by=by, at=at),
    }
    if verb not in verbs:
        raise Invalid(remedy=_("Load the page again."))
    verbs[verb]()


def _step(request: HttpRequest, found: Agreement, state: dict[str, Any], *, by: Actor) -> Agreement | None:
    verb, at = request.POST.get("verb", ""), clock.now()
    same: dict[str, Any] = {"agreement_id": found.pk, "by": by, "at": at}
    if verb == "offer":
        return actions.offer(**same)
    if verb == "renew":
        return actions.renew(**same)
    if verb in {"agrees", "objects"}:
        text = request.POST.get("party", "")
        party = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        words = request.POST.get("words", "")
        return actions.answer(agrees=verb == "agrees", words=words, party_id=party, **same).agreement
    if verb == "sign":
        form = state["sign_form"] = forms.SignForm(request.POST)
        return actions.sign(signed_on=form.cleaned_data["signed_on"], **same) if form.is_valid() else None
    if verb == "end":
        ending = state["end_form"] = forms.EndForm(request.POST)
        return actions.end(reason=ending.cleaned_data["reason"], **same) if ending.is_valid() else None
    raise Invalid(remedy=_("Load the page again."))


def _found(form: forms.FilterForm, *, by: Actor) -> Any:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.agreements(by=by, text=given.get("q", ""), state=given.get("state", ""), on=clock.today())


def _page(request: HttpRequest, found: Agreement, **given: Any) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    found.refresh_from_db()
    progress = queries.progress(by=by, found=found, at=at)
    unsigned = found.state in {Agreement.State.DRAFT, Agreement.State.OFFERED}
    context = {
        "progress": progress, "agreement": found, "tone": queries.tone(found, on=at.date()), "unsigned": unsigned,
        "may_write": by.may("agreements.write"), "renewal": found.renewals.order_by("-pk").first(),
        "clause_form": forms.ClauseForm(parties=progress.parties), "end_form": forms.EndForm(),
        "sign_form": forms.SignForm(initial={"signed_on": at.date()}), **given,
    }  # fmt: skip
    return render(request, "agreements/one.html", context, status=422 if request.method == "POST" else 200)


urlpatterns = [
    path("agreements/", agreements, name="agreements"),
    path("agreements/new/", new, name="agreement-new"),
    path("agreements/export/", export, name="agreements-export"),
    path("agreements/<int:pk>/", one, name="agreement"),
    path("agreements/<int:pk>/edit/", edit, name="agreement-edit"),
    path("agreements/<int:pk>/clauses/", clause, name="agreement-clause"),
    path("agreements/<int:pk>/agreement.docx", paper, name="agreement-paper"),
    path("agreements/clauses/<int:pk>/remove/", clause_remove, name="clause-remove"),
    path("agreements/dues/<int:pk>/", due, name="clause-due"),
]
