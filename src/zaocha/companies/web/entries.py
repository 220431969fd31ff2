"""Forms of the register: a new company, a change, contacts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zaocha.accounts.access import actor_of, signed_in
from zaocha.companies import actions, industries, queries
from zaocha.companies.faults import Faulty
from zaocha.companies.forms import CompanyForm, ContactForm, NewCompanyForm
from zaocha.companies.models import Company
from zaocha.kernel import clock
from zaocha.kernel.errors import Conflict, NotFound, Refused


@require_http_methods(["GET", "POST"])
@signed_in("companies.write")
def new(request: HttpRequest) -> HttpResponse:
    """Enter a company."""
    by = actor_of(request)
    given = {"name": request.GET.get("name", ""), "is_local": True}
    form = NewCompanyForm(_sent(request), by=by, initial=given)
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(new=form.company(), by=by, at=clock.now())
        except Refused as refusal:
            known = show_refusal(form, refusal)
        else:
            messages.success(request, _("“%(name)s” is in the register.") % {"name": made})
            return redirect("company", pk=made.pk)
    return _form_page(request, form, {"known": known})


@require_http_methods(["GET", "POST"])
@signed_in("companies.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a company; a stale page shows what is there now beside what was typed."""
    by = actor_of(request)
    company = queries.one(by, pk)
    initial = {**CompanyForm.initial_of(company), "version": actions.version_of(company)}
    form = CompanyForm(_sent(request), by=by, initial=initial)
    context: dict[str, Any] = {"company": company}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change(
                company_id=pk, changes=form.changes(), by=by, at=clock.now(), version=data["version"],
                confirmed=data["confirmed"],
            )  # fmt: skip
        except Refused as refusal:
            context["known"] = show_refusal(form, refusal)
            if isinstance(refusal, Conflict) and context["known"] is None:
                context["present"] = _present(form, company)
                form.data = {**request.POST.dict(), "version": actions.version_of(company)}
        else:
            messages.success(request, _("Saved."))
            return redirect("company", pk=pk)
    return _form_page(request, form, context)


@require_GET
@signed_in("companies.write")
def industries_(request: HttpRequest) -> HttpResponse:
    """Industries that fit what is being typed, as choices of the field."""
    hits = industries.search(request.GET.get("industry", "")[:60], limit=20)
    return render(request, "companies/industries.html", {"hits": hits})


@require_http_methods(["GET", "POST"])
@signed_in("companies.write")
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody more to ring."""
    by = actor_of(request)
    company = queries.one(by, pk)
    form = ContactForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_contact(company_id=pk, new=form.contact(), by=by, at=clock.now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("company", pk=pk)
    return _contact_page(request, form, company)


@require_http_methods(["GET", "POST"])
@signed_in("companies.write")
def change_contact(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    """Correct a contact."""
    by = actor_of(request)
    company = queries.one(by, pk)
    contact = next((one for one in queries.contacts(by, company) if one.id == contact_id), None)
    if contact is None:
        raise NotFound()
    initial = {
        "contact_name": contact.name, "contact_post": contact.post, "contact_phone": contact.phone,
        "is_primary": contact.is_primary,
    }  # fmt: skip
    form = ContactForm(_sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(contact_id=contact_id, new=form.contact(), by=by, at=clock.now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("company", pk=pk)
    return _contact_page(request, form, company, contact=contact)


@require_POST
@signed_in("companies.write")
def remove_contact(request: HttpRequest, pk: int, contact_id: int) -> HttpResponse:
    """Forget a contact."""
    by = actor_of(request)
    company = queries.one(by, pk)
    if contact_id not in {one.id for one in queries.contacts(by, company)}:
        raise NotFound()
    actions.remove_contact(contact_id=contact_id, by=by, at=clock.now())
    return redirect("company", pk=pk)


def show_refusal(form: Form, refusal: Refused) -> int | None:
    """Put every fault at its field; the id of the company that is known already, if that is the reason."""
    if isinstance(refusal, Faulty):
        for fault in refusal.faults:
            error = ValidationError(fault.text(), code=fault.code)
            form.add_error(fault.field if fault.field in form.fields else None, error)
        return None
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return refusal.company_id if isinstance(refusal, actions.CompanyKnown) else None


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was posted: an empty form was sent too."""
    return request.POST if request.method == "POST" else None


def _form_page(request: HttpRequest, form: CompanyForm, context: dict[str, Any]) -> HttpResponse:
    typed = form.data if form.is_bound else {}
    asks_code = bool(typed.get("confirmed")) or form.has_error("credit_code", "code_unconfirmed")
    asks_name = bool(typed.get("same_name")) or (context.get("known") and form.has_error("name"))
    shown = {**context, "form": form, "asks_code": asks_code, "asks_name": asks_name}
    status = (409 if context.get("present") else 422) if form.errors else 200
    return render(request, "companies/form.html", shown, status=status)


def _contact_page(
    request: HttpRequest, form: ContactForm, company: Company, contact: queries.ContactView | None = None
) -> HttpResponse:
    context = {"form": form, "company": company, "contact": contact}
    return render(request, "companies/contact.html", context, status=422 if form.errors else 200)


def _present(form: CompanyForm, company: Company) -> list[tuple[Any, Any, Any]]:
    """Label, present value, typed value of what differs."""
    shown = CompanyForm.initial_of(company)
    rows = []
    for name, field in form.fields.items():
        if name not in shown:
            continue
        typed, there = form.cleaned_data.get(name, ""), shown[name]
        if str(typed if typed is not None else "") != str(there if there is not None else ""):
            rows.append((field.label, there, typed))
    return rows
