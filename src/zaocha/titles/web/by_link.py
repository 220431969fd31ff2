"""Pages without an account: the worker's own, the form behind the QR code, the company's, the expert's."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaocha.accounts import actors, links
from zaocha.accounts.actors import Actor
from zaocha.accounts.models import Link
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import NotFound
from zaocha.titles import access, documents, forms, queries, tables
from zaocha.titles.actions import changing, dossiers, experts, panels, papers, sheets, workers
from zaocha.titles.models import Paper, Seat, Tie, Worker
from zaocha.titles.web import steps
from zaocha.titles.web.papers import new_paper, served
from zaocha.ui import trying


@never_cache
@require_http_methods(["GET", "POST"])
def worker(request: HttpRequest, token: str) -> HttpResponse:
    """The worker's own page: what is known, what fits, agreeing, papers, the result. Opening it changes nothing."""
    at = clock.now()
    link, found, by = _worker(token)
    state: dict[str, Any] = {"paper_form": forms.PaperForm(), "statement_forms": {}}
    if request.method == "POST" and _act(request, found, by=by, state=state):
        ended = request.POST.get("verb") == "erase"
        return redirect("first") if ended else redirect("link-title_worker", token=token)
    found.refresh_from_db()
    on = changing.today(by, at)
    shown = [queries.detail(one, by=by, at=at, name=found.name) for one in queries.of_worker(found)]
    open_levels = {one.dossier.level for one in shown if one.dossier.state in (*queries.OPEN, "granted")}
    fitting = [
        (one, documents.source(one.rule)) for one in queries.verdicts(found, on=on) if one.code != "not" and one.rule.level not in open_levels
    ]  # fmt: skip
    context = {
        "worker": found, "tenant": link.tenant, "token": token, "facts": queries.facts(found, on=on), "shown": shown,
        "fitting": fitting[:4], **state,
    }  # fmt: skip
    return render(request, "titles/by_worker.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, token: str) -> HttpResponse:
    """The worker corrects what is known."""
    link, found, by = _worker(token)
    leave = ("agreed", "company", "client_key")
    form = forms.WorkerForm(request.POST or None, initial=forms.initial(found), leave=leave)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        changed = trying.tried(
            form,
            lambda: workers.change(
                worker_id=found.pk,
                new=form.new_worker(),
                version=version,
                by=by,
                at=clock.now(),
                as_worker=found.pk,
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("link-title_worker", token=token)
    context = {"form": form, "tenant": link.tenant, "token": token}
    return render(request, "titles/tell.html", context, status=422 if form.errors else 200)


@require_GET
def paper(request: HttpRequest, token: str, paper_pk: int) -> HttpResponse:
    """One file of a dossier, for the worker."""
    _link, found, _by = _worker(token)
    return served(Paper.objects.filter(pk=paper_pk, dossier__worker=found).first(), tenant_id=found.tenant_id)


@never_cache
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind the QR code in the workshop: the worker tells, agrees, and gets an own link."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="title_form")
    by = actors.of_link(link)
    start = {"client_key": secrets.token_hex(12)}
    form = forms.WorkerForm(request.POST or None, initial=start, leave=("version",))
    if request.method == "POST" and form.is_valid():
        company = _named(form.cleaned_data["company"], by=by)

        def do() -> Worker:
            new = form.new_worker(company_id=company.pk if company else None, told_by="self")
            return workers.tell(new=new, by=by, at=at)

        made = trying.tried(form, do)
        if made is not None:
            own = links.issue(
                tenant=link.tenant, purpose="title_worker", subject_id=made.pk, by=by.mark, at=at
            )
            messages.success(request, _("Thank you. This is your own page: keep its address."))
            return redirect("link-title_worker", token=links.token(own))
    context = {"form": form, "tenant": link.tenant, "asks_consent": True}
    return render(request, "titles/tell.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest, token: str) -> HttpResponse:
    """A company's own workers: told by it, papers added, the certificate confirmed."""
    at = clock.now()
    link = links.resolve(token=token, at=at, purpose="company")
    by = actors.of_company_link(link)
    start = {"client_key": secrets.token_hex(12)}
    leave = ("company", "agreed", "shown_to_company", "version")
    is_new = request.method == "POST" and request.POST.get("verb") == "tell"
    form = forms.WorkerForm(request.POST if is_new else None, initial=start, leave=leave)
    paper_form = forms.PaperForm()
    failed = False
    if request.method == "POST":
        number = steps.number(request, "dossier")
        if is_new:
            failed = not _told(request, form, by=by)
        elif request.POST.get("verb") == "confirm":
            said = _("Thank you: the title is confirmed.")
            failed = not steps.done(request, lambda: dossiers.confirm(dossier_id=number, by=by, at=at), said)
        elif request.POST.get("verb") == "paper":
            paper_form = forms.PaperForm(request.POST, request.FILES)
            failed = not _added(paper_form, lambda new: papers.add(dossier_id=number, new=new, by=by, at=at))
        else:
            failed = True
        if not failed:
            return redirect("link-company-titles", token=token)
    rows = queries.rows(access.workers(by).select_related("company").order_by("-id")[:100], by=by, at=at)
    cases = access.dossiers(by).filter(worker__erased_at=None).select_related("worker", "company")
    context = {
        "form": form, "paper_form": paper_form, "rows": rows, "dossiers": cases.order_by("-id")[:100], "tenant": link.tenant,
        "token": token,
    }  # fmt: skip
    return render(request, "titles/by_company.html", context, status=422 if failed else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def expert(request: HttpRequest, token: str) -> HttpResponse:
    """An expert's own sheets; handing in is final. Nobody else sees them before the panel decides."""
    at = clock.now()
    link, seat, by = _expert(token)
    failed: dict[int, forms.SheetForm] = {}
    if request.method == "POST":
        if _marked(request, seat, by=by, failed=failed):
            return redirect("link-title_sheet", token=token)
        seat.refresh_from_db()
    marking = seat.panel.state == "marking" and seat.state == "seated" and seat.handed_in_at is None
    rows = []
    for dossier, sheet in queries.sheets(seat):
        start = {**sheet.marks, "yes": "yes" if sheet.yes else "no", "words": sheet.words} if sheet else {}
        form = failed.get(dossier.pk) or forms.SheetForm(initial=start, prefix=f"d{dossier.pk}")
        detail = queries.facts(dossier.worker, on=changing.today(by, at)) if marking else []
        rows.append((dossier, sheet, form, detail))
    context = {
        "seat": seat, "panel": seat.panel, "rows": rows, "marking": marking, "tenant": link.tenant, "token": token,
        "ties": Tie.Kind.choices, "left": sum(sheet is None for _d, sheet, _f, _x in rows), "how": tables.procedure(),
    }  # fmt: skip
    return render(request, "titles/by_expert.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def expert_paper(request: HttpRequest, token: str, paper_pk: int) -> HttpResponse:
    """One file of a dossier, for an expert on its panel while marks are given."""
    _link, seat, _by = _expert(token)
    if seat.state != "seated" or seat.panel.state != "marking":
        raise NotFound()
    found = Paper.objects.filter(pk=paper_pk, dossier__panel=seat.panel).first()
    return served(found, tenant_id=seat.panel.tenant_id)


def _worker(token: str) -> tuple[Link, Worker, Actor]:
    link = links.resolve(token=token, at=clock.now(), purpose="title_worker")
    found = Worker.objects.select_related("company").filter(tenant=link.tenant, pk=link.subject_id).first()
    if found is None or found.erased_at is not None:
        raise NotFound()
    return link, found, actors.of_link(link, name=str(_("the worker, by link")))


def _expert(token: str) -> tuple[Link, Seat, Actor]:
    link = links.resolve(token=token, at=clock.now(), purpose="title_sheet")
    rows = Seat.objects.select_related("panel__tenant", "expert")
    found = rows.filter(panel__tenant=link.tenant, pk=link.subject_id).first()
    if found is None:
        raise NotFound()
    return link, found, actors.of_link(link, name=found.expert.name)


def _act(request: HttpRequest, found: Worker, *, by: Actor, state: dict[str, Any]) -> bool:
    """A step of the worker; whether it was done."""
    at, pk, number = clock.now(), found.pk, steps.number(request, "dossier")
    verb = request.POST.get("verb", "")
    own: dict[str, Any] = {"by": by, "at": at, "as_worker": pk}
    if verb == "paper":
        form = state["paper_form"] = forms.PaperForm(request.POST, request.FILES)
        state["paper_of"] = number
        return _added(form, lambda new: papers.add(dossier_id=number, new=new, **own))
    does: dict[str, tuple[Callable[[], Any], Any]] = {
        "agree": (lambda: workers.consent(worker_id=pk, by=by, at=at), _("Thank you. You can take it back at any time.")),
        "open": (lambda: dossiers.open_dossier(worker_id=pk, rule=request.POST.get("rule", ""), **own), _("Now add your papers.")),
        "describe": (lambda: dossiers.describe(dossier_id=number, statement=request.POST.get("statement", ""), **own), _("Saved.")),
        "remove": (
            lambda: papers.remove(dossier_id=number, paper_id=steps.number(request, "paper"), **own), _("Taken out.")
        ),
        "withdraw": (
            lambda: dossiers.withdraw(dossier_id=number, reason=request.POST.get("reason", ""), **own), _("Withdrawn.")
        ),
        "confirm": (lambda: dossiers.confirm(dossier_id=number, **own), _("Congratulations! The title is confirmed.")),
        "erase": (lambda: workers.erase(worker_id=pk, **own), _("Erased. Nothing about you is kept.")),
    }  # fmt: skip
    if verb not in does:
        return False
    do, said = does[verb]
    return steps.done(request, do, said)


def _added(form: forms.PaperForm, do: Callable[[papers.NewPaper], Any]) -> bool:
    if not form.is_valid():
        return False
    paper = new_paper(form)
    return trying.tried(form, lambda: do(paper)) is not None


def _told(request: HttpRequest, form: forms.WorkerForm, *, by: Actor) -> bool:
    if not form.is_valid():
        return False
    new = form.new_worker(company_id=by.company_id, told_by="company")
    if trying.tried(form, lambda: workers.tell(new=new, by=by, at=clock.now())) is None:
        return False
    messages.success(request, _("Noted down. The desk gets in touch with you and the worker."))
    return True


def _marked(request: HttpRequest, seat: Seat, *, by: Actor, failed: dict[int, forms.SheetForm]) -> bool:
    at, number, verb = clock.now(), steps.number(request, "dossier"), request.POST.get("verb", "")
    if verb == "hand_in":
        said = _("Handed in. Thank you: nobody sees your marks before the panel decides.")
        return steps.done(request, lambda: sheets.hand_in(seat_id=seat.pk, by=by, at=at), said)
    if verb == "step_back":
        kind = request.POST.get("tie", "")

        def back() -> None:
            if kind:
                experts.declare(seat=seat, dossier_id=number, kind=kind, by=by, at=at)
            words = request.POST.get("words", "")
            panels.step_back(seat_id=seat.pk, words=words, by=by, at=at, as_expert=seat.pk)

        return steps.done(request, back, _("You have stepped back. Thank you for saying so."))
    form = forms.SheetForm(request.POST, prefix=f"d{number}")
    if form.is_valid():
        marks = form.marks(number)
        if trying.tried(form, lambda: sheets.save(seat_id=seat.pk, new=marks, by=by, at=at)) is not None:
            messages.success(request, _("Kept. You can change it until you hand in."))
            return True
    failed[number] = form
    return False


def _named(text: str, *, by: Actor) -> Company | None:
    """The company of that whole or short name; none is fine, and nothing is told about the register."""
    rows = Company.objects.filter(tenant_id=by.tenant_id, merged_into=None)
    text = text.strip()
    return (
        rows.filter(name=text).first() or rows.filter(short_name=text).exclude(short_name="").first()
        if text
        else None
    )


urlpatterns = [
    path("title-workers/<str:token>/", worker, name="link-title_worker"),
    path("title-workers/<str:token>/facts/", facts, name="link-title-facts"),
    path("title-workers/<str:token>/papers/<int:paper_pk>/", paper, name="link-title-paper"),
    path("title-form/<str:token>/", tell, name="link-title_form"),
    path("title-sheets/<str:token>/", expert, name="link-title_sheet"),
    path("title-sheets/<str:token>/papers/<int:paper_pk>/", expert_paper, name="link-title-sheet-paper"),
    path("c/<str:token>/titles/", company, name="link-company-titles"),
]
