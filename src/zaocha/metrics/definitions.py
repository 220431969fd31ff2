"""The figures of the wall as data: those of the service here, those of results in `outcomes`."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zaocha.demands.queries.filters import of_colour
from zaocha.metrics.metric import Metric
from zaocha.metrics.outcomes import OUTCOMES

# A figure with fewer rows than this shows counts, but no rate: it would mislead.
MINIMUM = 10

SERVICE = [
    Metric(
        code="raised",
        label=_("Demands raised"),
        explanation=_("All demands raised in the period, from any channel."),
        left_out=_("Merged ones are counted once, with the demand that they were merged into."),
        over="demands",
        dated_by="raised_at",
        kind="count",
        counted=lambda _at: ~Q(closed_as="merged"),
        icon="message-circle",
    ),
    Metric(
        code="on_spot",
        label=_("Solved on the spot"),
        explanation=_("Demands of the period that were answered at the table, as read back there."),
        over="demands",
        dated_by="raised_at",
        kind="count",
        counted=lambda _at: Q(on_spot=True),
        icon="coffee",
        tone="blue",
    ),
    Metric(
        code="solved",
        label=_("Solved by the company's word"),
        explanation=_(
            "Of the demands raised in the period on which the company was heard: it said “solved”. "
            "What was explained as impossible counts as not solved."
        ),
        left_out=_("Demands on which the company was not heard yet; they are neither solved nor unsolved."),
        over="demands",
        dated_by="raised_at",
        kind="rate",
        counted=lambda _at: Q(word="solved"),
        among=lambda _at: ~Q(word="") | Q(closed_as="explained"),
        icon="mood-smile",
        tone="green",
    ),
    Metric(
        code="kept",
        label=_("Promises kept"),
        explanation=_("Of the promises that fell due in the period: kept by their day."),
        left_out=_("Promises that wait for a trigger, and those that the company released."),
        over="promises",
        dated_by="due_on",
        kind="rate",
        counted=lambda _at: Q(state="kept", kept_in_time=True),
        among=lambda at: Q(state__in=["kept", "broken"]) | Q(state="open", due_on__lt=at.date()),
        icon="heart-handshake",
        tone="green",
    ),
    Metric(
        code="reply_time",
        label=_("Median working time to reply"),
        explanation=_(
            "Working hours from raising to the first reply, without the time that waited for the company."
        ),
        left_out=_("Demands that were answered at the table, and those without a reply yet."),
        over="demands",
        dated_by="raised_at",
        kind="median",
        counted=lambda _at: Q(reply_minutes__isnull=False, on_spot=False),
        value="reply_minutes",
        icon="hourglass",
        tone="blue",
    ),
    Metric(
        code="late",
        label=_("Demands late"),
        explanation=_(
            "Demands of the period whose day has passed and that are not answered yet, without those that wait for the company."
        ),
        over="demands",
        dated_by="raised_at",
        kind="count",
        counted=lambda at: of_colour("red", at=at),
        icon="alert-triangle",
        tone="red",
    ),
]
METRICS = [*SERVICE, *OUTCOMES]
BY_CODE = {metric.code: metric for metric in METRICS}
