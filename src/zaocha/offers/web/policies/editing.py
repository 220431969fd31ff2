"""The editor of a policy: a form whose every button goes to the server, with scripts or without; and YAML."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaocha.accounts.access import actor_of, signed_in
from zaocha.kernel import clock
from zaocha.kernel.errors import Refused
from zaocha.offers import dictionary, documents
from zaocha.offers.actions import policies as actions
from zaocha.offers.editing import differences, faults, fields, layout, sheets, steps
from zaocha.offers.forms.policies import YamlForm
from zaocha.offers.models import Policy
from zaocha.offers.queries import policies as queries

PREFIX = "p."  # what of the posted fields belongs to the sheet
LONGEST_YAML = 400_000


@dataclass
class Page:
    """What the editor shows: the sheet as typed, and what is to be said about it."""

    sheet: sheets.Sheet
    version: int = 0
    refusal: Refused | None = None
    present: list[differences.Difference] = field(default_factory=list)
    focus: str = ""


@require_http_methods(["GET", "POST"])
@signed_in("policies.write")
def new(request: HttpRequest) -> HttpResponse:
    """Write a policy from nothing."""
    blank = sheets.of_document({})
    return _editor(request, None, Page(blank))


@require_http_methods(["GET", "POST"])
@signed_in("policies.write")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a policy: its draft, begun from what is in force when there is none."""
    policy = queries.one(actor_of(request), pk)
    document = policy.draft if policy.draft is not None else policy.document
    return _editor(request, policy, Page(sheets.of_document(document), policy.version))


@require_http_methods(["GET", "POST"])
@signed_in("policies.write")
def yaml_new(request: HttpRequest) -> HttpResponse:
    """A policy out of a YAML file."""
    return _yaml(request, None)


@require_http_methods(["GET", "POST"])
@signed_in("policies.write")
def yaml_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The same policy as YAML: changed here or put in its place out of a file."""
    return _yaml(request, queries.one(actor_of(request), pk))


def sheet_of(request: HttpRequest) -> sheets.Sheet:
    """The sheet as it was typed."""
    pairs = [
        (name.removeprefix(PREFIX), value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    ]
    return fields.nested(pairs)


def _editor(request: HttpRequest, policy: Policy | None, page: Page) -> HttpResponse:
    if request.method == "POST":
        page = Page(sheet_of(request), _number(request.POST.get("version", "")))
        step = request.POST.get("do", "save")
        if step == "save":
            saved = _save(request, policy, page)
            if saved is not None:
                messages.success(request, _("The draft is saved. It is in force when somebody publishes it."))
                return redirect("policy-edit", pk=saved.pk)
        else:
            page.focus = steps.do(page.sheet, step)
    return _render(request, policy, page)


def _save(request: HttpRequest, policy: Policy | None, page: Page) -> Policy | None:
    by, at = actor_of(request), clock.now()
    document = sheets.to_document(page.sheet)
    try:
        if policy is None:
            return actions.draft(document=document, by=by, at=at)
        return actions.save(policy_id=policy.pk, document=document, version=page.version, by=by, at=at)
    except actions.Stale as stale:
        page.refusal, page.version = stale, stale.policy.version
        there = stale.policy.draft if stale.policy.draft is not None else stale.policy.document
        page.present = differences.between(there, {**document, "id": stale.policy.code})
    except Refused as refusal:
        page.refusal = refusal
    return None


def _render(request: HttpRequest, policy: Policy | None, page: Page) -> HttpResponse:
    document = sheets.to_document(page.sheet)
    among = queries.codes(tenant_id=actor_of(request).tenant_id)
    findings = documents.lint(document, among=among) if request.method == "POST" or policy is not None else []
    context = {
        "policy": policy,
        "sheet": page.sheet,
        "version": page.version,
        "refusal": page.refusal,
        "present": page.present,
        "focus": page.focus,
        "findings": findings,
        "shown": layout.form(page.sheet, faults.by_field(findings), is_new=policy is None),
        "facts": dictionary.choices(dictionary.language()),
        "preview_url": _preview_url(),
    }
    partial = request.headers.get("HX-Request") == "true"
    name = "offers/policy_fields.html" if partial else "offers/policy_edit.html"
    return render(request, name, context, status=page.refusal.status if page.refusal else 200)


def _yaml(request: HttpRequest, policy: Policy | None) -> HttpResponse:
    by, at = actor_of(request), clock.now()
    document = (policy.draft if policy.draft is not None else policy.document) if policy else {}
    initial = {
        "text": documents.to_yaml(document) if document else "",
        "version": policy.version if policy else 0,
    }
    form = YamlForm(request.POST or None, request.FILES or None, initial=initial)
    findings: list[documents.Finding] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        text, status = _yaml_text(form), 422
        form.data = {**request.POST.dict(), "text": text}
        try:
            document = documents.from_yaml(text)
            if policy is None:
                made = actions.draft(document=document, by=by, at=at)
            else:
                version = form.cleaned_data["version"] or 0
                made = actions.save(policy_id=policy.pk, document=document, version=version, by=by, at=at)
        except documents.NotReadable as unreadable:
            findings = unreadable.findings
        except Refused as refusal:
            status = refusal.status
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Read as a draft. Look at it below and publish it."))
            return redirect(f"{reverse('policy', args=[made.pk])}?draft=1")
    context = {"form": form, "policy": policy, "findings": findings}
    return render(request, "offers/policy_yaml.html", context, status=status)


def _yaml_text(form: YamlForm) -> str:
    file = form.cleaned_data.get("file")
    if file is None:
        return str(form.cleaned_data["text"])[:LONGEST_YAML]
    return str(file.read(LONGEST_YAML).decode("utf-8-sig", errors="replace"))


def _preview_url() -> str:
    try:
        return reverse("policy-preview")
    except NoReverseMatch:  # the area above has no pages yet
        return ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
