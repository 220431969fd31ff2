"""One company: what is known of it, whom to ring, its own link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaocha.accounts import links
from zaocha.accounts.access import actor_of, signed_in
from zaocha.accounts.actors import Actor
from zaocha.companies import actions, chains, credit_codes, industries, queries
from zaocha.companies.facts.web import own
from zaocha.companies.models import Company
from zaocha.kernel import clock

# Pages of upper areas that can be narrowed to a company, where they exist: url name, icon, label.
ABOUT_IT = (
    ("demands", "message-circle", gettext_lazy("Demands")),
    ("promises", "heart-handshake", gettext_lazy("Promises")),
)
# Pages of upper areas under a company's own address: url name, icon, label, right.
OF_IT = (("company-policies", "scale", gettext_lazy("Policies"), "matches.read"),)


@require_GET
@signed_in("companies.read")
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """The company; one that was merged leads to the one that it became."""
    by = actor_of(request)
    kept = queries.successor(tenant_id=by.tenant_id, company_id=pk)
    if kept not in (None, pk):
        return redirect("company", pk=kept)
    found = queries.one(by, pk)
    may_link = by.may("companies.contacts")
    link = queries.live_link(tenant_id=by.tenant_id, company_id=pk) if may_link else None
    url = links.url(link, request=request) if link else ""
    context = {
        "company": found,
        "kind": _kind(found),
        "industry": _industry(found),
        "chain": chains.label(by.tenant, found.chain),
        "contacts": queries.contacts(by, found),
        "may_write": by.may("companies.write"),
        "may_link": may_link,
        "url": url,
        "message": message(found, by=by, url=url) if url else "",
        "about": _about(pk, by),
        "may_facts": by.may("facts.read"),
        "question": own.next_question(found, at=clock.now()) if by.may("facts.write") else None,
    }
    return render(request, "companies/detail.html", context)


@require_POST
@signed_in("companies.contacts")
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the company's link, or a new one in its place."""
    anew = bool(request.POST.get("anew"))
    actions.issue_link(company_id=pk, by=actor_of(request), at=clock.now(), anew=anew)
    if anew:
        messages.success(request, _("The old link no longer works. Send the new one."))
    return redirect("company", pk=pk)


def message(company: Company, *, by: Actor, url: str) -> str:
    """The words that go with the link, with somebody to ring."""
    officer = company.officer
    name = officer.name if officer and officer.phone else by.tenant.officer
    phone = officer.phone if officer and officer.phone else by.tenant.phone
    words = _(
        "%(company)s: here you see what you said, what you were promised and where it stands, and you can "
        "add to it at any time: %(url)s"
    ) % {"company": company, "url": url}
    ring = _("%(tenant)s, %(name)s %(phone)s") % {"tenant": by.tenant.name, "name": name, "phone": phone}
    return f"{words}\n{ring.strip()}"


def _kind(company: Company) -> str:
    found = credit_codes.kind(credit_codes.judge(company.credit_code)) if company.credit_code else None
    if found is None:
        return ""
    if (get_language() or "").startswith("en"):
        return f"{found.department_en}, {found.category_en}"
    return f"{found.department_zh} · {found.category_zh}"


def _industry(company: Company) -> str:
    if not company.industry:
        return ""
    found = industries.industry(company.industry)
    return f"{found.section}{found.code} {found.name}" if found.code != found.section else found.name


def _about(pk: int, by: Actor) -> list[dict[str, Any]]:
    asked: list[tuple[str, list[int], str, str, Any]]
    asked = [(name, [], f"?company={pk}", icon, label) for name, icon, label in ABOUT_IT]
    asked += [(name, [pk], "", icon, label) for name, icon, label, right in OF_IT if by.may(right)]
    shown = []
    for name, arguments, query, icon, label in asked:
        try:
            shown.append({"url": f"{reverse(name, args=arguments)}{query}", "icon": icon, "label": label})
        except NoReverseMatch:  # an area without pages yet
            continue
    return shown
