"""The figures of results as data: what changed, confirmed by those who benefited."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zaocha.demands.models import Demand
from zaocha.meetings.models import Meeting
from zaocha.metrics.metric import Metric
from zaocha.results import kinds
from zaocha.results.models import Result

CONFIRMED = Q(entry=Result.Entry.ENTRY, countered_at=None, confirmed_at__isnull=False)
_NOT_YET = _("What nobody who benefited has confirmed yet, and what was taken back by a counter-entry.")


def _at_teas_of_chains() -> Q:
    """Results of demands that were said at the tea of a chain."""
    teas = Meeting.objects.exclude(chain="").values("pk")
    return Q(demand_id__in=Demand.objects.filter(meeting_id__in=teas).values("pk"))


def _sum(code: str, kind: str, label: Any, explanation: Any, **more: Any) -> Metric:
    found = kinds.every()[kind]
    return Metric(
        code=code, label=label, explanation=explanation, left_out=_NOT_YET, over="results", dated_by="happened_on",
        kind="sum", value="amount", unit=found.unit, icon=found.icon, tone=found.tone,
        counted=more.get("counted") or (lambda _at: CONFIRMED & Q(kind=kind)),
    )  # fmt: skip


OUTCOMES = [
    Metric(
        code="companies_helped",
        label=_("Companies helped"),
        explanation=_(
            "Companies with at least one confirmed result, each counted once however much it got, and once with the "
            "companies that were merged into it. As help counts: a problem solved, an introduction that led to a deal, a "
            "hire, a machine, credit, a loan, a subsidy, a title, space or land, advice that was of use."
        ),
        left_out=_("A visit, an invitation, the use of a hall and a training place alone are not help."),
        over="results",
        dated_by="happened_on",
        kind="companies",
        counted=lambda _at: CONFIRMED & Q(kind__in=kinds.helping(), company__isnull=False),
        icon="building-factory-2",
        tone="green",
    ),
    _sum(
        "problems_solved", "problem_solved", _("Problems solved"),
        _("Demands that the company itself called solved in the period, from any channel."),
    ),
    _sum(
        "alliance_problems", "problem_solved", _("Problems of the chains solved"),
        _("Of these, what was said at the teas of the chains and their alliances."),
        counted=lambda _at: CONFIRMED & Q(kind="problem_solved") & _at_teas_of_chains(),
    ),
    _sum(
        "graduates_hired", "graduate_hired", _("Graduates hired"),
        _("Hires with a bachelor's degree or above, confirmed by the company."),
    ),
    _sum(
        "students_trained", "student_trained", _("Students trained"),
        _("Students that completed a programme: design, marketing, smart manufacturing and others."),
    ),
    _sum(
        "machines_upgraded", "machine_upgraded", _("Machines upgraded"),
        _("Machines of digital upgrades, accepted and confirmed by the company."),
    ),
    _sum(
        "credit_granted", "credit_granted", _("Credit granted"),
        _("Credit lines as the banks granted them and the companies confirmed."),
    ),
    _sum(
        "titles_granted", "title_granted", _("Professional titles granted"),
        _("Titles as the authority gave them, through the green channel."),
    ),
    _sum("hires", "hire", _("Hires"), _("All hires that the companies confirmed, graduates among them.")),
    _sum("deals", "introduction_dealt", _("Introductions that led to a deal"), _("Counted with the company that looked for it.")),
    _sum("space_let", "area_let", _("Space let"), _("Plant, farmhouses and the like, confirmed by the company.")),
    _sum("land_won", "land_won", _("Land won"), _("At public biddings, in mu, confirmed by the company.")),
    _sum("subsidies_paid", "subsidy_paid", _("Subsidies paid"), _("Money of policies that reached companies.")),
]  # fmt: skip
# What may be drawn over one another by month: counts of things and persons, never money beside them.
DRAWN = ["problems_solved", "graduates_hired", "students_trained", "machines_upgraded", "titles_granted"]
