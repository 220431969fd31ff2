"""The assignment slip (交办单) or letter of request (提请单): what a unit gets on paper, with its link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zaocha.accounts import calendars, links
from zaocha.accounts.actors import Actor
from zaocha.companies.models import Contact
from zaocha.demands import access, events, forms, reasons
from zaocha.demands.models import Assignment, Demand, Step
from zaocha.kernel import work
from zaocha.kernel.errors import Invalid
from zaocha.sheets import documents, qr


@dataclass(frozen=True)
class Slip:
    """What stands on one slip. Of a restricted demand neither company nor contact."""

    assignment: Assignment
    demand: Demand
    title: str
    ground: str
    words: str
    company: str
    contact: str
    category: str
    due: str
    note: str
    url: str
    hidden: bool


def live(*, by: Actor, demand_ids: Sequence[int]) -> list[Assignment]:
    """The lead assignments of these demands that are in force, as far as the actor may see them."""
    rows = Assignment.objects.filter(
        demand__in=access.visible(by).filter(pk__in=demand_ids), ended_at=None, is_lead=True
    )
    return list(rows.select_related("unit", "demand__company", "demand__tenant").order_by("demand_id"))


def made(*, assignments: Iterable[Assignment], by: Actor, at: datetime, base: str) -> list[Slip]:
    """The slips, each with its link (made when there is none). `base`: scheme and host of the addresses."""
    found = []
    with work.begin(by=by, at=at) as w:
        for assignment in assignments:
            link = links.issue(tenant=by.tenant, purpose="slip", subject_id=assignment.pk, by=by.mark, at=at)
            found.append(of(assignment, by=by, url=f"{base}/l/{links.token(link)}"))
            w.record(
                events.SLIP_PRINTED,
                subject=("demand", assignment.demand_id),
                ids={"assignment": assignment.pk},
            )
    if not found:
        raise Invalid(
            _("None of these demands is in a unit's hands."),
            remedy=_("Assign it first, then print the slip."),
        )
    return found


def of(assignment: Assignment, *, by: Actor, url: str = "") -> Slip:
    """What stands on a slip; the author of a restricted demand never does, whoever prints it."""
    demand = assignment.demand
    zone = calendars.of(by.tenant).tz
    names = [demand.raised_by]
    if demand.company:
        names += [demand.company.name, demand.company.short_name]
    contact = None
    if demand.company_id and not demand.restricted:
        contact = Contact.objects.filter(company_id=demand.company_id).order_by("-is_primary", "pk").first()
    due = assignment.due_at or demand.due_at
    handed = Step.objects.filter(demand=demand, step__in=("assign", "ask", "reassign")).last()
    return Slip(
        assignment=assignment,
        demand=demand,
        title=_("Letter of request") if assignment.kind == "ask" else _("Assignment slip"),
        ground=reasons.legal_ground(assignment.kind),
        words=access.without_names(demand.words, *names) if demand.restricted else demand.words,
        company="" if demand.restricted or demand.company is None else demand.company.name,
        contact=" ".join(part for part in (contact.name, contact.post, contact.phone) if part)
        if contact
        else "",
        category=forms.category_label(demand.category),
        due=f"{due.astimezone(zone):%Y-%m-%d %H:%M}" if due else "",
        note=handed.note if handed and not demand.restricted else "",
        url=url,
        hidden=demand.restricted,
    )


def document(slips: Sequence[Slip], *, by: Actor, at: datetime) -> bytes:
    """All slips as one .docx, each on its own page."""
    blocks: list[documents.Block] = []
    for place, slip in enumerate(slips):
        if place:
            blocks += [documents.PageBreak(), documents.Heading(text=slip.title)]
        blocks += _blocks(slip, by=by)
    tenant = by.tenant
    return documents.write_docx(
        title=f"{tenant.name} {slips[0].title}" if len(slips) == 1 else _("Assignment slips"),
        blocks=blocks,
        footer=" · ".join(part for part in (tenant.name, tenant.officer, tenant.phone) if part),
        language=tenant.language,
        made_at=at,
    )


def rows(slip: Slip) -> list[tuple[str, str]]:
    """The facts of a slip, in order, for paper and page."""
    found = [
        (_("Number"), slip.demand.number),
        (_("Addressed to"), slip.assignment.unit.name),
        (_("Category"), slip.category or _("not known yet")),
        (_("Company"), _("hidden at the author's wish or by rule") if slip.hidden else slip.company or "—"),
        (_("Contact"), slip.contact or "—"),
        (_("To be answered by"), slip.due),
        (_("Note of the desk"), slip.note),
    ]
    return [(key, value) for key, value in found if value and not (slip.hidden and key == _("Contact"))]


def _blocks(slip: Slip, *, by: Actor) -> list[documents.Block]:
    picture = documents.Picture(png=qr.qr_png(slip.url), width_mm=32, alt=slip.url)
    desk = " ".join(part for part in (by.tenant.name, by.tenant.officer, by.tenant.phone) if part)
    lines = [
        _("Scan to sign, ask the company, return it with a reason, or reply. No account is needed."),
        slip.url,
        _("Or write the answer below and give it to the desk: %(desk)s") % {"desk": desk},
    ]
    return [
        documents.KeyValueTable(rows=rows(slip)),
        documents.Paragraph(text=slip.words, lead=_("In the company's words: "), indent=False),
        documents.Paragraph(text=slip.ground, lead=_("Ground: "), indent=False),
        documents.Beside(lines=lines, picture=picture),
        documents.KeyValueTable(
            rows=[(_("Result"), ""), (_("Answer"), "\n\n\n"), (_("Answered by, day"), "")], min_lines=2
        ),
    ]
