"""Lists and pages of titles as their readers see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaocha.accounts.actors import Actor
from zaocha.kernel.errors import NotFound
from zaocha.rules import wording
from zaocha.rules.texts import Language, shown
from zaocha.titles import access, completing, conflicts, judging, tables
from zaocha.titles.actions import changing
from zaocha.titles.judging import Verdict
from zaocha.titles.models import Dossier, Entry, Expert, Objection, Panel, Paper, Seat, Sheet, Worker
from zaocha.ui.waiting import Waiting

SOON = 3
OPEN = (Dossier.State.GATHERING, Dossier.State.FILED, Dossier.State.PANEL, Dossier.State.NOTICE)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by; empty means all."""

    text: str = ""
    state: str = ""
    level: str = ""
    way: str = ""
    field: str = ""
    chain: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Row:
    """A worker of a list: the name as the reader may see it, and the best verdict today."""

    worker: Worker
    name: str
    best: Verdict | None


@dataclass(frozen=True)
class Fact:
    """One thing known of a worker, in words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Detail:
    """A dossier opened."""

    dossier: Dossier
    name: str
    facts: list[Fact]
    verdict: Verdict
    papers: list[Paper]
    checklist: list[completing.Item]
    gaps: list[completing.Gap]
    entries: list[Entry]
    objections: list[Objection]
    outcome: list[tuple[str, str, int]]  # criterion, mean, most: only once the panel has decided

    @property
    def is_complete(self) -> bool:
        return not self.gaps


@dataclass(frozen=True)
class Place:
    """An expert at the draw, with the reasons in words."""

    seat: Seat
    reasons: list[str]


@dataclass(frozen=True)
class PanelDetail:
    """A panel opened. Of marks only how many have handed in; sums stand in the dossiers once it has decided."""

    panel: Panel
    dossiers: list[tuple[Dossier, str]]
    seated: list[Place]
    substitutes: list[Place]
    declined: list[Place]
    kept_out: list[Place]
    undrawn: list[Place]
    handed_in: int
    open_objections: int


def workers(*, by: Actor, filters: Filters) -> QuerySet[Worker]:
    """Workers, newest first; erased ones are left out."""
    found = access.workers(by).filter(erased_at=None).select_related("company")
    if filters.verdict:
        found = found.filter(best=filters.verdict)
    if filters.field:
        found = found.filter(field=filters.field)
    if filters.chain:
        found = found.filter(company__chain=filters.chain)
    if filters.text:
        words = Q(company__name__icontains=filters.text) | Q(company__short_name__icontains=filters.text)
        if access.sees_names(by):  # else one could ask for a name letter by letter
            words |= Q(name__icontains=filters.text) | Q(post__icontains=filters.text)
        found = found.filter(words)
    return found.order_by("-id")


def rows(found: Iterable[Worker], *, by: Actor, at: datetime) -> list[Row]:
    """Workers of a page with what they may ask for today."""
    on = changing.today(by, at)
    return [
        Row(one, access.named(one, by=by), judging.best(verdicts(one, on=on)) if not one.erased_at else None)
        for one in found
    ]


def verdicts(worker: Worker, *, on: date) -> list[Verdict]:
    """Every rule for a worker on a day."""
    return judging.judged(judging.told(worker.facts, as_of=worker.told_on, on=on))


def dossiers(*, by: Actor, filters: Filters) -> QuerySet[Dossier]:
    """Dossiers, newest first."""
    found = access.dossiers(by).select_related("worker", "company", "panel")
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.field:
        found = found.filter(field=filters.field)
    if filters.chain:
        found = found.filter(company__chain=filters.chain)
    if filters.way:
        found = found.filter(rule__in=[one.id for one in tables.rules().values() if one.way == filters.way])
    if filters.text:
        words = Q(company__name__icontains=filters.text) | Q(company__short_name__icontains=filters.text)
        if access.sees_names(by):
            words |= Q(worker__name__icontains=filters.text) | Q(certificate=filters.text)
        found = found.filter(words)
    return found.order_by("-id")


def counts(by: Actor) -> dict[str, int]:
    """Dossiers by state."""
    rows = access.dossiers(by).order_by().values("state").annotate(n=Count("id"))
    return {row["state"]: row["n"] for row in rows}


def facts(worker: Worker, *, on: date) -> list[Fact]:
    """What is known of a worker today, in words, in the order of the form."""
    known = tables.dictionary()
    language: Language = "en" if (get_language() or "").startswith("en") else "zh"
    found = judging.told(worker.facts, as_of=worker.told_on, on=on)
    return [
        Fact(
            one.name,
            tables.said(one.label),
            shown(wording.known(found.value(one.name), one, known), language),
        )
        for one in known.facts.values()
        if found.value(one.name) is not None
    ]


def detail(found: Dossier, *, by: Actor, at: datetime, name: str) -> Detail:
    """A dossier that its reader may see: four statements."""
    on = changing.today(by, at)
    order = list(tables.evidence())
    papers = sorted(found.papers.order_by("id"), key=lambda one: order.index(one.kind))
    kinds = [one.kind for one in papers]
    verdict = completing.verdict(found, on=on)
    open_ = found.state == Dossier.State.GATHERING and found.worker.erased_at is None
    return Detail(
        dossier=found, name=name, facts=facts(found.worker, on=on), verdict=verdict, papers=papers,
        checklist=completing.checklist(found, verdict, kinds),
        gaps=completing.gaps(found, verdict, kinds) if open_ else [],
        entries=list(found.entries.order_by("-at", "-id")),
        objections=list(found.objections.order_by("-id")), outcome=outcome(found),
    )  # fmt: skip


def outcome(found: Dossier) -> list[tuple[str, str, int]]:
    """The means of a panel that has decided; empty before."""
    means = found.outcome.get("means", {})
    return [
        (tables.said(one.label), means[one.code], one.weight)
        for one in tables.procedure().criteria
        if one.code in means
    ]


def panels(*, by: Actor, filters: Filters) -> QuerySet[Panel]:
    """Panels, newest first."""
    found = access.panels(by).annotate(
        cases=Count("dossiers", distinct=True),
        handed=Count("seats", filter=Q(seats__handed_in_at__isnull=False), distinct=True),
    )
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.field:
        found = found.filter(field=filters.field)
    return found.order_by("-id")


def panel(*, by: Actor, pk: int) -> PanelDetail:
    """A panel with its draw; nothing of the marks."""
    found = access.the_panel(by, pk)
    seats: dict[str, list[Place]] = defaultdict(list)
    for seat in found.seats.select_related("expert").order_by("place", "id"):
        seats[seat.state].append(Place(seat, conflicts.words(seat.reasons)))
    cases = list(found.dossiers.select_related("worker", "company").order_by("number"))
    return PanelDetail(
        panel=found, dossiers=[(one, access.named(one.worker, by=by)) for one in cases],
        seated=seats["seated"], substitutes=seats["substitute"], declined=seats["declined"],
        kept_out=seats["kept_out"], undrawn=seats["undrawn"],
        handed_in=sum(one.seat.handed_in_at is not None for one in seats["seated"]),
        open_objections=Objection.objects.filter(dossier__panel=found, answered_at=None).count(),
    )  # fmt: skip


def ready(*, by: Actor, panel: Panel, on: date) -> list[tuple[Dossier, str]]:
    """Complete dossiers that fit a panel and lie before no other: three statements."""
    rules = [one.id for one in tables.rules().values() if one.is_delegated and one.level == panel.level]
    rows = access.dossiers(by).filter(
        Q(panel=None) | Q(panel=panel), state=Dossier.State.GATHERING, rule__in=rules
    )
    rows = rows.filter(field=panel.field).select_related("worker", "company").order_by("id")
    papers = Prefetch("papers", queryset=Paper.objects.only("kind", "dossier_id"))
    found = []
    for one in rows.prefetch_related(papers)[:200]:
        kinds = [paper.kind for paper in one.papers.all()]
        if not completing.gaps(one, completing.verdict(one, on=on), kinds):
            found.append((one, access.named(one.worker, by=by)))
    return found


def experts(*, by: Actor, filters: Filters) -> QuerySet[Expert]:
    """The pool by name."""
    found = (
        access.experts(by)
        .select_related("company")
        .annotate(drawn=Count("seat", filter=Q(seat__state="seated")))
    )
    if filters.level:
        found = found.filter(level=filters.level)
    if filters.text:
        found = found.filter(Q(name__icontains=filters.text) | Q(employer__icontains=filters.text))
    if filters.state == "ended":
        return found.exclude(ended_on=None).order_by("name", "id")
    return found.filter(ended_on=None).order_by("name", "id")


def sheets(seat: Seat) -> list[tuple[Dossier, Sheet | None]]:
    """The dossiers of a panel with the expert's own sheets: for that expert alone."""
    own = {one.dossier_id: one for one in seat.sheets.all()}
    cases = (
        seat.panel.dossiers.select_related("worker", "company").prefetch_related("papers").order_by("number")
    )
    return [(one, own.get(one.pk)) for one in cases]


