"""What is said to each company after minutes were confirmed: a message to paste into WeChat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from zaocha.accounts import links
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Company
from zaocha.demands.models import Assignment
from zaocha.meetings.models import Draft, Minutes


@dataclass(frozen=True)
class Message:
    """One company with its link and the words for it."""

    company: Company
    link: str
    text: str
    demands: int


def messages(*, minutes: Minutes, by: Actor, at: datetime, request: HttpRequest) -> list[Message]:
    """One message per company of the confirmed drafts, in the order of the text."""
    rows = minutes.drafts.filter(state=Draft.State.CONFIRMED).exclude(company=None)
    of_company: dict[int, list[Draft]] = {}
    for draft in rows.select_related("company", "unit").order_by("start", "pk"):
        of_company.setdefault(int(draft.company_id or 0), []).append(draft)
    made = []
    for company_id, drafts in of_company.items():
        link = links.issue(tenant=by.tenant, purpose="company", subject_id=company_id, by=by.mark, at=at)
        address = links.url(link, request=request)
        company = drafts[0].company
        if company is not None:
            text = _words(minutes, company, drafts, address=address, by=by)
            made.append(Message(company, address, text, len(drafts)))
    return made


def with_slips(minutes: Minutes) -> list[int]:
    """Ids of the demands from these minutes that a unit holds, so that there is a slip to print."""
    held = Assignment.objects.filter(demand__draft__minutes=minutes, ended_at=None)
    found = held.order_by("demand__draft__start", "pk").values_list("demand_id", flat=True)
    return list(dict.fromkeys(found))


def _words(minutes: Minutes, company: Company, drafts: Iterable[Draft], *, address: str, by: Actor) -> str:
    tenant = by.tenant
    with translation.override(tenant.language):
        day = _day(minutes.held_on)
        names = {"place": tenant.name, "company": company, "day": day}
        opening = _("[%(place)s] %(company)s, what you said on %(day)s is recorded:")
        if not day:
            opening = _("[%(place)s] %(company)s, what you said is recorded:")
        lines = [opening % names]
        lines += [f"{number}. {_line(draft)}" for number, draft in enumerate(drafts, 1)]
        lines.append(_("How it stands, and what we owe you: %(link)s") % {"link": address})
        who = " ".join(filter(None, (tenant.officer, tenant.phone)))
        if who:
            lines.append(_("Your contact: %(who)s") % {"who": who})
    return "\n".join(lines)


def _line(draft: Draft) -> str:
    words = draft.text if len(draft.text) <= 80 else f"{draft.text[:79]}…"
    if draft.outcome == "on_the_spot":
        return _("%(words)s (%(more)s)") % {"words": words, "more": _answered(draft)}
    said = draft.promise or {}
    parts = [said["by_whom"]] if said.get("by_whom") else ([str(draft.unit)] if draft.unit else [])
    if said.get("due_on"):
        parts.append(_("by %(day)s") % {"day": _day(date.fromisoformat(said["due_on"]))})
    elif said.get("trigger"):
        parts.append(said["trigger"])
    if not parts:
        return words
    return _("%(words)s (%(more)s)") % {"words": words, "more": _(", ").join(parts)}


def _answered(draft: Draft) -> str:
    return _("answered on the spot: %(answer)s") % {"answer": draft.answer[:60]}


def _day(day: date | None) -> str:
    return _("%(month)d/%(day)d") % {"month": day.month, "day": day.day} if day else ""