def notice(*, tenant_id: int, panel_id: int) -> tuple[Panel, list[tuple[Dossier, str]]]:
    """What everybody may read: masked names, companies and titles of those who passed, by number."""
    found = Panel.objects.select_related("tenant").filter(tenant_id=tenant_id, pk=panel_id).first()
    if found is None or found.notice_from is None:
        raise NotFound()
    passed = (Dossier.State.NOTICE, Dossier.State.GRANTED)
    rows = found.dossiers.filter(state__in=passed).select_related("worker", "company").order_by("number")
    return found, [(one, access.masked(one.worker.name)) for one in rows]


def waiting_for_person(*, by: Actor, at: datetime) -> list[Waiting]:
    """Dossiers to look after, panels to decide or end: two statements; nothing without the right to write."""
    if not by.may("titles.write"):
        return []
    on = changing.today(by, at)
    found = []
    due = access.dossiers(by).filter(
        next_on__lte=on, state__in=(Dossier.State.GATHERING, Dossier.State.FILED), panel=None
    )
    for one in due.select_related("company").order_by("next_on", "id")[:20]:
        words = _("Title “%(title)s” of a worker at %(company)s: look after it")
        text = words % {"title": one.level_label, "company": one.company or "—"}
        found.append(Waiting(text, reverse("title", args=[one.pk]), one.next_on, "certificate"))
    rows = access.panels(by).filter(
        Q(state=Panel.State.MARKING, due_on__lt=on) | Q(state=Panel.State.NOTICE, notice_until__lt=on)
    )
    for panel_ in rows.order_by("id")[:20]:
        is_notice = panel_.state == Panel.State.NOTICE
        words = (
            _("%(panel)s: the days of objections are over") if is_notice else _("%(panel)s: count the marks")
        )
        day = panel_.notice_until if is_notice else panel_.due_on
        found.append(
            Waiting(words % {"panel": panel_}, reverse("title-panel", args=[panel_.pk]), day, "certificate")
        )
    return found


def waiting_for_company(*, by: Actor, token: str, at: datetime) -> list[Waiting]:
    """Certificates that the company may confirm: one statement."""
    if by.company_id is None:
        return []
    rows = access.dossiers(by).filter(state=Dossier.State.GRANTED, confirmed_at=None)
    count = rows.count()
    if not count:
        return []
    text = _("Titles granted to your workers, to be confirmed: %(n)s") % {"n": count}
    return [Waiting(text, reverse("link-company-titles", args=[token]), None, "certificate")]


def of_worker(worker: Worker) -> Sequence[Dossier]:
    """The dossiers of a worker, newest first."""
    return list(worker.dossiers.select_related("worker", "company", "panel").order_by("-id"))
